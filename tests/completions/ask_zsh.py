# ask_zsh.py FOLDER LINE WORD...: types LINE and a tab into a zsh that completes from FOLDER, and fails unless it offers
# each WORD.  A terminal of its own is needed, as zsh completes nowhere else.
# SPDX-License-Identifier: GPL-2.0-or-later
import os, pty, select, sys, time

folder, line, words = sys.argv[1], sys.argv[2], sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM="dumb", HOME=os.getcwd(), ZDOTDIR=os.getcwd(), FOLDER=folder, COLUMNS="200", LINES="60")
    os.execvp("zsh", ["zsh", "-f", "-i"])

seen = b""
def read_until(wanted, seconds=20):
    """Reads what comes until all wanted has; how much there was before is left out."""
    global seen
    seen = b""
    end = time.monotonic() + seconds
    while not all(word in seen for word in wanted):
        left = end - time.monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            return False
        try:
            seen += os.read(terminal, 65536)
        except OSError:
            return False
    return True

# The completion is made ready before the line is typed; what is echoed must not look like the answer.
os.write(terminal, b"PROMPT='' fpath=($FOLDER $fpath); autoload -Uz compinit && compinit -u -D;"
                   b" bindkey '^I' list-choices; setopt no_always_last_prompt; echo rea''dy\n")
good = read_until([b"ready"])
if good:
    os.write(terminal, line.encode() + b"\t")
    good = read_until([line.encode()] + [word.encode() for word in words])
os.close(terminal)
os.waitpid(child, 0)
if not good:
    sys.exit(f"zsh did not offer {words} for {line!r}, but: {seen!r}")
