#!/bin/sh
# Prints what carbonwall costs, beside what nft costs for the same work in the same run. `make bench` calls it.
set -eu
cd "$(dirname "$0")/.."
swift build --package-path Benchmarks -c release -Xswiftc -static-stdlib --scratch-path .build-bench >/dev/null
bench=.build-bench/release/carbonwall-bench
carbonwall=.build-release/release/carbonwall
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

selection="--runtime apim:1 --clustering wka --from admins=10.9.0.0/24"
# shellcheck disable=SC2086 # the words of a selection
"$carbonwall" emit nftables $selection -o "$work/host.nft"

echo "size of the stripped binary: $(($(wc -c <"$carbonwall") / 1000)) kB (at most 20000)"
echo "start-up (ratio at most 8):"
"$bench" compare 41 "$carbonwall" --version -- /bin/true
echo "one emit, process start included, against nft -c of its output (ratio at most 0.5):"
# shellcheck disable=SC2086
scripts/as-root.sh unshare --net "$bench" compare 41 "$carbonwall" emit nftables $selection -- nft -c -f "$work/host.nft"
echo "host policies in one process, from selection to text (10,000 in under 2 s and 200 MB, growing linearly):"
for count in 1 100 1000 10000; do
    "$bench" generate $count
done
