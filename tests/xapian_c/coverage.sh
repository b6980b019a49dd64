#!/bin/sh
# coverage.sh: fails when a function that xapian_c.h declares is called by no test. Needs no build.
# SPDX-License-Identifier: GPL-2.0-or-later
cd "$(dirname "$0")" || exit 2
header=../../include/xapian_c.h
declared=$(sed -n 's/^XAPIAN_C_API.*[ *]\(xapian_[a-z0-9_]*\)(.*/\1/p' "$header" | sort -u)
called=$(cat ./*.c ./*.h | sed -e 's@/\*.*\*/@@' -e '/\/\*/,/\*\//d' |
    grep -o 'xapian_[a-z0-9_]*(' | tr -d '(' | sort -u)
total=0
missing=0
for name in $declared; do
    total=$((total + 1))
    if ! printf '%s\n' "$called" | grep -qx "$name"; then
        echo "$name: declared in xapian_c.h, called by no test" >&2
        missing=$((missing + 1))
    fi
done
marked=$(grep -c '^XAPIAN_C_API' "$header")
if [ "$total" -ne "$marked" ] || [ "$total" -eq 0 ]; then
    echo "xapian_c.h: $marked declarations, but only $total names understood" >&2
    exit 1
fi
echo "$((total - missing)) of $total functions are called by tests"
[ "$missing" -eq 0 ]
