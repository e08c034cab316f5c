#!/bin/sh
# The main job in three commands. $1 is the carbonwall binary.
set -eu
carbonwall=$1
show() {
    printf '\n$ carbonwall %s\n' "$*"
    "$carbonwall" "$@"
}
node="--runtime apim:1 --clustering wka --from admins=10.9.0.0/24 --from cluster=10.0.1.0/28"
# shellcheck disable=SC2086 # the words of a selection
{
    show ports $node
    show emit nftables $node
    show explain 9444/tcp --from 203.0.113.9 $node
}
