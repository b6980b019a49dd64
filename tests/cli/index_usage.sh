#!/bin/sh
# dossier-index: its options, its exit statuses, its own errors.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

echo 'A text about harbors and tides.' > a.txt

expect_status 0 "$INDEX_BIN" --help
expect_out 'usage: dossier-index'
for option in --index --backend --format --lang --extract --prune --filter --filter-timeout --keep-all --threads --memory --optimize --check --quiet --help --version; do
    expect_out "$option"
done
expect_err_lines 0
expect_status 0 "$INDEX_BIN" --version
expect_out 'dossier-index '

expect_status 2 "$INDEX_BIN"
expect_err "no PATH was given; try 'dossier-index --help'"
expect_err_lines 1
expect_status 2 "$INDEX_BIN" --nonsense a.txt
expect_err "try 'dossier-index --help'"
expect_err_lines 1
expect_status 2 "$INDEX_BIN" --format pdf a.txt
expect_err "option '--format' takes auto, text, html, markdown, mail or jsonl"
expect_status 2 "$INDEX_BIN" --lang klingon a.txt
expect_err 'klingon'
expect_err_lines 1
expect_status 2 "$INDEX_BIN" --lang auto:klingon a.txt
expect_err_lines 1
expect_status 2 "$INDEX_BIN" --backend papyrus a.txt
expect_err 'papyrus'
expect_status 2 "$INDEX_BIN" --threads 0 a.txt
expect_err_lines 1
expect_status 2 "$INDEX_BIN" --filter-timeout 0 a.txt
expect_err_lines 1
expect_status 2 "$INDEX_BIN" --filter pdf a.txt
expect_err "\"pdf\" is no filter: one is an ending, \"=\" and a command, such as 'pdf=pdftotext - -'"
expect_err_lines 1
expect_status 2 "$INDEX_BIN" --filter 'pdf= ' a.txt
expect_err 'the filter "pdf= " has no command behind its "="'
expect_status 2 "$INDEX_BIN" --filter 'pdf=echo "x' a.txt
expect_err 'has a quotation mark that is not closed'
expect_status 2 "$INDEX_BIN" -d
expect_err_lines 1
refute "bad usage makes no index" test -e dossier.idx

# Where the index is.
expect_status 0 "$INDEX_BIN" a.txt
expect_out_lines 0
expect_err_lines 1
expect_err '1 article added'
expect_err './dossier.idx has 1 article in 1 passage'
check "the default index" test -d dossier.idx
DOSSIER_INDEX=env.idx
export DOSSIER_INDEX
expect_status 0 "$INDEX_BIN" -q a.txt
expect_err_lines 0
check "the index that the environment names" test -d env.idx
expect_status 0 "$INDEX_BIN" -q -d opt.idx a.txt
check "the index that -d names" test -d opt.idx
expect_status 0 "$INDEX_BIN" -q --index=opt2.idx --threads 2 -- a.txt
check "the index that --index names" test -d opt2.idx
unset DOSSIER_INDEX

# Settings of an index that is there.
expect_status 2 "$INDEX_BIN" -q --lang german a.txt
expect_err_lines 1
expect_status 0 "$INDEX_BIN" -q --lang english a.txt
expect_status 0 "$INDEX_BIN" -q --lang german -d de.idx a.txt
expect_status 2 "$INDEX_BIN" -q -d a.txt a.txt
expect_err_lines 1
expect_status 2 "$INDEX_BIN" -q -d no/such/place.idx a.txt
expect_err_lines 1

# An index that could not be made leaves nothing behind.
expect_status 2 "$INDEX_BIN" -q -d fresh.idx nothere.txt
refute "no index of nothing" test -e fresh.idx

# Options after paths, flags in a cluster.
expect_status 0 "$INDEX_BIN" a.txt -qd late.idx
check "options after paths" test -d late.idx

# Standard output that takes nothing.
if [ -w /dev/full ]; then
    expect_status 2 sh -c "'$INDEX_BIN' --extract a.txt > /dev/full"
    expect_err 'cannot write to standard output: No space left on device'
    expect_err_lines 1
else
    skip "a full device"
fi
expect_status 0 "$INDEX_BIN" --extract --lang auto a.txt
