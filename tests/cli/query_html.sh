#!/bin/sh
# query_html.sh: the pages that dossier-query writes: well formed, self-contained, everything escaped.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"a","title":"<script>alert(1)</script> & \"doors\"","author":"O'Neil <b>","date":"2022-05","url":"javascript:alert(1)","text":"A door & <img src=x onerror=alert(1)> is open.\n\nSecond paragraph. \u001b[31m \u202E And more."}
{"_id":"b","title":"Door","date":"2022-05-18","url":"https://example.org/?a=1&b=\"2","text":"The door of the house."}
END
expect_status 0 "$INDEX_BIN" -q news.jsonl || exit 1

# page.py FILE HITS: elements are closed in order, nothing is loaded or run, and there are so many articles.
cat > page.py <<'END'
import html.parser, sys

ALLOWED = {"html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "h3", "p", "span", "bdi",
           "time", "ol", "li", "article", "a", "mark", "details", "summary"}

class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.count, self.ids = [], {}, set()
    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, tag
        names = [name for name, value in attrs]
        assert len(set(names)) == len(names), attrs
        assert all(not name.startswith("on") and name != "src" for name in names), attrs
        href = dict(attrs).get("href")
        assert href is None or href.startswith("https://example.org/"), href
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag != "meta":
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

text = open(sys.argv[1], encoding="utf-8", newline="").read()
assert text.startswith("<!DOCTYPE html>\n"), text[:40]
assert "url(" not in text and "@import" not in text
assert not any(ord(c) < 32 and c not in "\n\t" for c in text)
page = Page()
page.feed(text)
page.close()
assert page.open == ["html", "body"], page.open  # whose ends may be left out
assert page.count.get("article", 0) == int(sys.argv[2]), page.count
assert page.count["h1"] == 1 and page.count["title"] == 1 and page.count["style"] == 1, page.count
assert page.count.get("time", 0) == page.count.get("article", 0), page.count
END

expect_status 0 "$QUERY_BIN" --format html '<door> &'
check "a page" python3 page.py "$OUT" 2
expect_out '<title>&lt;door&gt; &amp; – Dossier</title>'
expect_out 'prefers-color-scheme:dark'
expect_out '<meta name="viewport" content="width=device-width, initial-scale=1">'
expect_out '<time datetime="2022-05-18">2022-05-18</time>'
expect_out '2 of 2 passages'
expect_out 'The <mark>door</mark> of the house.'
expect_err_lines 0
expect_status 1 "$QUERY_BIN" --format html zilch
check "a page of nothing" python3 page.py "$OUT" 0
expect_out 'Nothing found.'
expect_status 0 "$QUERY_BIN" --format html --group article -n 1 door
expect_out '1 of 2 articles'

# A batch is one page, also where a line of it fails, the first one included.
{
    printf 'q0\t%01048577d\n' 0
    printf 'q1\tdoor\nq<2>\tzilch\nq3\thouse\n'
} > lines.tsv
expect_status 2 "$QUERY_BIN" --format html --batch lines.tsv
check "one page" python3 page.py "$OUT" 3
expect_equal "answers" 4 "$(grep -c '<section class="batch">' "$OUT")"
expect_out '<span class="id">q&lt;2&gt;</span> zilch</h2>'
expect_out '<p class="failed">the line is over 1 MiB and was left out</p>'
