#!/bin/sh
# query_schema.sh: the JSON Schema of the output, held against real output of every kind, and against what is none.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

schema=$ROOT/man/output.schema.json

# schema.py SCHEMA < LINES: validates each line by the keywords that the schema uses; another keyword is an error, so
# that none is passed over.  A field that the schema does not have is an error too: it is to be documented.
cat > schema.py <<'END'
import json, sys

schema = json.load(open(sys.argv[1], encoding="utf-8"))
NOTES = {"$schema", "$defs", "title", "description"}
TYPES = {"string": str, "object": dict, "array": list, "integer": int, "number": (int, float)}

def faults(value, by, where="line"):
    unknown = set(by) - NOTES - {"$ref", "oneOf", "type", "const", "minimum", "minLength", "required", "properties", "items"}
    if unknown:
        sys.exit(f"the schema has keywords that this test does not know: {unknown}")
    if "$ref" in by:
        yield from faults(value, schema["$defs"][by["$ref"].removeprefix("#/$defs/")], where)
    if "oneOf" in by:
        tried = [list(faults(value, one, where)) for one in by["oneOf"]]
        if tried.count([]) != 1:
            yield f"{where}: {tried.count([])} of oneOf: {min(tried, key=len)}"
    if "type" in by and (not isinstance(value, TYPES[by["type"]]) or isinstance(value, bool)):
        yield f"{where}: no {by['type']}: {value!r}"
        return
    if "const" in by and (value != by["const"] or type(value) is not type(by["const"])):
        yield f"{where}: not {by['const']!r}: {value!r}"
    if "minimum" in by and value < by["minimum"]:
        yield f"{where}: under {by['minimum']}: {value!r}"
    if "minLength" in by and len(value) < by["minLength"]:
        yield f"{where}: too short: {value!r}"
    for name in by.get("required", []):
        if name not in value:
            yield f"{where}: no {name}"
    if "properties" in by:
        for name, part in value.items():
            if name in by["properties"]:
                yield from faults(part, by["properties"][name], f"{where}.{name}")
            else:
                yield f"{where}: {name} is not in the schema"
    for i, part in enumerate(value if "items" in by else []):
        yield from faults(part, by["items"], f"{where}[{i}]")

count = 0
for line in sys.stdin:
    count += 1
    found = list(faults(json.loads(line), schema))
    if found:
        sys.exit(f"{found[0]}\n{line}")
sys.exit(count == 0 and "no lines")
END
valid() {
    check "$1" sh -c 'python3 schema.py "$0" < "$1"' "$schema" "$OUT"
}

cp -R "$ROOT/corpus" corpus
printf '{"_id":"odd","title":"\\u0000","date":"May 2022","text":"\\u001b[31m A d\\u00f6\\u00f6r.\\n\\nAnother\\u2028door \\ud83d\\ude00."}\n' > odd.jsonl
printf '{"_id":"title alone","title":"Zanzibar","text":"Nothing of it here."}\n' >> odd.jsonl
expect_status 0 "$INDEX_BIN" -q corpus odd.jsonl || exit 1
check "the schema is JSON" jq -e . "$schema"

expect_status 0 "$QUERY_BIN" --format json -n 500 door war georgia
check "many lines" test "$(wc -l < "$OUT")" -gt 50
valid "one query"
expect_status 0 "$QUERY_BIN" --format json zanzibar
valid "a hit without sentences"
expect_equal "sentences" 0 "$(jq 'select(.type == "hit").sentences | length' "$OUT")"
for rank in bm25 best; do
    expect_status 0 "$QUERY_BIN" --format json --explain --rank $rank --group article 'when was "open door" war'
    check "explained" test "$(jq -c 'select(.explanation) | .explanation.shares[]' "$OUT" | wc -l)" -gt 10
    valid "explanations"
done
for shown in '--context 1' --whole; do
    # shellcheck disable=SC2086
    expect_status 0 "$QUERY_BIN" --format json $shown -n 3 door
    check "excerpts" test "$(jq -c 'select(.excerpts) | .excerpts[]' "$OUT" | wc -l)" -gt 1
    valid "excerpts"
done
expect_status 0 "$QUERY_BIN" --format json --facets author,date,site -n 1 door
expect_equal "facets" 'hit facet facet facet summary' "$(jq -r .type "$OUT" | paste -sd ' ')"
valid "facets"
expect_status 1 "$QUERY_BIN" --format json zilch
valid "nothing found"
expect_status 0 "$QUERY_BIN" --format json --group article -s 5 --offset 2 -n 3 door
valid "articles"
{
    printf 'q1\tdoor\nzilch\n\t"open door"\nlong\t%01048577d\n' 0
} > lines.tsv
expect_status 2 "$QUERY_BIN" --format json --batch lines.tsv
valid "a batch with an error"
expect_equal "kinds of lines" 'error hit summary' "$(jq -r .type "$OUT" | sort -u | paste -sd ' ')"

# Offsets are what the schema says of them.
expect_status 0 "$QUERY_BIN" --format json -n 500 door war georgia 'd*'
check "offsets" python3 - "$OUT" <<'END'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    hit = json.loads(line)
    if hit["type"] != "hit":
        continue
    text = hit["passage"]["text"].encode()
    assert len(text) == hit["passage"]["end"] - hit["passage"]["start"], line
    for part in hit["sentences"] + hit["matches"]:
        assert 0 <= part["start"] < part["end"] <= len(text), line
        text[part["start"]:part["end"]].decode()
END

# What is no output is found out.
refused() {
    printf '%s\n' "$1" > line
    refute "refused: $1" sh -c 'python3 schema.py "$0" < line' "$schema"
}
summary='{"type":"summary","hits":1,"matched":1,"version":1}'
printf '%s\n' "$summary" > line
check "the summary that the next are made of" sh -c 'python3 schema.py "$0" < line' "$schema"
refused '{"type":"summary","hits":1,"matched":1}'
refused '{"type":"summary","hits":1,"matched":1,"version":2}'
refused '{"type":"summary","hits":-1,"matched":1,"version":1}'
refused '{"type":"summary","hits":"1","matched":1,"version":1}'
refused '{"type":"summary","hits":1.5,"matched":1,"version":1}'
refused '{"type":"summary","query":"","hits":1,"matched":1,"version":1}'
refused '{"type":"summary","hits":1,"matched":1,"version":1,"more":1}'
refused '{"type":"answer","hits":1,"matched":1,"version":1}'
refused '{"type":"error","message":"no query"}'
refused '{"type":"facet","field":"date","values":[{"value":"","count":1}],"others":0,"without":0}'
refused '{"type":"facet","field":"date","values":[],"others":0}'
hit=$("$QUERY_BIN" --format json -n 1 door | head -n 1)
for change in 'del(.rank)' '.rank = 0' '.article.key = ""' 'del(.passage.text)' '.passage.line = 0' '.sentences = {}' \
    '.sentences[0].start = "0"' '.matches[0].term = 1' '.matches[0].more = 1' '.score = true' '.article = []'; do
    refused "$(printf '%s\n' "$hit" | jq -c "$change")"
done
