#!/bin/sh
# browse.sh [INDEX]: asks for words, lists what is found, and opens what is chosen in an editor, at its line.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     ? open door
#      1  corpus/open-door-madrid.txt:20  The alliance has spent 73 years proving that its door opens when ...
#      2  ...
#     ? 2
#
# A number opens that hit, other words are a new question, the end of the input ends it.  $EDITOR takes +LINE FILE, as
# vi, nano and emacs do.
set -u

index=${1:-${DOSSIER_INDEX:-dossier.idx}}
found=$(mktemp) || exit 2
trap 'rm -f "$found"' EXIT
trap 'exit 130' INT

# PATH:LINE:COLUMN:TEXT, numbered, without the column.
list() {
    sed 's/^\([^:]*:[^:]*\):[^:]*:/\1  /' "$found" | nl -w 2 -s '  '
}

open() {
    place=$(sed -n "${1}p" "$found")
    file=${place%%:*}
    rest=${place#*:}
    if [ -z "$place" ]; then
        echo "there is no hit $1"
    elif [ ! -f "$file" ]; then
        echo "$file is no file here"
    else
        # An editor may be a command with arguments.
        # shellcheck disable=SC2086
        ${EDITOR:-vi} "+${rest%%:*}" "$file"
    fi
}

while printf '? ' && IFS= read -r words; do
    case $words in
        '') ;;
        *[!0-9]*)
            dossier-query -d "$index" --format vimgrep -n 20 -- "$words" > "$found"
            case $? in
                0) list ;;
                1) echo 'nothing found' ;;
                *) exit 2 ;;
            esac
            ;;
        *) open "$words" ;;
    esac
done
echo
