#!/bin/sh
# dossier-index: what becomes of Markdown, e-mail, text with a header block, and HTML within JSON Lines.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

field() { jq -r --arg key "$1" "select(.key == \$key) | $2" "$OUT"; }

mkdir in
cat > in/note.md <<'END'
---
title: The Ferry Strike
author: [Ada Example, "Roe, John"]
date: 2023-03-05
url: https://example.org/ferry
---

# The Ferry Strike

The **ferries** have [stopped](https://example.org/stop). Nobody in the *harbor* knows for how long.

![A ferry](ferry.png)

| port | ships |
|------|-------|
| Oslo | 12 |

- One [of][1] the men
- said `no`

[1]: https://example.org/1
END
cat > in/letter.eml <<'END'
From: =?utf-8?Q?J=C3=B6rg_Example?= <joerg@example.org>
To: desk@example.org
Subject: =?iso-8859-1?Q?Gr=FC=DFe?= from
 the quay
Date: Tue, 7 Mar 2023 09:00:00 +0100
Content-Type: multipart/alternative; boundary="sep"

--sep
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The caf=E9 on the quay is closed, and so =
is the ticket office.

--=20
J=F6rg
--sep
Content-Type: text/html

<p>The other part.</p>
--sep--
END
cat > in/release.txt <<'END'
Title: The Port Reopens
Author: The Port Authority
Date: March 9, 2023

The port reopens on Friday. Ferries leave every hour, the authority says, and all tickets are valid.
END
cat > in/pages.jsonl <<'END'
{"_id":"h1","title":"From the record","format":"html","text":"<p>Ships <b>wait</b> outside, and the pilots have gone home for the weekend.</p><p>More &amp; more.</p>"}
{"_id":"h2","html":"<html><head><title>From the page</title></head><body><h1>From the page</h1><p>Tugs are moored along the whole of the northern pier, and no crew is in sight.</p></body></html>"}
{"_id":"h3","text":"<p>Kept as it is.</p>"}
{"_id":"h4","content_type":"text/html; charset=utf-8","text":" "}
END
expect_status 1 "$INDEX_BIN" --extract in
expect_err_lines 1
expect_err 'in/pages.jsonl:4: is a web page with no text in it; left out'
expect_out_lines 6
expect_equal "Markdown: what the front matter says" \
    'The Ferry Strike / Ada Example, Roe, John / 2023-03-05 / https://example.org/ferry' \
    "$(field in/note.md '[.title, .author, .date, .source] | join(" / ")')"
expect_equal "Markdown: the text" \
    'The ferries have stopped. Nobody in the harbor knows for how long. / port | ships / Oslo | 12 / One of the men / said no' \
    "$(field in/note.md '.text | gsub("\n\n"; " / ")')"
expect_equal "e-mail: what the headers say" 'Grüße from the quay / Jörg Example / 2023-03-07' \
    "$(field in/letter.eml '[.title, .author, .date] | join(" / ")')"
expect_equal "e-mail: the text" 'The café on the quay is closed, and so is the ticket office.' \
    "$(field in/letter.eml .text)"
expect_equal "a header block: what it says" 'The Port Reopens / The Port Authority / 2023-03-09' \
    "$(field in/release.txt '[.title, .author, .date] | join(" / ")')"
expect_equal "HTML in a record: its title" 'From the record' "$(field h1 .title)"
expect_equal "HTML in a record: its text" \
    'Ships wait outside, and the pilots have gone home for the weekend. / More & more.' \
    "$(field h1 '.text | gsub("\n\n"; " / ")')"
expect_equal "HTML in a record: the page's title" 'From the page' "$(field h2 .title)"
expect_equal "a record that does not say so" '<p>Kept as it is.</p>' "$(field h3 .text)"

# Found again, at the line where it stands.
expect_status 1 "$INDEX_BIN" -q in
expect_status 0 "$QUERY_BIN" nobody harbor
expect_out 'in/note.md:10'
expect_status 0 "$QUERY_BIN" closed ticket
expect_out 'in/letter.eml:12'
expect_status 0 "$QUERY_BIN" tugs moored
expect_out 'From the page'

# By name, by content, by force; packed.
cp in/note.md ferry.txt
expect_status 0 "$INDEX_BIN" --extract ferry.txt
expect_out '"title":"The Ferry Strike","author":"Ada Example'
expect_status 0 "$INDEX_BIN" --extract --format text ferry.txt
expect_out '**ferries**'
gzip -k in/note.md in/letter.eml
expect_status 0 "$INDEX_BIN" --extract in/note.md.gz in/letter.eml.gz
expect_out '"title":"The Ferry Strike"'
expect_out '"title":"Grüße from the quay"'
expect_status 0 sh -c "'$INDEX_BIN' --extract - < in/letter.eml"
expect_out '"key":"-","title":"Grüße from the quay"'
expect_status 0 sh -c "printf '# A *title*\n\nText.\n' | '$INDEX_BIN' --extract --format markdown -"
expect_out '"title":"A title"'

# Another way of reading reads again: with --keep-all what it left out, and without it what it kept.
printf '<!DOCTYPE html>\n<html><p>Only a menu.</p></html>\n' > menu.html
echo 'A good text that can be indexed.' > good.txt
touch -d '2020-01-01' menu.html good.txt
expect_status 1 "$INDEX_BIN" -q -d k.idx good.txt menu.html
expect_err 'menu.html: is a web page with no article in it; left out'
expect_status 0 "$INDEX_BIN" -q -d k.idx --keep-all good.txt menu.html
expect_status 0 "$QUERY_BIN" -d k.idx menu
expect_status 0 "$INDEX_BIN" -d k.idx --keep-all good.txt menu.html
expect_err '2 files not changed'
