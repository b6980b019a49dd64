#!/bin/sh
# dossier-index: which files are taken from folders, under which keys, in which order.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

keys() { run "$INDEX_BIN" --extract "$@"; jq -r .key "$OUT" | tr '\n' ' '; }
put() { mkdir -p "$(dirname "$1")"; echo "Some words stand in this file: $1." > "$1"; }

put t/b.txt; put t/a/x.txt; put t/a-b.txt; put t/a.txt; put t/B.txt
put t/.hidden.txt; put t/.git/config.txt; put t/c.TEXT; put t/notes.md; put t/photo.jpg; put t/other.JPG; put t/README
put t/a/Readme.md; put t/a/readme.txt.gz; put t/a/readmes.txt
gzip -c t/b.txt > t/z.txt.gz

expect_equal "sorted by the bytes of the paths" \
    "t/B.txt t/a-b.txt t/a.txt t/a/readmes.txt t/a/x.txt t/b.txt t/c.TEXT t/notes.md t/z.txt.gz " "$(keys t)"
expect_status 0 "$INDEX_BIN" --extract t
expect_err_lines 1
expect_err '5 files of other kinds left alone (README 3, .jpg 2); name one to index it'
expect_equal "a named file is taken whatever its ending" "t/notes.md t/README " "$(keys t/notes.md t/README)"
expect_equal "a slash at the end" "t/a/readmes.txt t/a/x.txt " "$(keys t/a/)"
expect_equal "slashes doubled" "t/a/readmes.txt t/a/x.txt " "$(keys t//a///)"
expect_equal "./ as given" "./t/a/readmes.txt ./t/a/x.txt " "$(keys ./t/a)"
expect_equal "hidden, but named" "t/.hidden.txt t/.git/config.txt " "$(keys t/.hidden.txt t/.git)"
cd t/a || exit
expect_equal "a point" "./readmes.txt ./x.txt " "$(keys .)"
expect_equal "two points" "../B.txt " "$(keys .. | cut -d ' ' -f 1) "
cd ../..
expect_equal "a path twice" "t/a.txt " "$(keys t/a.txt t/a.txt)"
echo 'Words in a file with a dash.' > ./-d.txt
expect_equal "a name with a dash" "-d.txt " "$(keys -- -d.txt)"

# Links: followed; loops are survived and said.
mkdir -p l/real
put l/real/one.txt
ln -s real l/zlink
ln -s .. l/real/up
ln -s one.txt l/real/two.txt
ln -s nowhere l/real/broken.txt
ln -s ../../l l/real/self
expect_status 1 "$INDEX_BIN" --extract l
expect_equal "keys with links" "l/real/one.txt l/real/two.txt " "$(jq -r .key "$OUT" | tr '\n' ' ')"
expect_err 'l/real/up: is a link back to a folder above it; not followed'
expect_err 'l/real/self: is a link back to a folder above it; not followed'
expect_err 'l/zlink: is a link to a folder that was read already; not followed'
expect_err 'l/real/broken.txt: is a link to nothing; left out'
expect_err_lines 4
put far/f.txt
ln -s ../far l/afar
expect_equal "a link to another folder" "l/afar/f.txt " "$(keys l | cut -d ' ' -f 1) "

# Two to the power of thirty ways through linked folders.
mkdir w
i=0
while [ $i -lt 30 ]; do
    put w/$i/f.txt
    ln -s ../$((i + 1)) w/$i/x
    ln -s ../$((i + 1)) w/$i/y
    i=$((i + 1))
done
mkdir w/30
run timeout 60 "$INDEX_BIN" --extract w
check "it ends" test "$STATUS" -ne 124

# What is no file: never waited for in a folder, read where it is named.
mkdir s
mkfifo s/pipe.txt
put s/file.txt
expect_status 1 timeout 20 "$INDEX_BIN" --extract s
expect_err 's/pipe.txt: is no regular file; left out'
(cat s/file.txt > s/pipe.txt) &
expect_status 0 timeout 20 "$INDEX_BIN" --extract s/pipe.txt
expect_out 'Some words stand in this file: s/file.txt.'
wait

# Paths longer than the system takes at once.
python3 -c '
import os
os.mkdir("long"); os.chdir("long")
for i in range(30): os.mkdir("d" * 200); os.chdir("d" * 200)
open("w.txt", "w").write("Words at the bottom of a deep well.")'
expect_status 0 "$INDEX_BIN" --extract long
expect_out_lines 1
expect_equal "the key is the whole path" 6040 "$(jq -r '.key | length' "$OUT")"

# An index among the files is no source.
put i/f.txt
expect_status 0 "$INDEX_BIN" -q -d i/dossier.idx i
expect_err_lines 0
expect_status 0 "$INDEX_BIN" -q -d i/dossier.idx i
expect_err_lines 0

# A folder with nothing in it.
mkdir nothing
expect_status 0 "$INDEX_BIN" -d n.idx nothing
expect_err '0 articles added'
