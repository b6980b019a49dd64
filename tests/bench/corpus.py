#!/usr/bin/env python3
# corpus.py: a corpus for make bench from texts in Debian packages: two dictionaries and the manual pages.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#   corpus.py FOLDER > CORPUS.jsonl    FOLDER keeps the packages
#
# The packages are fetched and unpacked, not installed: that needs no root, and starts no dictionary server.  Where
# that cannot be, what is installed is taken.  A line is {"_id": ..., "title": ..., "text": ...}.
import gzip
import json
import os
import re
import subprocess
import sys

PACKAGES = ("dict-gcide", "dict-wn", "manpages", "manpages-dev")
# Entries of a dictionary are put together to pages of about this many bytes: an entry alone is no article.
PAGE = 12000
DIGITS = {c: i for i, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}


def unpacked(folder):
    """The roots to look for texts in: what could be unpacked, or the system's own."""
    root = os.path.join(folder, "root")
    for package in PACKAGES:
        if os.path.exists(os.path.join(root, "usr/share/doc", package)):
            continue
        os.makedirs(root, exist_ok=True)
        try:
            subprocess.run(["apt-get", "-qq", "download", package], cwd=folder, check=True, stderr=subprocess.DEVNULL)
            names = [name for name in os.listdir(folder) if name.startswith(package + "_") and name.endswith(".deb")]
            subprocess.run(["dpkg-deb", "-x", os.path.join(folder, names[0]), root], check=True)
        except (OSError, IndexError, subprocess.CalledProcessError):
            print(f"corpus: {package} could not be fetched (apt-get update?): taking what is installed",
                  file=sys.stderr)
    return root if os.path.isdir(os.path.join(root, "usr/share/dictd")) else "/"


def number(text):
    value = 0
    for c in text:
        value = value * 64 + DIGITS[c]
    return value


def dictionary(root, name):
    """Pages of a dictionary in dictd's form, its entries in the order of the file."""
    stem = os.path.join(root, "usr/share/dictd", name)
    with open(stem + ".index", encoding="utf-8", errors="replace") as f:
        rows = (line.rstrip("\n").split("\t") for line in f)
        places = {number(row[1]): (number(row[2]), row[0]) for row in rows if not row[0].startswith("00")}
    with gzip.open(stem + ".dict.dz") as f:
        data = f.read()
    text, words = "", []
    for start, (size, word) in sorted(places.items()):
        text += data[start:start + size].decode("utf-8", "replace").strip() + "\n\n"
        words.append(word)
        if len(text) > PAGE:
            yield f"{name}/{start}", f"{name}: {words[0]} to {words[-1]}", text
            text, words = "", []
    if text:
        yield f"{name}/end", f"{name}: {words[0]} to {words[-1]}", text


ESCAPES = ((r"\\\\?\".*", ""), (r"\\f(\[[^\]]*\]|\(..|.)", ""), (r"\\s[-+]?\d+", ""), (r"\\\*?(\[[^\]]*\]|\(..)", " "),
           (r"\\[-&|^,/:%{}cde]", lambda m: "-" if m.group(0) == "\\-" else ""), (r"\\(.)", r"\1"))


def manual(text):
    """The words of a manual page: its macros gone, those that set words in a face keeping them."""
    out = []
    for line in text.split("\n"):
        if line[:1] in (".", "'"):
            name, _, rest = line[1:].strip().partition(" ")
            if name in ("SH", "SS", "PP", "P", "TP", "IP", "LP"):
                out.append("\n" + rest.strip('"') + ("\n" if name in ("SH", "SS") else ""))
            elif name in ("B", "I", "BR", "IR", "RB", "RI", "BI", "IB", "SB", "SM"):
                out.append(rest.replace('"', "") if name in ("B", "I", "SB", "SM") else
                           re.sub(r'"([^"]*)"|\s+', r"\1", rest))
        else:
            out.append(line)
    text = "\n".join(out)
    for pattern, instead in ESCAPES:
        text = re.sub(pattern, instead, text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def manuals(root):
    """The manual pages in English, those that only name another left out."""
    top = os.path.join(root, "usr/share/man")
    for section in sorted(name for name in os.listdir(top) if re.fullmatch(r"man\d", name)):
        for name in sorted(os.listdir(os.path.join(top, section))):
            if not name.endswith(".gz") or os.path.islink(os.path.join(top, section, name)):
                continue
            with gzip.open(os.path.join(top, section, name), "rt", encoding="utf-8", errors="replace") as f:
                text = manual(f.read())
            if len(text) > 200:
                yield f"{section}/{name[:-3]}", name[:-3], text


def main(argv):
    if len(argv) != 1:
        sys.exit("usage: corpus.py FOLDER")
    root = unpacked(argv[0])
    parts = [("gcide", lambda: dictionary(root, "gcide")), ("wn", lambda: dictionary(root, "wn")),
             ("manual", lambda: manuals(root))]
    found = 0
    for name, articles in parts:
        try:
            for key, title, text in articles():
                print(json.dumps({"_id": key, "title": title, "text": text}, ensure_ascii=False))
                found += 1
        except OSError as e:
            print(f"corpus: {name} is left out: {e}", file=sys.stderr)
    if found == 0:
        sys.exit("corpus: no text found: give BENCH_CORPUS=FILE.jsonl")


if __name__ == "__main__":
    main(sys.argv[1:])
