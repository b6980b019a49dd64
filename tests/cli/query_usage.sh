#!/bin/sh
# query_usage.sh: dossier-query's options, and what it says of a command line that is wrong.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"finland","title":"Finland","text":"Finland applied at the open door. Nato said yes."}
{"_id":"georgia","title":"Georgia","text":"Georgia waits at the door. The promise of Bucharest stands."}
{"_id":"memo","title":"A memo","text":"Nothing but paper was sent to the archive."}
END
expect_status 0 "$INDEX_BIN" -q news.jsonl || exit 1

# keys WORDS...: the keys found, sorted, on one line.
keys() {
    "$QUERY_BIN" --format trec "$@" 2> /dev/null | cut -d ' ' -f 3 | sort | tr '\n' ' '
}

expect_status 0 "$QUERY_BIN" --help
expect_out 'usage: dossier-query [-d DIR]... [options] [--] WORDS...'
for option in -d, --index -n, --limit --offset -s, --sentences --group --format --template \
    -0, --null --header -F, --plain --batch --color --output-version -h, --help --version; do
    expect_out "$option"
done
expect_err_lines 0
check "the help fits 80 columns" awk 'length($0) > 80 { bad = 1 } END { exit bad }' "$OUT"
expect_status 0 "$QUERY_BIN" -h
expect_status 0 "$QUERY_BIN" --version
expect_out 'dossier-query '
expect_out_lines 1

# Options in every form, before and after words.
expect_equal "all" "finland georgia " "$(keys door)"
expect_equal "-n 1" 1 "$(keys -n 1 door | wc -w)"
expect_equal "-n1 after the word" 1 "$(keys door -n1 | wc -w)"
expect_equal "--limit=1" 1 "$(keys --limit=1 door | wc -w)"
expect_equal "--limit 1 --offset 1" 1 "$(keys --limit 1 --offset 1 door | wc -w)"
expect_equal "--offset past the end" 0 "$(keys --offset 5 door | wc -w)"
expect_equal "words are joined" "finland georgia memo " "$(keys paper door)"

# A word that is to be left out.
expect_equal "door -nato" "georgia " "$(keys door -nato)"
expect_equal "-- -nato +door" "georgia " "$(keys -- -nato +door)"
expect_equal "door -Fn1: still options" 1 "$(keys door -Fn1 | wc -w)"
expect_status 2 "$QUERY_BIN" -nato door
expect_err "option '--limit' takes a whole number from 1 to 1000000000, not 'ato'"
expect_err "a word to leave out stands after another word, or after '--'"
expect_status 2 "$QUERY_BIN" -georgia door
expect_err "unknown option '-georgia'"

# Where the index is.
mv dossier.idx other.idx
expect_status 2 "$QUERY_BIN" door
expect_err 'dossier.idx'
expect_err_lines 1
expect_status 0 "$QUERY_BIN" -d other.idx door
expect_status 0 "$QUERY_BIN" --index=other.idx door
expect_status 0 env DOSSIER_INDEX=other.idx "$QUERY_BIN" door
expect_status 2 env DOSSIER_INDEX=other.idx "$QUERY_BIN" -d none.idx door
expect_err 'none.idx'
expect_status 2 env DOSSIER_INDEX= "$QUERY_BIN" door
expect_err 'dossier.idx'
expect_status 2 "$QUERY_BIN" -d other.idx -d none.idx door
expect_err 'none.idx'
mv other.idx dossier.idx

# What is wrong is one line on standard error.
wrong() {
    lib_text=$1
    shift
    expect_status 2 "$QUERY_BIN" "$@"
    expect_err "dossier-query: $lib_text"
    expect_err_lines 1
    expect_out_lines 0
}
wrong "no words to search for; try 'dossier-query --help'"
wrong "no words to search for" -n 3 --
wrong "unknown option '--foo'; try 'dossier-query --help'" --foo door
wrong "unknown option '--lim'; names are written in full: '--limit'" --lim 3 door
wrong "option '--limit' needs a value" door -n
wrong "option '--limit' takes a whole number from 1 to" -n 0 door
wrong "option '--limit' takes a whole number" -n -1 door
wrong "option '--offset' takes a whole number from 0 to" --offset=x door
wrong "option '--sentences' takes a whole number" -s 1.5 door
wrong "option '--group' takes none or article, not 'page'" --group page door
wrong "option '--format' takes text, json, trec, tsv, vimgrep or html, not 'xml'" --format=xml door
wrong "option '--color' takes auto, always or never, not 'yes'" --color yes door
wrong "option '--plain' takes no value" --plain=1 door
wrong "words and --batch do not go together" --batch news.jsonl door
wrong "cannot read nofile.tsv: " --batch nofile.tsv
wrong "unknown option '--a?[31m'" "$(printf -- '--a\033[31m')" door

# Exit statuses.
expect_status 0 "$QUERY_BIN" door
expect_status 1 "$QUERY_BIN" zilch
expect_out_is ''
expect_err_lines 0
expect_status 1 "$QUERY_BIN" ''
expect_out_is ''
expect_status 1 "$QUERY_BIN" --format json ''
expect_out_lines 1
