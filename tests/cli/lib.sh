# lib.sh: what the command-line tests share.  POSIX sh, to be read with "." from each tests/cli/*.sh.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A test is a script that begins so, and needs nothing at its end:
#
#     #!/bin/sh
#     # test_limit.sh: -n and --offset.
#     . "$(dirname "$0")/lib.sh"
#
#     printf 'A title\n\nSome words.\n' > a.txt
#     expect_status 0 "$INDEX_BIN" -q a.txt
#     expect_err_lines 0
#     expect_status 0 "$QUERY_BIN" -n 1 words
#     expect_out 'A title'
#     check "the index is a folder" test -d dossier.idx
#
# make check runs every tests/cli/*.sh but this one.  By hand: tests/cli/test_limit.sh, or with another build folder
# BUILD=build/sanitize tests/cli/test_limit.sh.
#
# What a script has:
#   $INDEX_BIN $QUERY_BIN   the two programs, as absolute paths (in $BUILD, by default build/)
#   $ROOT                   the project's folder: "$ROOT/corpus" and the like
#   $TMP                    an empty folder of its own: the script starts in it, and it is removed at the end
#   $OUT $ERR $STATUS       files with what the last expect_status (or run) printed, and its exit status; they stand
#                           outside $TMP, so that a test may index all of it
#   $SANITIZED              1 under make check-sanitize, else 0: for tests that limit memory, which sanitizers reserve
# The locale is C.UTF-8; DOSSIER_INDEX, NO_COLOR, TERM and COLUMNS are not set, unless the script sets them.
#
# What it may call.  Each, but run and skip, is one check: it counts, says what was wrong, and returns 0 or 1.  A script
# goes on after a failed check (expect_status ... || exit where that makes no sense) and then exits with 1; so do
# one that made no check at all, and one whose last command fails.
#   run COMMAND...                  runs it with $OUT, $ERR and $STATUS; no check; returns 0.  Standard input is the
#                                   caller's: run sort < list.  For a pipeline: run sh -c '... | ...'
#   expect_status N COMMAND...      as run, and it exits with N
#   expect_out TEXT   refute_out TEXT        $OUT has TEXT somewhere within a line (a fixed string); has it nowhere
#   expect_err TEXT   refute_err TEXT        likewise $ERR
#   expect_out_lines N   expect_err_lines N  how many lines it has
#   expect_out_is TEXT                       $OUT is TEXT and a line end, or empty for ''
#   expect_equal WHAT WANTED FOUND           two strings
#   check WHAT COMMAND...                    the command exits with 0: check "valid JSON" jq -e . "$OUT"
#   refute WHAT COMMAND...                   the command exits with something else
#   expect_manual FILE                       mandoc and groff, if installed, have no warning for it: two checks each
#   skip WHY                                 says what cannot be tested here (as root, say); not a check, returns 0

set -u
LC_ALL=C.UTF-8
export LC_ALL
unset DOSSIER_INDEX NO_COLOR TERM COLUMNS CDPATH

ROOT=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 2
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$ROOT/$BUILD ;; esac
INDEX_BIN=$BUILD/dossier-index
QUERY_BIN=$BUILD/dossier-query
SANITIZED=${SANITIZED:-0}
STATUS=0

lib_dir=$(mktemp -d "${TMPDIR:-/tmp}/dossier-test.XXXXXX") || exit 2
TMP=$lib_dir/tmp
OUT=$lib_dir/out
ERR=$lib_dir/err
mkdir "$TMP" && : > "$OUT" && : > "$ERR" && cd "$TMP" || exit 2
lib_passed=0
lib_failed=0
lib_command=

lib_end() {
    lib_status=$?
    trap - EXIT
    cd /
    chmod -R u+rwX "$lib_dir" 2> /dev/null
    rm -rf "$lib_dir"
    if [ "$lib_status" -ne 0 ] && [ "$lib_failed" -eq 0 ]; then
        echo "FAILED: the script ended with status $lib_status"
        lib_failed=1
    elif [ $((lib_passed + lib_failed)) -eq 0 ]; then
        echo "FAILED: the script made no check"
        lib_failed=1
    fi
    echo "$lib_passed passed, $lib_failed failed"
    [ "$lib_failed" -eq 0 ] || exit 1
    exit 0
}
trap lib_end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

lib_pass() {
    lib_passed=$((lib_passed + 1))
    return 0
}

# The first lines of a file, set in.
lib_show() {
    [ -s "$2" ] || return 0
    echo "    $1"
    head -n 20 "$2" | cut -c 1-400 | sed 's/^/    | /'
    lib_lines=$(wc -l < "$2")
    [ "$lib_lines" -le 20 ] || echo "    | ... ($lib_lines lines)"
}

# Says what was wrong, and with which command.
lib_fail() {
    lib_failed=$((lib_failed + 1))
    echo "FAILED: $1"
    if [ -n "$lib_command" ]; then
        echo "    after: $lib_command"
        echo "    exit status: $STATUS"
        lib_show "standard output:" "$OUT"
        lib_show "standard error:" "$ERR"
    fi
    return 1
}

run() {
    lib_command=$*
    "$@" > "$OUT" 2> "$ERR" && STATUS=0 || STATUS=$?
    return 0
}

expect_status() {
    lib_wanted=$1
    shift
    run "$@"
    if [ "$STATUS" -eq "$lib_wanted" ]; then lib_pass; else lib_fail "exit status is not $lib_wanted"; fi
}

# -e: a text may begin with "-".  -a: a NUL in the output does not hide it.
expect_out() {
    if grep -aqF -e "$1" "$OUT"; then lib_pass; else lib_fail "not in standard output: $1"; fi
}

refute_out() {
    if grep -aqF -e "$1" "$OUT"; then lib_fail "in standard output: $1"; else lib_pass; fi
}

expect_err() {
    if grep -aqF -e "$1" "$ERR"; then lib_pass; else lib_fail "not in standard error: $1"; fi
}

refute_err() {
    if grep -aqF -e "$1" "$ERR"; then lib_fail "in standard error: $1"; else lib_pass; fi
}

expect_out_lines() {
    lib_lines=$(wc -l < "$OUT")
    if [ "$lib_lines" -eq "$1" ]; then lib_pass; else lib_fail "standard output has $lib_lines lines, not $1"; fi
}

expect_err_lines() {
    lib_lines=$(wc -l < "$ERR")
    if [ "$lib_lines" -eq "$1" ]; then lib_pass; else lib_fail "standard error has $lib_lines lines, not $1"; fi
}

expect_out_is() {
    if [ -z "$1" ]; then : > "$lib_dir/wanted"; else printf '%s\n' "$1" > "$lib_dir/wanted"; fi
    if cmp -s "$lib_dir/wanted" "$OUT"; then lib_pass; else lib_fail "standard output is not: $1"; fi
}

expect_equal() {
    if [ "$2" = "$3" ]; then
        lib_pass
    else
        lib_command=
        lib_fail "$1
    wanted: $2
    found:  $3"
    fi
}

expect_manual() {
    if command -v mandoc > /dev/null; then
        expect_status 0 mandoc -Tlint -Wwarning "$1"
        expect_out_is ''
    else
        skip "mandoc is not installed"
    fi
    if command -v groff > /dev/null; then
        expect_status 0 groff -man -ww -z -Tutf8 "$1"
        expect_err_lines 0
    else
        skip "groff is not installed"
    fi
}

# Both show what the command said only where that matters.
check() {
    lib_what=$1
    shift
    if "$@" > "$lib_dir/said" 2>&1; then
        lib_pass
    else
        lib_fail "$lib_what"
        echo "    by: $*"
        lib_show "which said:" "$lib_dir/said"
        return 1
    fi
}

refute() {
    lib_what=$1
    shift
    if "$@" > "$lib_dir/said" 2>&1; then
        lib_fail "$lib_what"
        echo "    by: $*"
        lib_show "which said:" "$lib_dir/said"
        return 1
    else
        lib_pass
    fi
}

skip() {
    echo "skipped: $1"
    return 0
}
