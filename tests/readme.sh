#!/bin/sh
# readme.sh [FILE]: runs the examples of README.md (or FILE), so that what it shows is what happens.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fenced blocks (``` at the start of a line) are taken by their language, in order, in one scratch folder, so that a
# later example can use what an earlier one made:
#
#     ```sh         run with sh -e; it must exit with 0
#     ```console    lines after "$ " are commands (one that ends in \ or | goes on after "> "), all for one shell; the
#                   other lines are what they print, standard error included; statuses count only where shown (echo $?)
#     ```python     run with python3; it must exit with 0
#     ```c          compiled against the library, installed into the scratch folder, and run; it must exit with 0
#     any other     not run
#
# A comment on the line before a block's fence (empty lines may stand between) says otherwise:
#
#     <!-- test: output -->        a block of any language: what the last sh, python or c block must have printed
#     <!-- test: file NAME -->     the block is put into the file NAME, for later examples, and not run
#     <!-- test: skip REASON -->   the block is not run
#
# In what must be printed, a line of "..." stands for any number of lines, and "..." within a line for any text.
#
# The scratch folder has a copy of corpus/ and, as build/, the folder of the two programs, which is also in PATH;
# pkg-config finds the library.  The script ends with "N passed, N failed", a block being one.
set -u
LC_ALL=C.UTF-8
export LC_ALL
unset DOSSIER_INDEX NO_COLOR TERM COLUMNS CDPATH

root=$(cd "$(dirname "$0")/.." && pwd -P) || exit 2
file=${1:-$root/README.md}
build=${BUILD:-build}
case $build in /*) ;; *) build=$root/$build ;; esac
CC=${CC:-cc}

if [ ! -f "$file" ]; then
    echo "$file: not there"
    echo "0 passed, 1 failed"
    exit 1
fi

top=$(mktemp -d "${TMPDIR:-/tmp}/dossier-readme.XXXXXX") || exit 2
trap 'rm -rf "$top"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
work=$top/work
mkdir "$work" "$top/block" || exit 2
[ ! -d "$root/corpus" ] || cp -R "$root/corpus" "$work"
ln -s "$build" "$work/build"
PATH=$build:$PATH
HOME=$work
export PATH HOME

# Each block becomes block/NNN, and a line "NNN LINE LANGUAGE ACTION..." of the list.
awk -v folder="$top/block/" '
    /^```/ && !inside {
        inside = 1
        language = substr($0, 4)
        sub(/[ \t{].*/, "", language)
        if (language == "") language = "-"
        name = sprintf("%03d", ++count)
        printf "" > (folder name)
        print name, FNR, language, (mark == "" ? "run" : mark)
        mark = ""
        next
    }
    /^```/ { inside = 0; close(folder name); next }
    inside { print > (folder name); next }
    /^<!-- test: .* -->[ \t]*$/ { mark = $0; sub(/^<!-- test: */, "", mark); sub(/ *-->[ \t]*$/, "", mark); next }
    NF { mark = "" }
' "$file" > "$top/list"

# The script that makes a console block as a terminal would show it: each command is printed, then run.
cat > "$top/console.awk" <<'AWK'
function quote(text) { gsub(/'/, "'\\''", text); return "'" text "'" }
function flush() {
    if (command == "") return
    print "lib_status=$?\nprintf '%s\\n' " quote(shown) "\n(exit $lib_status)\n" command
    command = ""
}
command != "" && /^> / && last ~ /[\\|]$/ {
    last = $0
    shown = shown "\n" $0
    command = command "\n" substr($0, 3)
    next
}
/^\$ / { flush(); shown = last = $0; command = substr($0, 3); next }
{ flush() }
END { flush() }
AWK

# Exits with 0 where the second file is as the first says.
cat > "$top/like.awk" <<'AWK'
# One line against one with "..." in it: the pieces between must stand there in order, the first and last at the ends.
function like(wanted, found,    piece, n, i, at) {
    n = split(wanted, piece, /\.\.\./)
    if (n == 1) return wanted == found
    if (substr(found, 1, length(piece[1])) != piece[1]) return 0
    found = substr(found, length(piece[1]) + 1)
    for (i = 2; i < n; i++) {
        if (piece[i] == "") continue
        if (!(at = index(found, piece[i]))) return 0
        found = substr(found, at + length(piece[i]))
    }
    return length(found) >= length(piece[n]) && substr(found, length(found) - length(piece[n]) + 1) == piece[n]
}
function lines_like(i, j) {
    for (; i <= wanted_count; i++) {
        if (wanted[i] ~ /^[ \t]*\.\.\.[ \t]*$/) {
            for (; j <= found_count + 1; j++)
                if (lines_like(i + 1, j)) return 1
            return 0
        }
        if (j > found_count || !like(wanted[i], found[j])) return 0
        j++
    }
    return j == found_count + 1
}
FILENAME == ARGV[1] { wanted[++wanted_count] = $0; next }
{ found[++found_count] = $0 }
END { exit !lines_like(1, 1) }
AWK

# The library as installed, for C: made when first needed, as most examples do without.
installed=
install() {
    [ -z "$installed" ] || return 0
    installed=1
    MAKEFLAGS='' make -s -C "$root" install-files BUILD="$build" PREFIX="$top/usr" > "$top/install" 2>&1 ||
        { cat "$top/install"; return 1; }
    PKG_CONFIG_PATH=$top/usr/lib/pkgconfig
    LD_LIBRARY_PATH=$top/usr/lib
    export PKG_CONFIG_PATH LD_LIBRARY_PATH
}

passed=0
failed=0
# result STATUS WHY: counts; what was printed is shown on failure.
result() {
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAILED: ${file##*/} line $line ($language): $2"
    sed 's/^/    | /' "$top/out" "$top/err"
}
# compare WANTED FOUND
compare() {
    awk -f "$top/like.awk" "$1" "$2" && return
    echo "wanted (-), found (+):" > "$top/err"
    diff -U 100 "$1" "$2" | tail -n +4 >> "$top/err"
    : > "$top/out"
    return 1
}

cd "$work" || exit 2
: > "$top/out"
: > "$top/err"
while read -r name line language action argument <&3; do
    block=$top/block/$name
    case $language in
        sh | python | c) [ "$action" != run ] || { : > "$top/out"; : > "$top/err"; } ;;
    esac
    case $action:$language in
        skip:*)
            echo "skipped: ${file##*/} line $line ($language): $argument"
            ;;
        file:*)
            cp "$block" "$argument" 2> "$top/err"
            result $? "cannot write $argument"
            ;;
        output:*)
            cp "$top/out" "$top/last"
            compare "$block" "$top/last"
            result $? "the example printed something else"
            cp "$top/last" "$top/out"
            ;;
        run:sh)
            sh -e "$block" > "$top/out" 2> "$top/err" < /dev/null
            status=$?
            result $status "exit status $status"
            ;;
        run:python)
            python3 "$block" > "$top/out" 2> "$top/err" < /dev/null
            status=$?
            result $status "exit status $status"
            ;;
        run:c)
            cp "$block" "$top/example.c"
            # Flags are lists of words.
            # shellcheck disable=SC2046
            install && $CC -std=c11 -Wall -Wextra -o "$top/example" "$top/example.c" \
                $(pkg-config --cflags --libs dossier) > "$top/err" 2>&1 &&
                "$top/example" > "$top/out" 2> "$top/err" < /dev/null
            status=$?
            result $status "it does not compile, or failed (exit status $status)"
            ;;
        run:console)
            awk -f "$top/console.awk" "$block" > "$top/script"
            sh "$top/script" > "$top/found" 2>&1 < /dev/null
            compare "$block" "$top/found"
            result $? "the commands printed something else"
            ;;
        run:*) ;;
        *)
            result 1 "no such mark: test: $action"
            ;;
    esac
done 3< "$top/list"

if [ $((passed + failed)) -eq 0 ]; then
    echo "FAILED: ${file##*/} has no example"
    failed=1
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
