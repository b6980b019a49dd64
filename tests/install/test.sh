#!/bin/sh
# test.sh: installs what was built into a folder, and uses it from outside as a user would: pkg-config and a compiler.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/../cli/lib.sh"

CC=${CC:-cc}
CXX=${CXX:-c++}
here=$ROOT/tests/install
usr=$TMP/usr
strict='-std=c11 -Wall -Wextra -Wpedantic -Werror'

make_in() {
    make -s -C "$ROOT" BUILD="$BUILD" "$@"
}

expect_status 0 make_in install-files PREFIX="$usr"
[ "$STATUS" -eq 0 ] || exit
PKG_CONFIG_PATH=$usr/lib/pkgconfig
LD_LIBRARY_PATH=$usr/lib
export PKG_CONFIG_PATH LD_LIBRARY_PATH

# ---- the programs
expect_status 0 "$usr/bin/dossier-index" --help
expect_status 0 "$usr/bin/dossier-query" --help

# ---- the manual and the completions, where man and the shells look for them
for program in dossier-index dossier-query; do
    check "manual of $program" grep -qF '.SH OPTIONS' "$usr/share/man/man1/$program.1"
    check "completion for bash" grep -qF "complete -F" "$usr/share/bash-completion/completions/$program"
    check "completion for zsh" grep -qxF "#compdef $program" "$usr/share/zsh/site-functions/_$program"
    check "completion for fish" grep -qF "complete -c $program" "$usr/share/fish/vendor_completions.d/$program.fish"
done
check "JSON Schema" jq -e . "$usr/share/dossier/output.schema.json"
if command -v man > /dev/null; then
    expect_status 0 env MANPATH="$usr/share/man" MANPAGER=cat man dossier-query
    expect_out 'DOSSIER-QUERY(1)'
else
    skip "man is not installed"
fi

# ---- the pkg-config files
for name in dossier xapian-c; do
    expect_status 0 pkg-config --validate "$name"
    expect_status 0 cat "$usr/lib/pkgconfig/$name.pc"
    refute_out '@'
done
version=$(sed -n 's/^#define DOSSIER_VERSION "\(.*\)"/\1/p' "$usr/include/dossier.h")
expect_status 0 pkg-config --modversion dossier
expect_out_is "$version"

# ---- a C program with the shared library
# Flags are lists of words.
# shellcheck disable=SC2046,SC2086
expect_status 0 $CC $strict -o program "$here/program.c" $(pkg-config --cflags --libs dossier)
expect_status 0 ./program program.idx 'sweden applies'
expect_out '1. 2022/door: Sweden applied'
expect_out '"type":"summary"'
expect_err_lines 0
expect_status 0 readelf -d program
expect_out '[libdossier.so.0]'
refute_out 'xapian'

# ---- the Xapian backend beside the library; what does not ask for it links neither libxapian nor the C++ runtime
check "the plug-in" test -f "$usr/lib/libdossier-xapian.so.0"
for file in lib/libdossier.so.0 bin/dossier-index bin/dossier-query; do
    expect_status 0 readelf -d "$usr/$file"
    expect_out '[libc.so'
    refute_out '[libxapian'
    refute_out '[libstdc++'
done
for library in libxml2 libjansson libexttextcat libicu; do
    refute_out "[$library"
done
expect_status 0 "$usr/bin/dossier-index" -q -d xapian.idx --backend xapian "$ROOT/corpus/acheson.txt"
expect_status 0 "$usr/bin/dossier-query" -d xapian.idx korea

# ---- the same with the static library, which was not told at its making that its plug-ins are here
# shellcheck disable=SC2046,SC2086
expect_status 0 $CC $strict -o static "$here/program.c" \
    $(pkg-config --cflags dossier) $(pkg-config --static --libs dossier | sed 's/-ldossier/-l:libdossier.a/')
DOSSIER_PLUGINS=$usr/lib expect_status 0 ./static static.idx 'sweden applies'
expect_out '1. 2022/door: Sweden applied'
expect_status 0 readelf -d static
refute_out 'libdossier'
refute_out 'libxapian'
refute_out 'libstdc++'

# ---- what the programs installed beside it make of that index
expect_status 0 "$usr/bin/dossier-query" -d program.idx --format json bucharest
expect_out '"key":"2008/bucharest"'

# ---- the bindings on their own, shared and static
# shellcheck disable=SC2046,SC2086
expect_status 0 $CC $strict -o binding "$here/binding.c" $(pkg-config --cflags --libs xapian-c)
expect_status 0 ./binding
expect_out_is 'document 1'
# shellcheck disable=SC2046,SC2086
expect_status 0 $CC $strict -o binding-static "$here/binding.c" \
    $(pkg-config --cflags xapian-c) $(pkg-config --static --libs xapian-c | sed 's/-lxapian-c/-l:libxapian-c.a/')
expect_status 0 ./binding-static
expect_out_is 'document 1'

# ---- each header compiles alone, as C and as C++
for header in dossier.h xapian_c.h; do
    printf '#include <%s>\nint main(void) { return 0; }\n' "$header" > alone.c
    # shellcheck disable=SC2086
    expect_status 0 $CC $strict -I"$usr/include" -c -o alone.o alone.c
    expect_status 0 $CXX -x c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror -I"$usr/include" -c -o alone.o alone.c
done

# ---- the shared libraries show what the headers declare, and nothing else
declared() { # HEADER MACRO
    grep -v '^#' "$usr/include/$1" | tr '\n' ' ' | grep -o "$2 [^;(]*(" |
        sed 's/.*[ *]\([a-z0-9_]*\)($/\1/' | sort -u
}
shown() { # LIBRARY
    nm -D --defined-only "$usr/lib/$1" | awk '$2 != "A" { print $3 }' | sort -u
}
declared xapian_c.h XAPIAN_C_API > xapian.declared
declared dossier.h DOSSIER_API > dossier.declared
check "names are found in the headers" test "$(cat xapian.declared dossier.declared | wc -l)" -gt 50
for name in dossier xapian-c; do
    shown "lib$name.so.0" > "$name.shown"
    comm -13 "${name%-c}.declared" "$name.shown" > more
    comm -23 "${name%-c}.declared" "$name.shown" > less
    expect_equal "symbols of lib$name.so that no header declares" '' "$(cat more)"
    expect_equal "declared functions that lib$name.so does not show" '' "$(cat less)"
done

expect_equal "symbols of the plug-in" dossier_plug_in "$(shown libdossier-xapian.so.0)"

# ---- a package's install: everything below DESTDIR, the paths within as they will be; uninstall leaves no file
stage="$TMP/a stage"
expect_status 0 make_in install-files PREFIX=/usr LIBDIR=/usr/lib/somewhere DESTDIR="$stage"
check "programs in place" test -x "$stage/usr/bin/dossier-index"
check "libraries in place" test -f "$stage/usr/lib/somewhere/libdossier.so.0"
expect_equal "the link that linking follows" libdossier.so.0 "$(readlink "$stage/usr/lib/somewhere/libdossier.so")"
check "prefix of the package" grep -qx 'prefix=/usr' "$stage/usr/lib/somewhere/pkgconfig/dossier.pc"
check "libdir of the package" grep -qx 'libdir=/usr/lib/somewhere' "$stage/usr/lib/somewhere/pkgconfig/dossier.pc"
refute "the stage is named in no text file" grep -rqI "$TMP" "$stage"
expect_status 0 make_in uninstall PREFIX=/usr LIBDIR=/usr/lib/somewhere DESTDIR="$stage"
expect_equal "files after uninstall" '' "$(find "$stage" ! -type d)"
expect_status 0 make_in uninstall PREFIX="$usr"
expect_equal "files after uninstall" '' "$(find "$usr" ! -type d)"
