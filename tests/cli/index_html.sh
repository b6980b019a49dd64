#!/bin/sh
# dossier-index: saved web pages: their character sets, packed, from standard input, within JSON Lines.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

PAGES=$ROOT/tests/data/html

# UTF-16, which no other format takes: by name, by force, packed.
expect_status 0 "$INDEX_BIN" --extract "$PAGES/utf16.html"
expect_err_lines 0
expect_out '"title":"The lamp"'
expect_out 'The “lamp” of M. Désiré – so he called it – was a candle in a glass, and it cost him 3 € a night'
cp "$PAGES/utf16.html" utf16.txt
expect_status 2 "$INDEX_BIN" --extract utf16.txt
expect_err 'utf16.txt: is UTF-16 text; convert it to UTF-8'
expect_status 0 "$INDEX_BIN" --extract --format html utf16.txt
expect_out '"title":"The lamp"'
iconv -f UTF-16 -t UTF-16BE "$PAGES/utf16.html" > bare.html
expect_status 0 "$INDEX_BIN" --extract bare.html
expect_out 'it cost him 3 € a night'
gzip -c "$PAGES/utf16.html" > packed.html.gz
expect_status 0 "$INDEX_BIN" --extract packed.html.gz
expect_out '"key":"packed.html.gz","title":"The lamp"'

# A NUL in a page is left out of it; what is no text is no page, whatever it is called.
{ printf '<!DOCTYPE html><html><title>A \0lamp</title><p>'
    printf 'The lamp stood in the window all night, and nobody knew \0who had lit it.</p></html>\n'; } > nul.html
cp nul.html nul.txt
expect_status 0 "$INDEX_BIN" --extract nul.html nul.txt
expect_out_lines 2
expect_equal "a page with NULs" 'A lamp: The lamp stood in the window all night, and nobody knew who had lit it.' \
    "$(jq -r '.title + ": " + .text' "$OUT" | sort -u)"
head -c 20000 "$INDEX_BIN" > program.html
expect_status 2 "$INDEX_BIN" --extract program.html
expect_err 'program.html: is not text'
{ printf '\377\376\0\0'; iconv -f UTF-16 -t UTF-32LE "$PAGES/utf16.html"; } > utf32.html
expect_status 2 "$INDEX_BIN" --extract utf32.html
expect_err 'utf32.html: is UTF-32 text'

# Every page is an article, or is said to be none; --keep-all keeps its text.
for page in "$PAGES"/*.html; do
    run "$INDEX_BIN" --extract "$page"
    if [ "$STATUS" -eq 0 ]; then
        expect_out_lines 1
        check "${page##*/}: its text" jq -e '.text | length > 0' "$OUT"
    else
        expect_out_lines 0
        expect_err "${page##*/}: is a web page with no article in it; left out"
    fi
done
expect_status 2 "$INDEX_BIN" --extract "$PAGES/listing.html"
expect_status 0 "$INDEX_BIN" --extract --keep-all "$PAGES/listing.html"
expect_err_lines 0
expect_out 'Cat that went to sea is back'

# Named, recognised or forced; packed; from standard input.
gzip -c "$PAGES/article.html" > article.html.gz
expect_status 0 "$INDEX_BIN" --extract article.html.gz
expect_out '"title":"Elm Bay opens its harbour again"'
expect_status 0 sh -c "'$INDEX_BIN' --extract - < '$PAGES/article.html'"
expect_out '"key":"-","title":"Elm Bay opens its harbour again"'
expect_status 0 sh -c "'$INDEX_BIN' --extract --format html - < '$PAGES/utf16.html'"
expect_out '"key":"-","title":"The lamp"'
printf '<p>A piece of a page, which nothing but its tags shows to be one, and which is long enough.\n' > piece
expect_status 0 sh -c "'$INDEX_BIN' --extract --format html - < piece"
expect_out '"text":"A piece of a page,'
expect_status 0 sh -c "gzip -c piece | '$INDEX_BIN' --extract --format html -"
expect_out '"text":"A piece of a page,'

# Indexed and found again, with an index that knows it.
cp "$PAGES/utf16.html" lamp.html
expect_status 0 "$INDEX_BIN" -q lamp.html
expect_status 0 "$QUERY_BIN" candle glass
expect_out 'The lamp'
expect_status 0 "$INDEX_BIN" lamp.html
expect_err '1 file not changed'

# Within JSON Lines, what is wrong with HTML is told of as often as other faults are.
awk 'BEGIN { for (i = 1; i <= 50; i++) print "{\"_id\":" i ",\"html\":\"<p> </p>\"}" }' > empty.jsonl
expect_status 2 "$INDEX_BIN" --extract empty.jsonl
expect_err 'empty.jsonl:20: is a web page with no text in it; left out'
refute_err 'empty.jsonl:21:'
expect_err 'empty.jsonl: 30 more lines were left out'
expect_err_lines 21
awk 'BEGIN {
    for (i = 0; i < 2000; i++) deep = deep "<div>"
    for (i = 1; i <= 25; i++) print "{\"_id\":" i ",\"html\":\"<p>A text that is there.</p>" deep "\"}"
}' > deep.jsonl
expect_status 0 "$INDEX_BIN" --extract deep.jsonl
expect_out_lines 25
expect_err 'deep.jsonl:20: has too many elements, or too deep ones; its beginning was taken'
refute_err 'deep.jsonl:21:'
expect_err 'deep.jsonl: 5 more notes on the HTML in it are not shown'
expect_err_lines 21
