#!/bin/sh
# Says which Swift is needed and where it comes from, where there is none or one that is too old. $1 is the command, $2 the target.
set -eu
swift=$1
target=$2
needed=6.2

complain() {
    echo "make $target: $1" >&2
    echo "  Swift $needed or newer comes from https://www.swift.org/install (swiftly installs it for one user)" >&2
    if [ "$(id -u)" = 0 ] && [ "$target" = install ]; then
        echo "  root's PATH may lack a user's Swift: as that user 'make release', then 'sudo make install-files'" >&2
        echo "  or: sudo make install SWIFT=/path/to/swift" >&2
    else
        echo "  where it is somewhere else: make $target SWIFT=/path/to/swift" >&2
    fi
    exit 1
}

command -v "$swift" >/dev/null 2>&1 || complain "there is no '$swift' in PATH"
version=$("$swift" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
[ -n "$version" ] || complain "'$swift' doesn't tell its version"
oldest=$(printf '%s\n%s\n' "$needed" "$version" | sort -V | head -n 1)
[ "$oldest" = "$needed" ] || complain "'$swift' is Swift $version"
