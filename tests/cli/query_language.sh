#!/bin/sh
# query_language.sh: the page on the query language: it renders without a warning, and what its examples show is so, on
# each backend.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# An example is what stands between .EX and .EE, and is run as a console block of tests/readme.sh; a line that ends in a
# backslash goes on in the next, as roff has it.
. "$(dirname "$0")/lib.sh"

page=$ROOT/man/dossier-query-language.7

expect_manual "$page"

awk '
    /^\.EX/ { print "```console"; taken = 1; next }
    /^\.EE/ { print "```\n"; taken = 0; next }
    taken && /\\$/ { sub(/\\$/, ""); printf "%s", $0; next }
    taken' "$page" |
    sed "s/\\\\-/-/g; s/\\\\(aq/'/g; s/\\\\(ha/^/g; s/\\\\(ti/~/g; s/\\\\&//g; s/\\\\e/\\\\/g" > packed.md
sed 's/^\$ dossier-index -q/& --backend xapian/' packed.md > xapian.md
check "the page has its examples" test "$(grep -c '^\$ sh found' packed.md)" -ge 25
refute "no escape of roff is left" grep -n '\\' packed.md
check "the other backend is asked too" grep -q 'backend xapian' xapian.md

for backend in packed xapian; do
    # Not by run: what they print says what was wrong.
    "$ROOT/tests/readme.sh" "$TMP/$backend.md" > examples && status=0 || status=$?
    [ $status -eq 0 ] || cat examples
    expect_equal "examples on $backend" 0 $status
    check "none was skipped" grep -qE '^[1-9][0-9]* passed, 0 failed$' examples
done

# Each operator and field that the parser knows is on the page, and each fault says where it is.
for word in AND OR NOT NEAR ADJ text: title: author: site: key: date: --strict --plain; do
    check "$word is on the page" sh -c 'sed "s/\\\\-/-/g" "$1" | grep -qF -e "$2"' - "$page" "$word"
done

printf '{"_id":"1","title":"A door","text":"The open door."}\n' > one.jsonl
expect_status 0 "$INDEX_BIN" -q one.jsonl
expect_status 2 "$QUERY_BIN" --strict 'naïve door ('
expect_out_is ''
expect_err_lines 1
expect_err 'dossier-query: query:12: nothing closes this parenthesis: '
expect_status 0 "$QUERY_BIN" 'naïve door ('
expect_err_lines 0
expect_status 0 "$QUERY_BIN" --strict --plain 'door ('
printf 'a\tdoor\nb\tdoor AND\nc\topen\n' > batch
expect_status 2 "$QUERY_BIN" --strict --format trec --batch batch
expect_out_lines 2
expect_err 'batch:2: query:6: AND has nothing to work on: '
