#!/bin/sh
# Prints what the library Netfilter takes for large batches, against nft -f of the same and against a C program that only sends
# the finished bytes. Each run has a network namespace of its own. `make bench-netfilter` calls it.
set -eu
cd "$(dirname "$0")/.."
swift build --package-path Benchmarks -c release -Xswiftc -static-stdlib --scratch-path .build-bench >/dev/null
tools=.build-bench/release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# compare LIMIT CASE COUNT RUNS
compare() {
    "$tools/netfilter-bench" save "$2" "$3" "$work/batch"
    "$tools/netfilter-bench" file "$2" "$3" "$work/file.nft"
    echo "$2, $3 (at most $1 of the floor):"
    "$tools/carbonwall-bench" compare "$4" unshare --net "$tools/netfilter-bench" apply "$2" "$3" \
        -- unshare --net "$tools/netfilter-replay" "$work/batch"
    "$tools/carbonwall-bench" compare "$4" unshare --net "$tools/netfilter-bench" apply "$2" "$3" \
        -- unshare --net nft -f "$work/file.nft"
}

compare 1.4 rules 10000 9
compare 1.25 addresses 100000 9
compare 1.25 sized 100000 9
compare 1.25 intervals 100000 9
compare 1.3 addresses 500000 9
compare 1.3 intervals 500000 9
