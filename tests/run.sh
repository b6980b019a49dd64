#!/bin/sh
# run.sh TEST...: runs test programs and scripts one after the other, and counts.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A test counts as what it reports: a cmocka program its tests, a script whose last line is "N passed, N failed" those,
# anything else one.  One that exits with a failure without reporting one (a crash, a leak, the time limit) is one
# failure more.  The last line is "N passed, N failed"; the exit status is 0 where none failed and some passed.
# TEST_TIMEOUT: seconds for each test (120).
set -u

limit=${TEST_TIMEOUT:-120}
build=${BUILD:-build}
log=$(mktemp "${TMPDIR:-/tmp}/dossier-run.XXXXXX") || exit 2
trap 'rm -f "$log"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
passed=0
failed=0

# sum WORD: of the numbers in cmocka's closing lines, "[  WORD  ] N test(s)...", one for each group of tests.
sum() {
    sed -nE "s/^\\[  $1  \\] (.*[^0-9])?([0-9]+) test\\(s\\)[.,].*/\\2/p" "$log" | awk '{ n += $1 } END { print n + 0 }'
}

for test in "$@"; do
    name=${test#"$build"/}
    name=${name#build/}
    began=$(date +%s)
    case $test in /*) ;; *) test=./$test ;; esac
    if [ ! -e "$test" ]; then
        echo "no such test" > "$log"
        status=127
    elif [ -x "$test" ]; then
        timeout -k 10 "$limit" "$test" < /dev/null > "$log" 2>&1
        status=$?
    else
        timeout -k 10 "$limit" sh "$test" < /dev/null > "$log" 2>&1
        status=$?
    fi
    took=$(($(date +%s) - began))
    [ "$status" -ne 124 ] && [ "$status" -ne 137 ] || echo "stopped after $limit seconds" >> "$log"

    if grep -aq '^\[==========\] .*test(s) run\.$' "$log"; then
        good=$(sum PASSED)
        bad=$(sum FAILED)
    else
        last=$(tail -n 1 "$log" | grep -axE '[0-9]+ passed, [0-9]+ failed')
        good=${last%% *}
        bad=${last##*, }
        bad=${bad%% *}
        if [ -z "$last" ]; then
            good=$((status == 0))
            bad=0
        fi
    fi
    # From 124 on: the time limit, or a signal.
    if [ "$status" -ge 124 ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        bad=$((bad + 1))
    fi
    passed=$((passed + good))
    failed=$((failed + bad))

    note="$good"
    [ "$took" -lt 5 ] || note="$note, $took s"
    if [ "$status" -eq 0 ] && [ "$bad" -eq 0 ]; then
        echo "ok      $name ($note)"
        grep -aE '^(skipped: |\[  SKIPPED \] [a-z])' "$log" | awk '!seen[$0]++ { print "        " $0 }'
    else
        echo "FAILED  $name (exit status $status)"
        sed 's/^/        /' "$log"
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
