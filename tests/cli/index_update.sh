#!/bin/sh
# dossier-index run again: what is new or changed is taken in, the rest is left, --prune takes out what is gone.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

index() { run "$INDEX_BIN" "$@"; }
found() { expect_status 0 "$QUERY_BIN" "$@"; }
lost() { expect_status 1 "$QUERY_BIN" "$@"; }
old() { touch -d '2020-01-01 00:00:00' "$@"; }

mkdir news
echo 'The anchor story speaks of lighthouses.' > news/a.txt
echo 'The second story speaks of windmills.' > news/b.txt
printf '%s\n' '{"_id":"j1","text":"About canals."}' '{"_id":"j2","text":"About viaducts."}' > news/c.jsonl
old news/*

expect_status 0 "$INDEX_BIN" news
expect_err '4 articles added'
expect_out_lines 0
found lighthouses; found windmills; found canals

# Nothing has changed: nothing is read.
expect_status 0 "$INDEX_BIN" news
expect_err '0 articles added, 3 files not changed (0 B'

# Only the time has changed: it is read, and left.
touch -d '2021-01-01 00:00:00' news/a.txt
expect_status 0 "$INDEX_BIN" news
expect_err '0 articles added, 3 files not changed (40 B'
expect_status 0 "$INDEX_BIN" news
expect_err '3 files not changed (0 B'

# The same size, another time, other words.
echo 'The anchor story speaks of powerhouses.' > news/a.txt
touch -d '2022-01-01 00:00:00' news/a.txt
expect_status 0 "$INDEX_BIN" news
expect_err '1 replaced'
expect_err '2 files not changed'
found powerhouses; lost lighthouses

# A change within the clock's step is seen: the file is as old as the record of it.
echo 'A fresh story of glaciers.' > news/f.txt
expect_status 0 "$INDEX_BIN" -q news
stamp=$(date -r news/f.txt '+%Y-%m-%d %H:%M:%S.%N')
echo 'A fresh story of geysers!!' > news/f.txt
touch -d "$stamp" news/f.txt
expect_status 0 "$INDEX_BIN" -q news
found geysers; lost glaciers

# A line is gone from a file, a file is gone: left without --prune, taken out with it.
echo '{"_id":"j1","text":"About canals."}' > news/c.jsonl
rm news/b.txt
expect_status 0 "$INDEX_BIN" -q news
found viaducts; found windmills
expect_status 0 "$INDEX_BIN" --prune news
expect_err '2 removed'
lost viaducts; lost windmills; found canals

# --prune looks at and below the paths given, and at nothing else.
mkdir other
echo 'An island of puffins.' > other/p.txt
echo 'An island of gannets.' > other/g.txt
echo 'A separate tale of otters.' > otherwise.txt
expect_status 0 "$INDEX_BIN" -q other otherwise.txt
rm other/p.txt otherwise.txt
expect_status 0 "$INDEX_BIN" -q --prune news
found puffins; found otters
expect_status 0 "$INDEX_BIN" -q --prune other
lost puffins; found gannets; found otters
expect_status 0 "$INDEX_BIN" -q --prune otherwise.txt
lost otters
expect_status 2 "$INDEX_BIN" -q --prune otherwise.txt
expect_err 'otherwise.txt: cannot be read: No such file or directory'
rm -r other
expect_status 0 "$INDEX_BIN" -q --prune other
lost gannets

# A key that moved from one file to another stays, also where the other one is not read.
echo '{"_id":"moving","text":"A tale of caravans."}' > m1.jsonl
echo '{"_id":"staying","text":"A tale of tents."}' > m2.jsonl
old m1.jsonl m2.jsonl
expect_status 0 "$INDEX_BIN" -q m1.jsonl m2.jsonl
mv m1.jsonl m3.jsonl
expect_status 0 "$INDEX_BIN" -q --prune m1.jsonl m2.jsonl m3.jsonl
found caravans
cp m3.jsonl m4.jsonl
old m4.jsonl
expect_status 0 "$INDEX_BIN" -q m4.jsonl
echo '{"_id":"another","text":"A tale of yurts."}' > m3.jsonl
expect_status 0 "$INDEX_BIN" -q --prune m3.jsonl
found caravans; found yurts

# Teasers that are gone from a page are pruned as articles are.
cat > page.txt <<'END'
The Long Pier

It runs a mile into the sea, and trains once ran along it with the mail, in all weathers but the worst.

Nobody remembers who built it. The deeds were lost in a flood, and the council has argued ever since then.

More from the coast

A lamp at night.
A lamp at night.

Lights on the Point

The last keeper has a dog called Brandy.
END
old page.txt
expect_status 0 "$INDEX_BIN" -q page.txt
found brandy
sed -i '/^More from/,$d' page.txt
expect_status 0 "$INDEX_BIN" -q --prune page.txt
lost brandy; found deeds

# A gzip that is cut short is read again when it is whole, and its old articles are not pruned meanwhile.
seq 0 2999 | sed 's/.*/{"_id":"z&","text":"Entry & of the ledger, folio &&."}/' > z.jsonl
gzip -c z.jsonl > z.jsonl.gz
old z.jsonl.gz
expect_status 0 "$INDEX_BIN" -q z.jsonl.gz
head -c 9000 z.jsonl.gz > z.cut && mv z.cut z.jsonl.gz
old z.jsonl.gz
expect_status 1 "$INDEX_BIN" -q --prune z.jsonl.gz
found 'key:z2999 ledger'
expect_status 1 "$INDEX_BIN" -q z.jsonl.gz
expect_err 'ends too early'

# Another forced format reads a file again.
echo '{"_id":"both","text":"Format matters to walruses."}' > both.txt
old both.txt
expect_status 0 "$INDEX_BIN" -q both.txt
expect_status 0 "$INDEX_BIN" --format text both.txt
expect_err '1 article added'

# A run that is stopped leaves the index as it was.
mkfifo pipe
expect_status 0 "$INDEX_BIN" -q -d stop.idx news
for signal in INT TERM; do
    { sleep 3 > pipe; } 2> /dev/null &
    writer=$!
    # A shell without job control has its background processes ignore SIGINT.
    env --default-signal=INT,TERM "$INDEX_BIN" -q -d stop.idx pipe 2> stop.err &
    indexer=$!
    sleep 0.5
    kill -s $signal $indexer
    wait $indexer
    status=$?
    kill $writer 2> /dev/null
    wait $writer 2> /dev/null
    expect_equal "status after $signal" "$(case $signal in INT) echo 130 ;; TERM) echo 143 ;; esac)" $status
    expect_equal "nothing said after $signal" "" "$(cat stop.err)"
done
found -d stop.idx geysers
expect_status 0 "$INDEX_BIN" -q -d stop.idx news
