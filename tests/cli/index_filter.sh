#!/bin/sh
# dossier-index: --filter, for files that a command makes text of.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# Stands for pdftotext: what it is given stands between marks.
cat > totext <<'END'
#!/bin/sh
case ${1-} in
fail) echo "cannot make sense of this" >&2; exit 3 ;;
hang) sleep 60 ;;
html) echo '<!DOCTYPE html><html><body><h1>A page</h1><p>'; cat; echo ' It has words enough to be read.</p></body></html>' ;;
*) sed 's/%PDF//' ;;
esac
END
chmod +x totext
mkdir -p in/deep
echo '%PDF The tide tables of the northern ports are out.' > in/tide.pdf
echo '%PDF Lanterns were seen along the eastern coast.' > in/deep/Lantern.PDF
gzip -c in/tide.pdf > in/packed.pdf.gz
echo 'Plain words about anchors.' > in/plain.txt
: > in/empty.pdf
echo x > in/other.doc

# Without one, they are none of ours; with one, they are taken from the folder.
expect_status 0 "$INDEX_BIN" --extract in
expect_out_lines 1
expect_err '5 files of other kinds left alone (.pdf 3, .doc 1, .gz 1); name one to index it'
expect_status 1 "$INDEX_BIN" --extract --filter 'pdf=./totext' in
expect_equal "what is taken" "in/deep/Lantern.PDF in/packed.pdf.gz in/plain.txt in/tide.pdf " \
    "$(jq -r .key "$OUT" | tr '\n' ' ')"
expect_out '"text":"Lanterns were seen along the eastern coast."'
expect_err 'in/empty.pdf: is empty; left out'
expect_err '1 file of other kinds left alone (.doc 1)'
expect_err_lines 2

# What it prints is known by its content.
expect_status 0 "$INDEX_BIN" --extract --filter 'pdf=./totext html' in/deep
expect_out '"title":"A page"'
expect_status 0 "$INDEX_BIN" --extract --filter "pdf=echo '{\"_id\": \"from a record\", \"text\": \"Words.\"}'" in/tide.pdf
expect_out '"key":"from a record"'
expect_status 0 "$INDEX_BIN" --extract --filter 'txt=sed s/Plain/Fancy/' in/plain.txt
expect_out '"text":"Fancy words about anchors."'

# No shell: neither variables nor pipes.
# shellcheck disable=SC2016
expect_status 0 "$INDEX_BIN" --extract --filter 'pdf=echo $HOME "a  b" | wc; *' in/tide.pdf
# shellcheck disable=SC2016
expect_out '"text":"$HOME a  b | wc; *"'

# One line each, and the run goes on.
failing() { # failing WHAT COMMAND MESSAGE
    rm -rf f.idx
    expect_status 1 timeout 60 "$INDEX_BIN" -q -d f.idx --filter-timeout 1 --filter "pdf=$2" in/tide.pdf in/plain.txt
    expect_err_lines 1
    expect_err "in/tide.pdf: its filter \"$2\" $3"
    expect_status 0 "$QUERY_BIN" -d f.idx anchors
}
failing "it fails" './totext fail' 'failed with status 3: cannot make sense of this; left out'
failing "it hangs" './totext hang' 'took over 1 s and was stopped; left out'
failing "it prints nothing" 'true' 'printed nothing; left out'
failing "it is not there" './nosuch' 'could not be run: No such file or directory; left out'
failing "it dies" "sh -c 'kill -9 \$\$'" 'was ended by signal 9'
failing "it prints what is no text" "printf a\\\\0b" 'printed what is not text (it has NUL bytes); left out'
expect_status 2 "$INDEX_BIN" -q -d g.idx --filter 'pdf=false' in/tide.pdf
refute "no index of nothing" test -e g.idx

# Read once, and again when the command is another; what failed is tried again.
touch -d '2020-01-01' in/tide.pdf in/plain.txt
expect_status 0 "$INDEX_BIN" -q -d r.idx --filter 'pdf=./totext' in/tide.pdf in/plain.txt
expect_status 0 "$INDEX_BIN" -d r.idx --filter 'pdf=./totext' in/tide.pdf in/plain.txt
expect_err '2 files not changed'
expect_status 0 "$INDEX_BIN" -d r.idx --filter 'pdf=./totext html' in/tide.pdf in/plain.txt
expect_err '1 replaced, 1 file not changed'
expect_status 1 "$INDEX_BIN" -d r.idx --filter 'pdf=false' in/tide.pdf in/plain.txt
expect_status 1 "$INDEX_BIN" -d r.idx --filter 'pdf=false' in/tide.pdf in/plain.txt
expect_err 'failed with status 1'
expect_status 0 "$QUERY_BIN" -d r.idx tide

# Interrupted, it takes the filter with it.
"$INDEX_BIN" -q -d i.idx --filter "pdf=sh -c 'echo \$\$ > filter.pid; exec sleep 60'" in/tide.pdf &
indexer=$!
i=0
while [ ! -s filter.pid ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
kill -TERM "$indexer"
wait "$indexer"
expect_equal "the status of one that was interrupted" 143 $?
refute "the filter is gone" kill -0 "$(cat filter.pid)"
