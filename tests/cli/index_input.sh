#!/bin/sh
# dossier-index: what bad input gets: one clear line each, and the rest is indexed.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

good='A good text that can be indexed, with words such as harbor.'
one() { # one WHAT WANTED-STATUS MESSAGE PATH...: the only line on standard error has the message
    lib_about=$1 lib_want=$2 lib_text=$3
    shift 3
    rm -rf one.idx
    expect_status "$lib_want" "$INDEX_BIN" -q -d one.idx "$@"
    expect_err_lines 1
    expect_err "$lib_text"
}

echo "$good" > good.txt

one "a missing path" 2 'nothere.txt: cannot be read: No such file or directory' nothere.txt
one "a missing path beside a good one" 1 'nothere.txt: cannot be read: No such file' good.txt nothere.txt
: > empty.txt
one "an empty file" 1 'empty.txt: is empty; left out' good.txt empty.txt
printf ' \n\n\t\n' > blank.txt
one "a file of white space" 2 'blank.txt: is empty; left out' blank.txt
printf 'a\0b\0c' > binary.txt
one "a binary file" 1 'binary.txt: is not text (it has NUL bytes); left out' good.txt binary.txt
printf '\377\376a\0b\0' > utf16.txt
one "UTF-16" 2 'utf16.txt: is UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8); left out' utf16.txt
printf '<!DOCTYPE html>\n<html><p>Hello there.</p></html>\n' > page.txt
one "a page with no article" 1 'page.txt: is a web page with no article in it; left out' good.txt page.txt
rm -rf one.idx
expect_status 0 "$INDEX_BIN" -q -d one.idx --keep-all page.txt
expect_err_lines 0
expect_status 0 "$QUERY_BIN" -d one.idx hello
printf 'Subject: An image\nFrom: a@example.org\nContent-Type: image/png\n\niVBORw0=\n' > image.eml
one "a message without text" 1 'image.eml: is a message without a part that is text; left out' good.txt image.eml
printf -- '<!-- nothing -->\n' > nothing.md
one "Markdown without text" 1 'nothing.md: has no text; left out' good.txt nothing.md
printf 'No headers at all, but words such as lantern.\n' > no.eml
rm -rf one.idx
expect_status 0 "$INDEX_BIN" -q -d one.idx no.eml
expect_status 0 "$QUERY_BIN" -d one.idx lantern
printf 'It is caf\351 time, and the sun is out.\n' > latin1.txt
one "bytes that are not UTF-8" 0 'latin1.txt: 1 byte is not UTF-8; each was taken as U+FFFD' latin1.txt
expect_status 0 "$QUERY_BIN" -d one.idx sun
if [ "$(id -u)" -ne 0 ]; then
    echo "$good" > locked.txt
    chmod 000 locked.txt
    one "an unreadable file" 1 'locked.txt: cannot be read: Permission denied' good.txt locked.txt
    mkdir closed && chmod 000 closed
    one "an unreadable folder" 1 'closed: cannot be read: Permission denied' good.txt closed
else
    skip "unreadable files, as root"
fi
one "a device" 1 '/dev/null: is a device, which is not read; left out' good.txt /dev/null

# gzip that is not whole.
seq 2000 | sed 's/.*/{"_id":"k&","text":"Number & and some words about tides, &&&."}/' > many.jsonl
gzip -c many.jsonl > whole.gz
size=$(wc -c < whole.gz)
head -c $((size / 2)) whole.gz > cut.jsonl.gz
one "a gzip that is cut short, of JSON Lines" 1 'cut.jsonl.gz: its gzip data ends too early' cut.jsonl.gz
expect_status 0 "$QUERY_BIN" -d one.idx tides
gzip -c good.txt | head -c 40 > cut.txt.gz
one "a gzip that is cut short, of text" 2 'cut.txt.gz: its gzip data ends too early' cut.txt.gz
{ gzip -c good.txt; echo trailer; } > more.txt.gz
one "bytes behind the gzip data" 0 'more.txt.gz: has other bytes behind its gzip data' more.txt.gz
{ gzip -c good.txt; head -c 512 /dev/zero; } > padded.txt.gz
rm -rf p.idx
expect_status 0 "$INDEX_BIN" -q -d p.idx padded.txt.gz
expect_err_lines 0
printf '\037\213\010\000garbage garbage garbage' > bad.txt.gz
one "damaged gzip" 2 'bad.txt.gz: its gzip data is damaged, near byte' bad.txt.gz

# JSON Lines, line by line.
cat > bad.jsonl <<'END'
{"_id":"ok1","text":"The first line is good."}
{"_id":"x", "text": oops}
{"text":"No name."}
[1,2,3]
{"_id":"n","text":5}

{"_id":{"a":1},"text":"An object as id."}
{"_id":"ok2","text":"The last line is good."}
END
rm -rf j.idx
expect_status 1 "$INDEX_BIN" -d j.idx bad.jsonl
expect_err_lines 6
expect_err 'bad.jsonl:2:24: is not JSON: invalid token; the line is left out'
expect_err 'bad.jsonl:3: has no "_id" and no "id"; the line is left out'
expect_err 'bad.jsonl:4: is no object; the line is left out'
expect_err 'bad.jsonl:5: "text" is not a string; the line is left out'
expect_err 'bad.jsonl:7: its "_id" is neither a string nor a whole number; the line is left out'
expect_status 0 "$QUERY_BIN" -d j.idx --format trec last
expect_out 'ok2'
i=0
while [ $i -lt 50 ]; do echo '{bad'; i=$((i + 1)); done > all-bad.jsonl
rm -rf j.idx
expect_status 2 "$INDEX_BIN" -d j.idx all-bad.jsonl
expect_err 'all-bad.jsonl: 30 more lines were left out'
expect_err_lines 21
printf '\357\273\277{"_id":"bom","text":"After a mark."}\r\n{"_id":"bytes","text":"caf\351 \377"}' > odd.jsonl
rm -rf j.idx
expect_status 0 "$INDEX_BIN" -q -d j.idx odd.jsonl
expect_err_lines 1
expect_err 'odd.jsonl: 2 bytes are not UTF-8; each was taken as U+FFFD'
expect_status 0 "$QUERY_BIN" -d j.idx mark
{ seq 5000 | tr -c '' '['; echo; echo '{"_id":"a","text":"Fine."}'; } > deep.jsonl
one "deep nesting" 1 'maximum parsing depth reached; the line is left out' deep.jsonl

# Two articles with one key: the later one wins, said once.
printf '%s\n' '{"_id":"k","text":"An early word: alpha."}' '{"_id":"k","text":"A later word: omega."}' \
    '{"_id":"k","text":"The last word: zulu."}' > twice.jsonl
one "a key twice" 0 'twice.jsonl:2: the key "k" was there before; the later article wins' twice.jsonl
expect_status 0 "$QUERY_BIN" -d one.idx zulu
expect_status 1 "$QUERY_BIN" -d one.idx alpha

# Names may hold anything; a message is one line.
name=$(printf 'new\nline\033[31m.txt')
: > "$name"
one "control characters in a name" 2 'new?line?[31m.txt: is empty' "$name"
name=$(printf 'latin-\351.txt')
if echo "$good" > "$name" 2> /dev/null; then
    rm -rf n.idx
    expect_status 0 "$INDEX_BIN" -q -d n.idx "$name"
    expect_status 0 "$QUERY_BIN" -d n.idx harbor
else
    skip "a name that is not UTF-8, on this file system"
fi

# What was committed before stays when a run fails.
expect_status 0 "$INDEX_BIN" -q -d keep.idx good.txt
expect_status 2 "$INDEX_BIN" -q -d keep.idx nothere.txt binary.txt
expect_status 0 "$QUERY_BIN" -d keep.idx harbor

# Large things: one line of 300 MB, a small gzip with much in it.
if [ "$SANITIZED" -eq 0 ]; then
    head -c 300000000 /dev/zero | tr '\0' x > long.jsonl
    { echo; echo '{"_id":"after","text":"After the long line."}'; } >> long.jsonl
    one "a line of 300 MB" 1 'long.jsonl:1: is over 128 MiB long; the line is left out' long.jsonl
    expect_status 0 "$QUERY_BIN" -d one.idx after
    mv long.jsonl long.txt
    one "a text of 300 MB" 2 'long.txt: is over 64 MiB, too large for one article' long.txt
    gzip -1 < long.txt > bomb.txt.gz
    one "a gzip of 300 MB" 2 'bomb.txt.gz: is over 64 MiB, too large for one article' bomb.txt.gz
    rm -f long.txt bomb.txt.gz
fi
