#!/usr/bin/env bash
# coprocess.bash INDEX: answers each line of standard input by one dossier-query, which stays open between them.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# An answer of --format json ends with a line of type "summary" or "error", so that it is known when to stop reading.
set -u

coproc dossier { exec dossier-query -d "$1" --format json -n 2 --batch -; }
# Bash forgets these when the process ends.
to=${dossier[1]-} from=${dossier[0]-} process=${dossier_PID-}
[[ -n $to && -n $from ]] || exit 2 # it has ended already, and has said why
number=0

# Offsets are bytes, and jq counts characters: part(from; to) adds up the bytes of each.
part='def part($from; $to): reduce explode[] as $c ({at: 0, kept: []};
    (if .at >= $from and .at < $to then .kept += [$c] else . end) | .at += ([$c] | implode | utf8bytelength))
    | .kept | implode;'

# ask WORDS: the title and the best sentence of each hit.  Returns 0, 1 where nothing was found, 2 where it failed.
ask() {
    local line
    printf 'q%d\t%s\n' $((++number)) "${1//[$'\t\n']/ }" >&"$to" || return 2
    while IFS= read -r line <&"$from"; do
        case $line in
            '{"type":"hit"'*)
                jq -r "$part"'"\(.article.title): " + ((.sentences[0] // {start: 0, end: 0}) as $s |
                    .passage.text | part($s.start; $s.end))' <<< "$line"
                ;;
            '{"type":"summary"'*)
                [[ $line == *'"hits":0,'* ]] && return 1
                return 0
                ;;
            '{"type":"error"'*)
                jq -r '"\(.query): \(.message)"' <<< "$line" >&2
                return 2
                ;;
        esac
    done
    return 2 # it has ended, and has said why
}

status=1
while IFS= read -r words; do
    [[ -n $words ]] || continue # an empty line has no answer
    printf '> %s\n' "$words"
    ask "$words"
    case $? in
        0) status=0 ;;
        1) echo 'nothing found' ;;
        *) exit 2 ;;
    esac
done

# The end of its input ends it.
exec {to}>&-
wait "$process"
exit "$status"
