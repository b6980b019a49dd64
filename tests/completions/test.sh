#!/bin/sh
# test.sh: the completions of bash, zsh and fish, each asked by the shell itself where that is installed.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/../cli/lib.sh"

here=$ROOT/tests/completions
made=$BUILD/completions
mkdir 'a folder' other
: > 'a file.txt'

# offers SHELL-FUNCTION WANTED ARGUMENT...: the offers, sorted, on one line.
offers() {
    lib_asked=$1 lib_wanted=$2
    shift 2
    expect_equal "offers for: $*" "$lib_wanted" "$("$lib_asked" "$@" | sort | paste -sd '|')"
}
formats='html|json|text|trec|tsv|vimgrep'

# ---- bash: the words of the line, the last one being completed
if command -v bash > /dev/null; then
    for program in dossier-index dossier-query; do
        check "valid bash" bash -n "$made/$program"
    done
    in_bash() {
        bash --norc "$here/ask.bash" "$made/$1" "$@"
    }
    offers in_bash "$formats" dossier-query --format ''
    offers in_bash 'text|trec|tsv' dossier-query --format t
    offers in_bash "$formats" dossier-query --format =
    offers in_bash json dossier-query --format = j
    offers in_bash '--format=json' dossier-query --format=j
    offers in_bash 'always|auto' dossier-query door --color a
    offers in_bash 'article|none' dossier-query --group ''
    offers in_bash '--format' dossier-query --fo
    offers in_bash '--header|--help' dossier-query door --he
    offers in_bash '' dossier-query --limit ''
    offers in_bash '' dossier-query d
    offers in_bash '' dossier-query -- --fo
    offers in_bash 'a folder|other' dossier-query -d ''
    offers in_bash '--index=a folder' dossier-query '--index=a '
    offers in_bash 'a file.txt|a folder' dossier-query --batch a
    offers in_bash 'a file.txt|a folder' dossier-index a
    offers in_bash 'a file.txt|a folder' dossier-index -- a
    offers in_bash 'arabic|armenian|auto' dossier-index --lang a
    offers in_bash 'html' dossier-index --format h
    expect_equal "backends" "$("$INDEX_BIN" --help | sed -n '/--backend/,/--format/s/.*\(One of\|Only\) \(.*\)\./\2/p' |
        sed 's/ or /|/; s/, /|/g')" "$(in_bash dossier-index --backend '' | sort | paste -sd '|')"
    for program in dossier-index dossier-query; do
        check "bash takes it for $program" bash --norc -c 'source "$1" && complete -p "$2"' - "$made/$program" $program
    done
else
    skip "bash is not installed"
fi

# ---- zsh
if command -v zsh > /dev/null; then
    for program in dossier-index dossier-query; do
        check "valid zsh" zsh -n "$made/_$program"
    done
    check "formats" python3 "$here/ask_zsh.py" "$made" 'dossier-query --format ' html json text trec tsv vimgrep
    check "formats after =" python3 "$here/ask_zsh.py" "$made" 'dossier-query --format=t' text trec tsv
    check "names and what they mean" python3 "$here/ask_zsh.py" "$made" 'dossier-query --o' \
        --offset --output-version 'Leave out the first N hits'
    check "folders" python3 "$here/ask_zsh.py" "$made" 'dossier-query -d ' 'a\ folder' other
    check "files" python3 "$here/ask_zsh.py" "$made" 'dossier-index ' 'a\ file.txt'
    check "languages" python3 "$here/ask_zsh.py" "$made" 'dossier-index --lang ' auto arabic yiddish
else
    skip "zsh is not installed"
fi

# ---- fish
if command -v fish > /dev/null; then
    for program in dossier-index dossier-query; do
        check "valid fish" fish -n "$made/$program.fish"
    done
    # As it is, without what is said of each.
    in_fish() {
        HOME=$TMP fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$made/$1.fish" "$2" | cut -f 1
    }
    offers in_fish "$formats" dossier-query 'dossier-query --format '
    offers in_fish '--format=json' dossier-query 'dossier-query --format=j'
    offers in_fish '--offset|--output-version' dossier-query 'dossier-query --o'
    offers in_fish 'a folder/|other/' dossier-query 'dossier-query -d '
    offers in_fish 'a file.txt|a folder/' dossier-query 'dossier-query --batch a'
    offers in_fish '' dossier-query 'dossier-query a'
    offers in_fish 'a file.txt|a folder/' dossier-index 'dossier-index a'
    offers in_fish 'arabic|armenian|auto' dossier-index 'dossier-index --lang a'
else
    skip "fish is not installed"
fi

# ---- what is generated where it is asked for
expect_status 0 "$QUERY_BIN" --generate bash
check "as it was built" cmp "$OUT" "$made/dossier-query"
expect_status 2 "$QUERY_BIN" --generate csh
expect_err "option '--generate' takes man, bash, zsh or fish, not 'csh'"
expect_status 2 "$INDEX_BIN" --generate csh
expect_err "option '--generate' takes man, bash, zsh or fish, not 'csh'"
