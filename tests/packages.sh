#!/bin/sh
# packages.sh PACKAGE...: sees that these Debian packages are there, and installs those that are not.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Where all are there, this is one call of dpkg-query.  On a system without dpkg-query it installs nothing: it says
# what is missing, under the names that such systems have for it.
set -u
[ $# -gt 0 ] || exit 0

if ! command -v dpkg-query > /dev/null 2>&1; then
    missing=
    for package in "$@"; do
        case $package in
            libxapian-dev) pkg-config --exists xapian-core ;;
            zlib1g-dev) pkg-config --exists zlib ;;
            libzstd-dev) pkg-config --exists libzstd ;;
            libutf8proc-dev) pkg-config --exists libutf8proc ;;
            libjansson-dev) pkg-config --exists jansson ;;
            libxml2-dev) pkg-config --exists libxml-2.0 ;;
            libexttextcat-dev) pkg-config --exists libexttextcat ;;
            libexttextcat-data) test -d "$(pkg-config --variable=pkgdatadir libexttextcat)" ;;
            libcmocka-dev) pkg-config --exists cmocka ;;
            uuid-dev) pkg-config --exists uuid ;;
            liblzma-dev) pkg-config --exists liblzma ;;
            libstemmer-dev) printf '#include <libstemmer.h>\n' | ${CC:-cc} -E - ;;
            xapian-tools) command -v xapian-check ;;
            g++) command -v "${CXX:-g++}" ;;
            *) command -v "$package" ;;
        esac > /dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || exit 0
    echo "packages: this is not a Debian system; please install what it has for Debian's:$missing" >&2
    exit 1
fi

installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2> /dev/null)"
missing=
for package in "$@"; do
    case $installed in
        *" installed:$package "*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

# No questions asked; a lock held by another apt is waited for.
apt="env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300"
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null 2>&1; then
        echo "packages: not root, and no sudo; as root: apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
    apt="sudo $apt"
fi

echo "Missing packages:$missing"
say() {
    echo "\$ $*"
    "$@"
}
# $apt and $missing are lists of words.
# shellcheck disable=SC2086
install() {
    say $apt install --no-install-recommends $missing
}
# The package lists are fetched where there are none yet, or where what they name is gone from the mirror.
# shellcheck disable=SC2086
if apt-get -s -qq install --no-install-recommends $missing > /dev/null 2>&1 && install; then
    exit 0
fi
# shellcheck disable=SC2086
say $apt update && install && exit 0
echo "packages: could not install$missing: see above" >&2
exit 1
