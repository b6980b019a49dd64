#!/bin/sh
# dossier-index --extract: what is taken for the article, in its title, author, date, body and teasers.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

field() { sed -n "${2:-1}p" "$OUT" | jq -r "$1"; } # of the article on that line

# Clean text: title, standfirst, byline, date, paragraphs.
cat > clean.txt <<'END'
The Bridge at Low Water

Nobody had looked under it for forty years.

By Anna Keller
14 July 2022

The river fell in June, and by the end of the month the piers stood in mud. Children walked where barges had gone.

"It will come back," said the lock keeper. It did not.

No.

The engineers arrived in August with drills and a tent. They stayed for three weeks and left without a word to anyone.
END
expect_status 0 "$INDEX_BIN" --extract clean.txt
expect_err_lines 0
expect_out_lines 1
check "it is JSON" jq -e . "$OUT"
expect_equal "the fields and their order" \
    "type key title standfirst author date lang source text passages sentences" \
    "$(jq -r 'keys_unsorted | join(" ")' "$OUT")"
expect_equal title "The Bridge at Low Water" "$(field .title)"
expect_equal standfirst "Nobody had looked under it for forty years." "$(field .standfirst)"
expect_equal author "Anna Keller" "$(field .author)"
expect_equal date 2022-07-14 "$(field .date)"
expect_equal lang english "$(field .lang)"
expect_equal "four paragraphs" 4 "$(jq '.text | split("\n\n") | length' "$OUT")"
expect_equal "a short paragraph stays" No. "$(jq -r '.text | split("\n\n")[2]' "$OUT")"
expect_equal "passages begin at 0" 0 "$(field '.passages[0][0]')"

# A page as scraped: labels, a byline without its name, captions, boxes, a bio and teasers.
ferry='The ferry was delivered in the spring of last year, painted and provisioned, and it has not left the quay'
ferry="$ferry since. The council says that the papers are wrong. The yard says that they were right when signed."
cat > page.txt <<END
Opinion
A view from outside.

The Ferry That Would Not Sail

A harbor town waits for a boat it has already paid for.

By , a lecturer in maritime law at Wexcombe College.
A white ferry lies at a quay in the rain.
A white ferry lies at a quay in the rain.
The ferry Halcyon at its berth in Wexcombe on March 3, 2019. P. ODHIAMBO/GULL PRESS

The Island Crossing

$ferry

$ferry

Advertisement

On the island flour is rationed. Nobody goes hungry, but everyone has an opinion, and the post comes by air.

Nobody goes hungry, but everyone has an opinion

Sign up for our newsletter, delivered on Fridays.

What would it take? A signature, says the harbor master, and a tide. She has seen longer quarrels end.

Ines Marlowe is a lecturer in maritime law at Wexcombe College and the author of two books on salvage.

Join the Conversation

Comments are one of the things that a subscription is for.

Already a subscriber? .

More from The Coast

Two men carry a crate up a slip.
Two men carry a crate up a slip.

Who Pays for the Crane?

The harbor's oldest machine has no owner.

A lamp in a window at night.
A lamp in a window at night.

Lights Out on the Point

The last keeper hands over his keys.
END
expect_status 0 "$INDEX_BIN" --extract page.txt
expect_err_lines 0
expect_out_lines 3
expect_equal title "The Ferry That Would Not Sail" "$(field .title)"
expect_equal standfirst "A harbor town waits for a boat it has already paid for." "$(field .standfirst)"
expect_equal "the bio gives the author" "Ines Marlowe" "$(field .author)"
expect_equal "a caption's date is not the article's" "" "$(field .date)"
expect_equal "three paragraphs" 3 "$(jq -s '.[0].text | split("\n\n") | length' "$OUT")"
for furniture in Opinion Advertisement newsletter 'A white' GULL 'Island Cr' subscri lecturer Conversation; do
    refute "no $furniture in the body" sh -c "jq -r 'select(.source == \"\") | .text' '$OUT' | grep -q '$furniture'"
done
expect_equal "a teaser's title" "Who Pays for the Crane?" "$(field .title 2)"
expect_equal "a teaser's text" "The harbor's oldest machine has no owner." "$(field .text 2)"
expect_equal "a teaser's key" "page.txt#who-pays-for-the-crane" "$(field .key 2)"
expect_equal "a teaser's source" page.txt "$(field .source 2)"
expect_equal "the second teaser" "Lights Out on the Point" "$(field .title 3)"

# Hard-wrapped prose without a title: the lines stay, the paragraphs are one each.
cat > wrapped.txt <<'END'
When the frost came the water froze in the pipes under the school, and for
three days the children were taught in the church hall, where the stove was
older than the vicar and about as warm, and everybody kept their coats on.

Nobody complained. On the fourth day the pipes were thawed with lamps, and
lessons went on where they had been broken off, at the rivers of France and
the first of the Georges.
END
expect_status 0 "$INDEX_BIN" --extract wrapped.txt
expect_equal "two paragraphs" 2 "$(jq '.text | split("\n\n") | length' "$OUT")"
expect_equal "six lines" 7 "$(jq -r .text "$OUT" | wc -l)"
expect_equal "no title" "" "$(field .title)"

# JSON Lines: the text byte for byte, fields as they are.
cat > two.jsonl <<'END'
{"_id":"a","title":"T","text":"Photo: one.\n\nAdvertisement\n\nBy Jane Doe\n","author":["A. B.","C. D."],"lang":"fr"}
{"id":7,"text":"Seven.","date":"July 14, 2022","url":"https://example.org/a"}
END
expect_status 0 "$INDEX_BIN" --extract two.jsonl
expect_out_lines 2
expect_equal "the text as given" '"Photo: one.\n\nAdvertisement\n\nBy Jane Doe\n"' \
    "$(jq -c 'select(.key == "a") | .text' "$OUT")"
expect_equal authors "A. B., C. D." "$(field .author)"
expect_equal "the date as ISO" 2022-07-14 "$(field .date 2)"
expect_equal source https://example.org/a "$(field .source 2)"
expect_equal "a language tag" french "$(field .lang)"
expect_equal "a number as key" 7 "$(field .key 2)"

# gzip by its content, two members, any name; standard input.
gzip -c < clean.txt > clean.bin
expect_status 0 "$INDEX_BIN" --extract clean.bin
expect_equal "title from gzip" "The Bridge at Low Water" "$(field .title)"
{ head -n 1 two.jsonl | gzip -c; tail -n 1 two.jsonl | gzip -c; } > two.jsonl.gz
expect_status 0 "$INDEX_BIN" --extract two.jsonl.gz
expect_out_lines 2
expect_status 0 "$INDEX_BIN" --extract - < two.jsonl
expect_out_lines 2
expect_status 0 "$INDEX_BIN" --extract - < clean.txt
expect_equal "the key of standard input" - "$(field .key)"
expect_status 0 "$INDEX_BIN" --extract --format text two.jsonl
expect_out_lines 1

# A closed pipe ends quietly.
seq 3000 | sed 's/.*/{"_id":&,"text":"Words and more words for number &, to fill a pipe."}/' > many.jsonl
run sh -c "'$INDEX_BIN' --extract many.jsonl | head -n 1"
expect_out_lines 1
expect_err_lines 0
