#!/bin/sh
# test.sh: the programs of examples/, as their readers would run them, with the library and programs as built.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/../cli/lib.sh"

CC=${CC:-cc}
examples=$ROOT/examples
PATH=$BUILD:$PATH
LD_LIBRARY_PATH=$BUILD
LIBDOSSIER=$BUILD/libdossier.so
PYTHONPATH=$examples
PYTHONDONTWRITEBYTECODE=1
export PATH LD_LIBRARY_PATH LIBDOSSIER PYTHONPATH PYTHONDONTWRITEBYTECODE

mkdir notes
cat > notes/door.txt <<'END'
The Open Door

By Ada Example

May 18, 2022

Finland applied in May, and it rained on that day in Helsinki. Of what had been feared nothing was to be seen.

The café at the border kept its doors open — all night long, as Ministers’ cars came and went.
END
expect_status 0 dossier-index -q -d news.idx notes || exit 1

# ---- C
expect_status 0 "$CC" -std=c11 -Wall -Wextra -Werror -I"$ROOT/include" -o ask "$examples/ask.c" \
    -L"$BUILD" -ldossier
expect_status 0 ./ask news.idx open border
expect_out_is '1. The Open Door (notes/door.txt, 2022-05-18, line 7)
The café at the [border] kept its doors [open] — all night long, as Ministers’ cars came and went.'
expect_status 1 ./ask news.idx zilch
expect_out_is ''
expect_status 2 ./ask none.idx door
expect_err 'ask: '
expect_err 'none.idx'
expect_status 2 ./ask news.idx
expect_err 'usage: ask INDEX WORDS...'

# ---- Python
expect_status 0 "$CC" -std=c11 -I"$ROOT/include" -o layout "$ROOT/tests/examples/layout.c"
./layout > layout.txt
check "structures are as in dossier.h" python3 - layout.txt <<'END'
import dossier, sys
checked = 0
for line in open(sys.argv[1]):
    name, *size, number = line.split()
    if size:
        structure = getattr(dossier, name)
        later = [part for part, _ in structure._fields_].count("_later")
        found = structure._later.offset if later else dossier.ctypes.sizeof(structure)
        # Behind the last field there may be padding, up to the size of a pointer.
        assert found == int(number) if not later else int(number) - 8 < found <= int(number), (line, found)
    else:
        structure, field = name.split(".")
        assert getattr(getattr(dossier, structure), field).offset == int(number), line
    checked += 1
assert checked > 30, checked
END
expect_status 0 python3 "$examples/dossier.py" index py.idx notes
expect_out_is '1 added, 0 replaced, 0 skipped'
expect_status 1 python3 "$examples/dossier.py" index py.idx notes/none.txt
expect_out_is '0 added, 0 replaced, 1 skipped'
expect_err 'dossier.py: notes/none.txt'
expect_status 0 python3 "$examples/dossier.py" ask py.idx open border
expect_out '1. The Open Door (notes/door.txt, line 7)'
expect_out '   The café at the border kept its doors open — all night long, as Ministers’ cars came and went.'
expect_status 1 python3 "$examples/dossier.py" ask py.idx zilch
expect_status 2 python3 "$examples/dossier.py" ask none.idx zilch
expect_err 'dossier.py: '
expect_err_lines 1
expect_status 2 python3 "$examples/dossier.py"
check "as a module" python3 - <<'END'
import dossier, threading

with dossier.Writer("module.idx", lang="english") as writer:
    assert writer.add("a", "Finland applied in May.\0 It rained — twice.", title="Finland", date="2022-05-18") == "added"
    assert writer.add("a", "Finland applied in May.", title="Finland") == "replaced"
    assert writer.add("a", "Finland applied in May.", title="Finland") == "unchanged"
    writer.add("b", "Sweden’s application — on the same day as Finland’s.", author="É. Crit", source="https://example.org")
    writer.add("c", "To be removed, Finland.")
    assert writer.remove("c") and not writer.remove("c")
    try:
        writer.add("", "No key.")
        raise SystemExit("an empty key was taken")
    except dossier.Error as error:
        assert error.name == "DOSSIER_ERR_ARGUMENT", error.name
    try:
        dossier.Writer("module.idx")
        raise SystemExit("two writers")
    except dossier.Error as error:
        assert error.name == "DOSSIER_ERR_LOCKED" and str(error), error.name

# What goes wrong in a with statement commits nothing.
try:
    with dossier.Writer("module.idx") as writer:
        writer.add("d", "Finland once more.")
        raise KeyError
except KeyError:
    pass

with dossier.Index("module.idx") as index:
    result = index.search("finland applies")
    assert [hit.key for hit in result] == ["a", "b"] and result.matched == 2, result
    sweden = result[1]
    assert (sweden.author, sweden.source, sweden.line, sweden.number) == ("É. Crit", "https://example.org", 1, 1), sweden
    assert [sweden.part(start, end) for start, end, term in sweden.matches] == ["Finland’s"], sweden.matches
    assert sweden.best == "Sweden’s application — on the same day as Finland’s."
    assert len(index.search("finland", limit=1, offset=1)) == 1
    assert index.search("zilch") == [] and index.search("zilch").matched == 0
    try:
        index.search("x" * ((1 << 20) + 1))
        raise SystemExit("a query over 1 MiB was taken")
    except dossier.Error as error:
        assert error.name == "DOSSIER_ERR_ARGUMENT", error.name
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(len(index.search("finland")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [2] * 8, answers
try:
    index.search("finland")
    raise SystemExit("a closed index was asked")
except ValueError:
    pass
END

# ---- shell: a co-process
if command -v bash > /dev/null; then
    printf 'open border\n\nzilch\nhelsinki\n' > questions
    expect_status 0 sh -c '"$0" news.idx < questions' "$examples/coprocess.bash"
    expect_out_is '> open border
The Open Door: The café at the border kept its doors open — all night long, as Ministers’ cars came and went.
> zilch
nothing found
> helsinki
The Open Door: Finland applied in May, and it rained on that day in Helsinki.'
    expect_err_lines 0
    expect_status 1 sh -c 'echo zilch | "$0" news.idx' "$examples/coprocess.bash"
    expect_status 2 sh -c 'echo door | timeout 60 "$0" none.idx' "$examples/coprocess.bash"
    expect_err 'none.idx'
    # In turns: each answer comes before the next question is put.
    check "in turns" timeout 60 python3 - "$examples/coprocess.bash" <<'END'
import subprocess, sys
run = subprocess.Popen([sys.argv[1], "news.idx"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
for words in ("helsinki", "border"):
    run.stdin.write(words + "\n")
    run.stdin.flush()
    assert run.stdout.readline() == f"> {words}\n"
    assert run.stdout.readline().startswith("The Open Door: ")
run.stdin.close()
sys.exit(run.wait())
END
else
    skip "bash is not installed"
fi

# ---- shell: a loop that opens an editor
printf 'café\n1\n7\nzilch\n' > typed
expect_status 0 sh -c 'EDITOR="echo edit" "$0" news.idx < typed' "$examples/browse.sh"
expect_out_is '?  1  notes/door.txt:9  The café at the border kept its doors open — all night long, as Ministers’ cars came and went.
? edit +9 notes/door.txt
? there is no hit 7
? nothing found
? '
expect_status 2 sh -c 'echo door | "$0" none.idx' "$examples/browse.sh"
expect_err 'none.idx'

# ---- Vim: the quickfix list goes to the word itself
if command -v vim > /dev/null && vim --version | grep -q '+quickfix'; then
    expect_status 0 env HOME="$TMP" DOSSIER_INDEX=news.idx timeout 60 vim -N -u NONE -i NONE -n -es \
        -S "$examples/dossier.vim" -c 'Dossier border open' -c 'cfirst' \
        -c 'call writefile([expand("%"), line(".") . ":" . col("."), expand("<cword>")], "place")' -c 'qa!' < /dev/null
    expect_equal "where Vim goes" 'notes/door.txt 9:18 border' "$(paste -sd ' ' place)"
else
    skip "a Vim with quickfix is not installed"
fi
