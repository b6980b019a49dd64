#!/bin/sh
# replay.sh: gives the fuzz harnesses, built without a fuzzer, our own pages, pieces and queries, each also with its
# bytes cut, doubled and exchanged.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
# Where the backends are that are plug-ins.
export DOSSIER_PLUGINS="${DOSSIER_PLUGINS:-$build}"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/dossier-fuzz.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
n=0
for file in tests/data/html/*.html corpus/*.txt corpus/scraped/*.txt corpus/briefs.jsonl README.md \
    tests/data/queries/*.txt; do
    n=$((n + 1))
    cp "$file" "$scratch/$n-whole"
    size=$(wc -c < "$file")
    head -c $((size / 3)) "$file" > "$scratch/$n-cut"
    cat "$scratch/$n-cut" "$file" > "$scratch/$n-doubled"
    tr 'a-e<>"\n' '>"\n<a-e' < "$file" > "$scratch/$n-exchanged"
done
for fuzzer in "$build"/tests/fuzz/*_fuzz; do
    case $fuzzer in
    # For each file it opens, searches, checks and merges an index: the smaller files are enough.
    */segment_fuzz) "$fuzzer" "$scratch"/*-cut ;;
    *) "$fuzzer" "$scratch"/* ;;
    esac
done
