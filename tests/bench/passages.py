#!/usr/bin/env python3
# passages.py: the passages that dossier-index cuts, as lines that every engine of make bench is fed.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#   dossier-index --extract PATH | passages.py > PASSAGES
#
# A line is TITLE<TAB>TEXT, one passage, in UTF-8: the title's words count in each passage of their article, as they
# do in ours.  White space, and what would end a line or a string in C, becomes a space.
import json
import re
import sys

SPACE = re.compile(r"[\0\s\x1c-\x1f\x85\u2028\u2029]+")


def lines(article):
    """The passages of one article; their bounds are bytes of its text."""
    title = SPACE.sub(" ", article["title"]).strip()
    text = article["text"].encode("utf-8")
    for start, end in article["passages"]:
        yield title + "\t" + SPACE.sub(" ", text[start:end].decode("utf-8")).strip() + "\n"


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for line in sys.stdin.buffer:
        sys.stdout.writelines(lines(json.loads(line)))


if __name__ == "__main__":
    main()
