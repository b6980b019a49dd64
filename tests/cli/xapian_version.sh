#!/bin/sh
# xapian_version.sh: an index in Xapian that is laid out in another way is refused, read or written, and said to be so.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

command -v xapian-metadata > /dev/null || { skip "there is no xapian-metadata"; exit; }

printf 'A title\n\nThe doors stood open.\n' > a.txt
expect_status 0 "$INDEX_BIN" -q --backend xapian a.txt
expect_status 0 "$QUERY_BIN" door
for version in 1 3 ''; do
    xapian-metadata set dossier.idx/data-1 v "$version"
    expect_status 2 "$QUERY_BIN" door
    expect_err_lines 1
    expect_err 'was made by another version: index the articles again'
    expect_status 2 "$INDEX_BIN" -q a.txt
    expect_err_lines 1
    expect_err 'was made by another version: index the articles again'
done
xapian-metadata set dossier.idx/data-1 v 2
expect_status 0 "$QUERY_BIN" door
