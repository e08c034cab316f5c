#!/bin/sh
# Puts the nft of Debian 11, 12 and 13 beside each other, for the tests that load each ruleset with each of them:
#
#     .build-nft/0.9.8/nft   .build-nft/1.0.6/nft   .build-nft/1.1.3/nft
#
# apt fetches nftables with all that it needs, libc included, into a state of its own: nothing is installed, and the
# machine's own sources and package lists stay as they are. What is there already is left alone.
#
#     scripts/nft-versions.sh [FOLDER]        FOLDER: .build-nft in the package where not given
#
# Exit codes: 0 all three are there; 1 one couldn't be had, and standard error says why.
set -eu

mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
package=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "${1:-$package/.build-nft}"
folder=$(cd "${1:-$package/.build-nft}" && pwd)

# Each release's keyring package holds the next one's keys, so that a machine that only knows older keys can check all.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
    echo "nft-versions: $1" >&2
    exit 1
}

# The version of the nft in $1, or nothing.
version_in() {
    "$1/nft" --version 2>/dev/null | sed -n 's/^nftables v\([0-9.]*\).*/\1/p'
}

# Runs apt-get with the state in the folder $1 and nothing of the machine's but its proxies.
own_apt() {
    state=$1
    shift
    APT_CONFIG=$state/apt.conf apt-get -qq "$@"
}

# Sets up an apt of its own for the release $2 in the folder $1.
prepare_apt() {
    mkdir -p "$1/none" "$1/keys" "$1/lists/partial" "$1/archives/partial"
    cp "$keyring" "$1/keys"
    : >"$1/status"
    echo "deb $mirror $2 main" >"$1/sources.list"
    apt-config dump | grep '^Acquire::[a-z]*::Proxy' >"$1/apt.conf" || :
    cat >>"$1/apt.conf" <<-END
		Dir::Etc::main "/dev/null";
		Dir::Etc::parts "$1/none";
		Dir::Etc::sourcelist "$1/sources.list";
		Dir::Etc::sourceparts "$1/none";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "$1/none";
		Dir::Etc::trusted "/dev/null";
		Dir::Etc::trustedparts "$1/keys";
		Dir::State "$1";
		Dir::State::status "$1/status";
		Dir::Cache "$1";
		Dir::Log "$1";
		APT::Sandbox::User "root";
		APT::Install-Recommends "false";
		APT::Update::Error-Mode "any";
		Acquire::Languages "none";
	END
}

# Unpacks the packages $1/archives/*.deb into $2/root, with a program $2/nft that starts the nft in them.
unpack() {
    mkdir "$2"
    for archive in "$1"/archives/*.deb; do
        dpkg-deb -x "$archive" "$2/root"
    done
    cat >"$2/nft" <<-'END'
		#!/bin/sh
		# Starts this release's nft with this release's libraries.
		root=$(dirname "$(readlink -f "$0")")/root
		for libraries in "$root"/lib/*-linux-gnu* "$root"/usr/lib/*-linux-gnu*; do
		    path=${path:+$path:}$libraries
		    for file in "$libraries"/ld-linux*.so.*; do
		        if [ -e "$file" ]; then loader=$file; fi
		    done
		done
		exec "$loader" --library-path "$path" "$root/usr/sbin/nft" "$@"
	END
    chmod +x "$2/nft"
}

# Fetches the nft $1 of the release $2.
fetch() {
    work=$folder/.$1.$$
    trap 'rm -rf "$work"' EXIT
    prepare_apt "$work" "$2"
    own_apt "$work" update || fail "can't read the package list of Debian $2 at $mirror"
    own_apt "$work" install --download-only --yes nftables debian-archive-keyring ||
        fail "can't fetch nftables of Debian $2 from $mirror"
    unpack "$work" "$work/unpacked"
    found=$(version_in "$work/unpacked")
    [ "$found" = "$1" ] || fail "Debian $2 has nft ${found:-that doesn't start}, not $1"
    rm -rf "${folder:?}/$1"
    mv "$work/unpacked" "$folder/$1"
    rm -rf "$work"
}

trap 'exit 1' HUP INT TERM
for release in 0.9.8:bullseye 1.0.6:bookworm 1.1.3:trixie; do
    version=${release%:*}
    if [ "$(version_in "$folder/$version")" != "$version" ]; then
        [ -e "$keyring" ] || fail "install debian-archive-keyring first: it has the keys to check Debian's packages with"
        fetch "$version" "${release#*:}"
    fi
    keyring=$folder/$version/root/usr/share/keyrings/debian-archive-keyring.gpg
done
