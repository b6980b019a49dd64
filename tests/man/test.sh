#!/bin/sh
# test.sh: the manual pages: they render without a warning, say what the programs say, and their examples hold.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# An example is what stands between .EX and .EE below EXAMPLES; it is run as a console block of tests/readme.sh.  A
# duration ("in 0.1 s") stands for any.
. "$(dirname "$0")/../cli/lib.sh"

pages="$BUILD/man/dossier-index.1 $BUILD/man/dossier-query.1"

# ---- form
for page in $pages; do
    name=${page##*/}
    check "$name: no placeholder is left" sh -c '! grep -n "@[A-Z]*@" "$1"' - "$page"
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS OUTPUT 'EXIT STATUS' ENVIRONMENT FILES EXAMPLES 'SEE ALSO'; do
        check "$name has $section" grep -qxF ".SH $section" "$page"
    done
    expect_manual "$page"
    if command -v man > /dev/null; then
        expect_status 0 env MANWIDTH=80 MANPAGER=cat man --warnings -l "$page"
        expect_err_lines 0
        expect_out 'EXAMPLES'
    else
        skip "man is not installed"
    fi
done

# ---- the options: all of them, in the words of --help
for program in index query; do
    page=$BUILD/man/dossier-$program.1
    "$BUILD/dossier-$program" --help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE '[-][-][a-z-]+' | sort > "$TMP/helped"
    grep -A 1 -x '\.TP' "$page" | sed 's/\\f[BIR]//g; s/\\-/-/g' | grep -oE '[-][-][a-z-]+' | sort > "$TMP/paged"
    check "options of dossier-$program are found" test "$(wc -l < helped)" -gt 10
    expect_equal "options of dossier-$program" "$(cat helped)" "$(cat paged)"
done
expect_equal "choices" 'One of text, json, trec, tsv, vimgrep or html.' \
    "$(tr '\n' ' ' < "$BUILD/man/dossier-query.1" | sed 's/\\f[BIR]//g' | grep -oE 'One of text,[^.]*\.')"

# ---- the output: each placeholder and each column, in their order
run "$QUERY_BIN" --template '{?}' x
sed 's/.*known are //; s/ and /, /; s/, /\n/g' "$ERR" > known
sed -n 's/^\.B {\(.*\)}$/\1/p' "$BUILD/man/dossier-query.1" > paged
expect_equal "placeholders" "$(cat known)" "$(cat paged)"
echo '{"_id":"1","text":"A door."}' > one.jsonl
expect_status 0 "$INDEX_BIN" -q -d one.idx one.jsonl
run "$QUERY_BIN" -d one.idx --format tsv --header door
expect_equal "columns" "$(head -n 1 "$OUT" | tr '\t' ' ')" \
    "$(sed -n '/^\.SS tsv$/,/^which/s/^\.IR* \([a-z]*\).*/\1/p' "$BUILD/man/dossier-query.1" | paste -sd ' ')"

# ---- the examples
for page in $pages; do
    awk '
        /^\.SH / { inside = $2 == "EXAMPLES" }
        inside && /^\.EX/ { print "```console"; taken = 1; next }
        inside && /^\.EE/ { print "```\n"; taken = 0; next }
        taken' "$page" |
        sed "s/\\\\-/-/g; s/\\\\(aq/'/g; s/\\\\(pc/·/g; s/\\\\&//g; s/\\\\e/\\\\/g; s/ in [0-9.]* s)/ in ... s)/" \
        > "${page##*/}.md"
    check "${page##*/} has examples" grep -q '^\$ ' "${page##*/}.md"
    # Not by run: what they print says what was wrong.
    "$ROOT/tests/readme.sh" "$TMP/${page##*/}.md" > examples && status=0 || status=$?
    [ $status -eq 0 ] || cat examples
    expect_equal "examples of ${page##*/}" 0 $status
done
