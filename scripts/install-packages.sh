#!/bin/sh
# Installs what is missing of the packages for each purpose named: build, test, ci.
set -eu

# nft and ip may be where only root's PATH leads.
PATH=$PATH:/usr/sbin:/sbin
missing=""
need() { # PACKAGE COMMAND...: PACKAGE is missing where COMMAND fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

for purpose; do
    case $purpose in
    build)
        need pkg-config command -v pkg-config
        need libyaml-dev pkg-config --exists yaml-0.1
        if [ "$(uname)" = Linux ]; then
            need libnftnl-dev pkg-config --exists libnftnl
            need libmnl-dev pkg-config --exists libmnl
        fi
        ;;
    test)
        need nftables command -v nft
        need iproute2 command -v ip
        need iptables command -v iptables-legacy-restore
        need ipset command -v ipset
        need shellcheck command -v shellcheck
        need busybox command -v busybox
        need python3-venv python3 -c 'import ensurepip, venv'
        need debian-archive-keyring test -e /usr/share/keyrings/debian-archive-keyring.gpg
        ;;
    ci)
        # Where a machine runs services this starts one: not for anybody's own machine.
        need openssh-server command -v sshd
        ;;
    *)
        echo "install-packages: there is no purpose '$purpose'" >&2
        exit 64
        ;;
    esac
done

[ -n "$missing" ] || exit 0
[ "$(uname)" = Linux ] || { echo "please install:$missing" >&2; exit 1; }
command -v apt-get >/dev/null || { echo "please install what your system calls:$missing" >&2; exit 1; }

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "as root: apt-get install$missing" >&2; exit 1; }
    as_root=sudo
fi
echo "installing:$missing"
# shellcheck disable=SC2086 # one word a package
{ $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } >/dev/null
