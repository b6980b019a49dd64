#!/bin/sh
# query_batch.sh: dossier-query --batch: lines in every form, their order, errors, and asking in turns.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"finland","title":"Finland","text":"Finland applied at the open door."}
{"_id":"georgia","title":"Georgia","text":"Georgia waits at the door."}
END
expect_status 0 "$INDEX_BIN" -q news.jsonl || exit 1

ids() {
    jq -r 'select(.type == "summary") | "\(.query)=\(.hits)"' "$OUT" | tr '\n' ' '
}

# With an id, without, with an empty one, CR LF, an empty line, no words, no line end at the end.
printf 'q1\tfinland\r\n\ndoor\n\tgeorgia\nq 5\t\nq6\tzilch\n\r\nq8\tdoor\topen' > lines.tsv
expect_status 0 "$QUERY_BIN" --batch lines.tsv --format json
expect_equal "ids and hits" 'q1=1 3=2 4=1 q 5=0 q6=0 q8=2 ' "$(ids)"
check "hits stand before their summary" \
    jq -es 'reduce .[] as $l ([null, true]; (.[0] == null or .[0] == $l.query) as $same |
        [if $l.type == "hit" then $l.query else null end, .[1] and $same]) | .[1]' "$OUT"
expect_err_lines 0
mv "$OUT" file.json
expect_status 0 sh -c '"$0" --batch - --format json < lines.tsv' "$QUERY_BIN"
check "standard input gives the same" cmp file.json "$OUT"
expect_status 0 "$QUERY_BIN" --batch lines.tsv --format trec
expect_out 'q1 Q0 finland 1 '
expect_status 0 "$QUERY_BIN" --batch lines.tsv
expect_out '── q1 ──'
expect_out '── q8 ──'

# A byte order mark is no part of the first line.
printf '\357\273\277q1\tfinland\n' > bom.tsv
expect_status 0 "$QUERY_BIN" --batch bom.tsv --format json
expect_equal "id after a byte order mark" 'q1=1 ' "$(ids)"

# Exit statuses: any hit is 0.
printf 'a\tzilch\nb\tdoor\n' > some.tsv
expect_status 0 "$QUERY_BIN" --batch some.tsv
printf 'a\tzilch\n' > none.tsv
expect_status 1 "$QUERY_BIN" --batch none.tsv
: > empty.tsv
expect_status 1 "$QUERY_BIN" --batch empty.tsv
expect_out_is ''
expect_status 2 "$QUERY_BIN" --batch .
expect_err 'dossier-query: cannot read .: '
expect_err_lines 1

# A line over 1 MiB is named, the run goes on, and the status is 2; one of 1 MiB is answered.
{
    printf 'q1\tdoor\n'
    printf 'q2\t%01048576d\n' 0
    printf '%01048576d\n' 0
    printf '%01048576d\r\n' 0
    printf '%01048577d\n' 0
    printf 'q6\tgeorgia\n'
} > long.tsv
expect_status 2 "$QUERY_BIN" --batch long.tsv --format json
expect_equal "what was answered" 'q1=2 3=0 4=0 q6=1 ' "$(ids)"
expect_equal "what was not" 'q2: the line is over 1 MiB and was left out|5: the line is over 1 MiB and was left out|' \
    "$(jq -r 'select(.type == "error") | "\(.query): \(.message)"' "$OUT" | tr '\n' '|')"
expect_equal "answers and failures in the order of the lines" 'q1 q2 3 4 5 q6 ' \
    "$(jq -r 'select(.type != "hit").query' "$OUT" | tr '\n' ' ')"
expect_err 'dossier-query: long.tsv:2: the line is over 1 MiB and was left out'
expect_err 'dossier-query: long.tsv:5: the line is over 1 MiB and was left out'
expect_err_lines 2

# Bytes of every kind in a line: no harm, and an answer each.
printf 'n\tdoor\000door\nb\t\377\376 door\ne\t\033[31m\n\000\tx\nl\tdoor\n' > odd.tsv
expect_status 0 "$QUERY_BIN" --batch odd.tsv --format json
check "each line is JSON" jq -e . "$OUT"
expect_equal "answers" 5 "$(grep -c '"type":"summary"' "$OUT")"
expect_equal "an id without a byte is the number" 4 "$(jq -r 'select(.type == "summary").query' "$OUT" | sed -n 4p)"

# A full disk ends the run with one line.
yes "$(printf 'q\tdoor')" | head -n 500 > many.tsv
if [ -w /dev/full ]; then
    expect_status 2 sh -c '"$0" --batch many.tsv > /dev/full' "$QUERY_BIN"
    expect_err 'dossier-query: cannot write to standard output: No space left on device'
    expect_err_lines 1
fi
{ "$QUERY_BIN" --batch many.tsv --format json 2> err; echo $? > status; } | head -n 1 > /dev/null
expect_equal "status after a closed pipe" 0 "$(cat status)"
expect_equal "messages after a closed pipe" '' "$(cat err)"

# Asking in turns: each answer comes before the next question is put.
cat > turns.py <<'END'
import json, subprocess, sys
program = subprocess.Popen([sys.argv[1], "--batch", "-", "--format", "json"], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE)
for number in range(5):
    for words, hits in (("door", 2), ("zilch", 0)):
        program.stdin.write(f"{words}{number}\t{words}\n".encode())
        program.stdin.flush()
        for _ in range(hits + 1):
            line = json.loads(program.stdout.readline())
            assert line["query"] == f"{words}{number}", line
        assert line["type"] == "summary" and line["hits"] == hits, line
# A line that fails is answered too, by an error, and the next one as if nothing had been.
program.stdin.write(b"long\t" + b"x" * (1 << 20) + b"x\n")
program.stdin.flush()
line = json.loads(program.stdout.readline())
assert line == {"type": "error", "query": "long", "message": "the line is over 1 MiB and was left out"}, line
program.stdin.write(b"after\tzilch\n")
program.stdin.flush()
assert json.loads(program.stdout.readline())["query"] == "after"
program.stdin.close()
assert program.stdout.read() == b""
sys.exit(program.wait())
END
expect_status 2 timeout 60 python3 turns.py "$QUERY_BIN"
expect_err_lines 1
