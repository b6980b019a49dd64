#!/bin/sh
# Where the programs find the Xapian backend, which is a shared object of its own, and what they say where they do not.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"
unset DOSSIER_PLUGINS

plug_in=libdossier-xapian.so.0
printf 'Harbours\n\nA text about harbours and tides.\n' > a.txt
expect_status 0 "$INDEX_BIN" -q -d idx --backend xapian a.txt

# Beside the program; in lib beside its bin; by a symbolic link to it, from any folder.
mkdir -p one two/bin two/lib links
cp "$QUERY_BIN" "$BUILD/$plug_in" one
cp "$QUERY_BIN" two/bin
cp "$BUILD/$plug_in" two/lib
ln -s ../two/bin/dossier-query links/dossier-query
for program in one/dossier-query two/bin/dossier-query links/dossier-query "$TMP/links/dossier-query"; do
    expect_status 0 "$program" -d idx tides
    expect_out 'Harbours'
    expect_err_lines 0
done
PATH=$TMP/links:$PATH expect_status 0 sh -c 'cd / && dossier-query -d "$1" tides' sh "$TMP/idx"

# DOSSIER_PLUGINS stands in place of all that, and is an absolute path.
export DOSSIER_PLUGINS
DOSSIER_PLUGINS=$TMP/two/lib
expect_status 0 two/bin/dossier-query -d idx tides
DOSSIER_PLUGINS=$TMP
expect_status 2 one/dossier-query -d idx tides
expect_err "dossier-query: idx: backend xapian: $plug_in is not in the folder that DOSSIER_PLUGINS names ($TMP)"
expect_err_lines 1
expect_out_lines 0
expect_status 2 "$INDEX_BIN" -q -d idx a.txt
expect_err "idx: backend xapian: $plug_in is not in the folder"
expect_status 2 "$INDEX_BIN" -q -d new --backend xapian a.txt
expect_err "backend xapian: $plug_in is not in the folder"
expect_err_lines 1
refute "no index without a backend" test -e new
DOSSIER_PLUGINS=one
expect_status 2 one/dossier-query -d idx tides
expect_err 'DOSSIER_PLUGINS (one) is no absolute path'
expect_err_lines 1
unset DOSSIER_PLUGINS

# Never in the current folder: what stands there is not so much as looked at.
mkdir here alone
cp "$QUERY_BIN" alone
echo 'This is no shared object.' > "here/$plug_in"
run sh -c 'cd here && ../alone/dossier-query -d ../idx tides'
refute_err 'cannot load'
expect_status 0 sh -c 'cd here && ../one/dossier-query -d ../idx tides'
echo 'This is no shared object.' > "alone/$plug_in"
expect_status 2 alone/dossier-query -d idx tides
expect_err 'backend xapian: cannot load it: '
expect_err_lines 1

# What needs no index needs no backend.
expect_status 0 alone/dossier-query --version
expect_status 2 alone/dossier-query -d nothere tides
expect_err 'nothere: is no index'
