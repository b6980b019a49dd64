#!/bin/sh
# house.sh: the rules of the house that a compiler does not check: who may include whom, and how a file looks.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each rule is one check; what breaks it is printed as FILE:LINE.
set -u
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/.." || exit 2

columns=120
list=$(mktemp "${TMPDIR:-/tmp}/dossier-house.XXXXXX") || exit 2
trap 'rm -f "$list" "$list.found"' EXIT

# The files of the project: those git knows or would add; without git, what does not look like a build.
if git ls-files -co --exclude-standard > "$list" 2> /dev/null && [ -s "$list" ]; then
    :
else
    find . -name '.?*' ! -name .ci ! -name .gitignore -prune -o -path ./build -prune -o -type f -print |
        sed 's|^\./||' > "$list"
fi

passed=0
failed=0
# rule WHAT COMMAND: what the command prints breaks the rule.
rule() {
    eval "$2" > "$list.found" 2>&1
    if [ -s "$list.found" ]; then
        failed=$((failed + 1))
        echo "FAILED: $1"
        cut -c 1-150 "$list.found" | sed 's/^/    /'
    else
        passed=$((passed + 1))
    fi
}

# files PATTERN: those whose path matches an extended regular expression, and are still there.
files() {
    grep -E "$1" "$list" | sort -u | while read -r name; do
        [ ! -f "$name" ] || printf '%s\n' "$name"
    done
}
# search PATTERN FILES-PATTERN: FILE:LINE:TEXT for each line that matches.
search() {
    files "$2" | xargs -r -d '\n' grep -HanE "$1"
}

code='\.(c|h|cc)$'
source='(\.(c|h|cc|sh|awk|py)|^Makefile|^\.ci/run)$'
include='^[[:space:]]*#[[:space:]]*include[[:space:]]*["<](\.\./)*'

rule "indexer/ includes nothing of query/" 'search "${include}query/" "^indexer/"'
rule "query/ includes nothing of indexer/" 'search "${include}indexer/" "^query/"'
rule "engine/ includes nothing of indexer/, query/, cli/" 'search "${include}(indexer|query|cli)/" "^(engine|include)/"'
rule "cli/ includes nothing of the library but its header" 'search "${include}(engine|indexer|query)/" "^cli/"'

# To name one of these puts a constructor into every program, which asks the processor before main().
rule "engine/packed/processor.c alone uses __builtin_cpu_supports" \
    'search "__builtin_cpu_" "$code" | grep -v "^engine/packed/processor\.c:"'

bindings='^engine/xapian/xapian_c\.cc'
rule "engine/xapian/xapian_c.cc alone includes xapian.h" \
    'search "${include}xapian(\.h|/)" "$code" | grep -v "$bindings:"'
rule "engine/xapian/xapian_c.cc is the only C++ file" 'files "\.(cc|cpp|cxx|C|hpp|hh)$" | grep -v "$bindings$"'
# The programs: they stand on the library's header as any program would, and the library knows nothing of them.
programs='^(indexer/(main|progress|upkeep)\.[ch]|query/(main|batch)\.[ch])'
rule "a program includes nothing of the project but dossier.h, cli/ and its own" \
    'search "^[[:space:]]*#[[:space:]]*include[[:space:]]*\"" "$programs$" |
        grep -vE "\"(dossier\.h|cli/[^\"]*|indexer/(progress|upkeep)\.h|query/batch\.h)\""'
rule "the library includes nothing of the programs" \
    'search "${include}(cli/|indexer/(progress|upkeep)\.h|query/batch\.h)" "^(indexer|query)/" | grep -vE "$programs:"'

without_comment() {
    files "$source" | while read -r name; do
        head -n 1 "$name" | grep -qE '^(/\*|//|#)' || printf '%s:1\n' "$name"
    done
}
rule "a source file begins with a comment" without_comment
# The articles that command-line tests write have paragraphs on one line, as pages do.
rule "no line is over $columns columns" 'search "^.{$((columns + 1)),}" "$source" | grep -v "^tests/"'
tab=$(printf '\t')
rule "no tabs" 'search "$tab" "$source" | grep -v "^Makefile:"'
rule "no space at the end of a line" 'search "[[:space:]]$" "$source"'
# These words are written in two parts, as this file is searched too.
rule "nothing is left to be done in a comment" 'search "TO''DO|FIX''ME" "$source"'
rule "no file names a path outside the project" 'search "/wo''rk/|\.\./sha''red" .'

not_executable() {
    files '(\.sh|^\.ci/run)$' | grep -v '^tests/cli/lib\.sh$' | while read -r name; do
        [ -x "$name" ] || printf '%s\n' "$name"
    done
}
rule "a script is executable" not_executable
not_valid() {
    files '\.sh$' | while read -r name; do
        sh -n "$name"
    done
}
rule "a script is valid sh" not_valid

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
