#!/bin/sh
# query_excerpts.sh: how much of a passage is shown: --sentences, --context, --whole; and questions.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > fort.txt <<'END'
The fort

Colonists came by sea. They built a fort on an island. It was an attempt at a settlement. The fort fell in 1560 to a
fleet. Its captives wrote a document. Nothing more is known.
END
expect_status 0 "$INDEX_BIN" -q fort.txt || exit 1

# The sentence that has the kind of thing asked for comes first.
expect_status 0 "$QUERY_BIN" -s 1 'When did the fort fall?'
expect_out 'The fort fell in 1560 to a fleet.'
refute_out 'They built'

# Neighbours, in text, in JSON, and where they run into each other.
expect_status 0 env COLUMNS=200 "$QUERY_BIN" -s 1 --context 1 captives
expect_out 'The fort fell in 1560 to a fleet. Its captives wrote a document. Nothing more is known.'
refute_out 'attempt'
expect_status 0 env COLUMNS=200 "$QUERY_BIN" -s 2 --context 1 sea known
expect_out 'Colonists came by sea. They built a fort on an island. … Its captives wrote a document. Nothing more is known.'
expect_status 0 "$QUERY_BIN" --format json -s 1 --context 1 captives
check "each line is JSON" jq -e . "$OUT"
expect_equal "one excerpt, with its neighbours" \
    'The fort fell in 1560 to a fleet. Its captives wrote a document. Nothing more is known.' \
    "$(jq -r 'select(.type == "hit") | .passage.text[.excerpts[0].start:.excerpts[0].end] | gsub("\n"; " ")' "$OUT")"
expect_equal "one sentence" 1 "$(jq 'select(.type == "hit") | .sentences | length' "$OUT")"
expect_status 0 "$QUERY_BIN" --format json captives
refute_out '"excerpts"'

# The whole passage, also where the words stand in the title alone.
expect_status 0 env COLUMNS=250 "$QUERY_BIN" --whole captives
expect_out 'Colonists came by sea. They built a fort on an island. It was an attempt'
expect_out 'Nothing more is known.'
expect_status 0 "$QUERY_BIN" --format json --whole captives
expect_equal "all of it is one excerpt" true \
    "$(jq 'select(.type == "hit") | .excerpts == [{"start": 0, "end": (.passage.text | utf8bytelength)}]' "$OUT")"

expect_status 2 "$QUERY_BIN" --context -1 fort
expect_err "option '--context' takes a whole number from 0 to"
expect_status 2 "$QUERY_BIN" --whole=1 fort
expect_err "option '--whole' takes no value"
