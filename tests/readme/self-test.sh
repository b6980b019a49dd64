#!/bin/sh
# self-test.sh: tests/readme.sh itself: good.md passes, each block of bad.md is found out, and nothing else is.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/../cli/lib.sh"

expect_status 0 "$ROOT/tests/readme.sh" "$ROOT/tests/readme/good.md"
expect_out 'skipped: good.md line 58 (sh): it would take a network'
expect_out '8 passed, 0 failed'
expect_err_lines 0

expect_status 1 "$ROOT/tests/readme.sh" "$ROOT/tests/readme/bad.md"
expect_out 'line 3 (sh): exit status 3'
expect_out '    | status'
expect_out 'line 8 (text): the example printed something else'
expect_out 'line 12 (console): the commands printed something else'
expect_out '    | -right word'
expect_out '    | +wrong word'
expect_out 'line 19 (console)'
expect_out 'line 24 (python): exit status 1'
expect_out 'line 29 (text): no such mark: test: outptu'
expect_out '1 passed, 6 failed'

echo 'No example.' > none.md
expect_status 1 "$ROOT/tests/readme.sh" none.md
expect_out '0 passed, 1 failed'
expect_status 1 "$ROOT/tests/readme.sh" not-there.md
expect_out 'not-there.md: not there'
