#!/bin/sh
# dossier-index: --check and --optimize of an index as it is, and --memory.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

size_of() { # FOLDER
    find "$1" -type f -exec cat {} + | wc -c
}
# The largest file of an index's data.
largest() { # FOLDER
    find "$1"/data-* -type f -printf '%s %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-
}

expect_status 0 "$INDEX_BIN" -q -d whole.idx "$ROOT/corpus"
"$QUERY_BIN" -d whole.idx -n 50 --format json open door > before.json

# ---- a sound index
expect_status 0 "$INDEX_BIN" -d whole.idx --check
expect_out_lines 0
expect_err_lines 1
articles=$("$QUERY_BIN" -d whole.idx --format json --group article -n 1 date:..2100 | jq 'select(.type == "summary").matched')
check "articles are counted" test "$articles" -gt 20
check "what is sound" grep -Eq '^whole\.idx: sound: [0-9]+ articles in [0-9]+ passages$' "$ERR"
expect_status 0 "$INDEX_BIN" -q -d whole.idx --check
expect_out_lines 0
expect_err_lines 0
DOSSIER_INDEX=whole.idx expect_status 0 "$INDEX_BIN" --check
expect_err 'whole.idx: sound: '
mkdir new
echo 'One text.' > new/one.txt
expect_status 0 "$INDEX_BIN" -q -d one.idx new
expect_status 0 "$INDEX_BIN" -d one.idx --check
expect_err 'one.idx: sound: 1 article in 1 passage'

# ---- what is damaged is named on standard output, and there is a summary of it
for how in cut garbage emptied; do
    rm -rf bad.idx
    cp -R whole.idx bad.idx
    file=$(largest bad.idx)
    case $how in
    cut) truncate -s 10000 "$file" ;;
    garbage) seq 100000 | head -c "$(wc -c < "$file")" > garbage && cat garbage > "$file" ;;
    emptied) : > "$file" ;;
    esac
    expect_status 2 "$INDEX_BIN" -d bad.idx --check
    check "each fault says where ($how)" test "$(grep -c '^bad\.idx/data-' "$OUT")" = "$(wc -l < "$OUT")"
    check "there is a fault ($how)" test -s "$OUT"
    expect_err 'dossier-index: bad.idx: is damaged, '
    expect_err_lines 1
    expect_status 2 "$INDEX_BIN" -q -d bad.idx --check
done
expect_status 2 sh -c "'$INDEX_BIN' -d bad.idx --check > /dev/null 2>&1"
if [ -w /dev/full ]; then
    expect_status 2 sh -c "'$INDEX_BIN' -d bad.idx --check > /dev/full"
    expect_err 'cannot write to standard output'
fi

# ---- each table of the Xapian backend, also one that libxapian takes for one that need not be there
expect_status 0 "$INDEX_BIN" -q -d x.idx --backend xapian "$ROOT/corpus"
for table in docdata postlist termlist; do
    rm -rf bad.idx
    cp -R x.idx bad.idx
    rm bad.idx/data-*/"$table.glass"
    expect_status 2 "$INDEX_BIN" -d bad.idx --check
    expect_err_lines 1
done

# ---- what is no index, or cannot be read
expect_status 2 "$INDEX_BIN" -d nothere --check
expect_err 'nothere: is no index'
expect_err_lines 1
expect_status 2 "$INDEX_BIN" -d new --check
expect_err 'new: is no index'
rm -rf bad.idx
cp -R whole.idx bad.idx
rm -rf bad.idx/data-*
expect_status 2 "$INDEX_BIN" -d bad.idx --check
expect_err_lines 1
cp -R one.idx old.idx
sed 's/^dossier-index .*/dossier-index 999/' one.idx/dossier > old.idx/dossier
expect_status 2 "$INDEX_BIN" -d old.idx --check
expect_err 'version 999'
expect_out_lines 0

# ---- optimizing: as small as it gets, and the same answers
cp -R whole.idx copy
expect_status 0 "$INDEX_BIN" -d whole.idx --optimize
expect_out_lines 0
expect_err_lines 1
check "what was done" grep -Eq '^whole\.idx: optimized: [0-9]+ articles in [0-9]+ passages, .*B, before .*B \(in .* s\)$' "$ERR"
"$QUERY_BIN" -d whole.idx -n 50 --format json open door > after.json
expect_equal "answers" "$(cat before.json)" "$(cat after.json)"
expect_status 0 "$INDEX_BIN" -d whole.idx --check
expect_status 0 "$INDEX_BIN" -q -d whole.idx --optimize --threads 1 --memory 64M
expect_err_lines 0

# Of articles that were removed nothing is left: it is no larger than an index of the others.
mkdir many
for i in $(seq 300); do
    seq -f "w${i}x%g" -s ' ' 300 > "many/$i.txt"
done
expect_status 0 "$INDEX_BIN" -q -d many.idx many
full=$(size_of many.idx)
find many -name '*[0-46-9].txt' -exec rm {} +
expect_status 0 "$INDEX_BIN" -q -d many.idx --prune many
expect_status 0 "$INDEX_BIN" -q -d many.idx --optimize
check "an optimized index of a tenth of the articles is small" test "$(size_of many.idx)" -lt $((full / 3))
expect_status 1 "$QUERY_BIN" -d many.idx w1x1
expect_status 0 "$QUERY_BIN" -d many.idx w5x1
expect_status 0 "$INDEX_BIN" -d many.idx --check
expect_err 'many.idx: sound: 30 articles in '

# With paths: they are read first.
echo 'Another text about zeppelins.' > new/two.txt
expect_status 0 "$INDEX_BIN" -d one.idx --optimize new
expect_err '1 article added'
expect_err 'one.idx has 2 articles in 2 passages, optimized'
expect_status 0 "$QUERY_BIN" -d one.idx zeppelins
expect_status 0 "$INDEX_BIN" -d one.idx --optimize new
expect_err 'one.idx has 2 articles in 2 passages, optimized'
expect_status 0 "$INDEX_BIN" -q -d fresh.idx --optimize new
expect_status 0 "$QUERY_BIN" -d fresh.idx zeppelins

# Nothing is made where there is no index, and one of other settings is left as it is.
expect_status 2 "$INDEX_BIN" -d nothere --optimize
expect_err 'nothere: is no index'
expect_err_lines 1
refute "no index is made" test -e nothere
expect_status 2 "$INDEX_BIN" -d new --optimize
refute "nothing is put beside other files" test -e new/dossier
expect_status 2 "$INDEX_BIN" -d one.idx --optimize --lang german
expect_err_lines 1

# ---- what does not go together
for options in '--check new' '--check --optimize' '--check --extract'; do
    # shellcheck disable=SC2086
    expect_status 2 "$INDEX_BIN" -d one.idx $options
    expect_err '--check goes with no PATH, --optimize or --extract'
    expect_err_lines 1
done
expect_status 2 "$INDEX_BIN" -d one.idx --extract --optimize new
expect_err '--extract and --optimize do not go together'

# ---- sizes
for size in 32M 33554432 40000k 2g 1024G; do
    expect_status 0 "$INDEX_BIN" -q -d "memory-$size.idx" --memory "$size" new
done
for size in '' 0 31M 1 1025G 99999999999999999999G 1T 64MB -1 1.5G lots; do
    expect_status 2 "$INDEX_BIN" -q -d memory.idx "--memory=$size" new
    expect_err "option '--memory' takes a size from 32M to 1024G, such as 512M (bytes, or with K, M or G), not '$size'"
    expect_err_lines 1
done
refute "no index" test -e memory.idx
