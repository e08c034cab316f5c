#!/bin/sh
# Prints what carbonwall's changes of the kernel's rules take, beside what nft takes for the same, and beside a C program that only
# sends the finished bytes: every row in the same network namespace, the two in turn. `make bench-apply` calls it.
#
#     scripts/bench-apply.sh [RUNS]        9 unless told
set -eu
cd "$(dirname "$0")/.."
if [ "${INSIDE:-}" != yes ]; then
    swift build --package-path Benchmarks -c release -Xswiftc -static-stdlib --scratch-path .build-bench >&2
    INSIDE=yes exec unshare --net "$0" "$@"
fi
runs=${1:-9}
tools=.build-bench/release
carbonwall=.build-release/release/carbonwall
work=$(mktemp -d)
disk=$(mktemp -d)
state=$disk/state
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
    rm -r "$work" && work=$(mktemp -d -p /dev/shm)
    echo "the state folder is in memory (/dev/shm), but for the rows that say disk"
fi
memory=$work/state
trap 'rm -rf "$work" "$disk"' EXIT INT TERM
unset SSH_CONNECTION SSH_CLIENT
ip link set lo up

# race NAME LIMIT PREPARATION OURS PREPARATION THEIRS
race() {
    "$tools/carbonwall-bench" race "$1" "$2" "$runs" "$3" "$4" "$5" "$6"
}

node="--runtime apim --clustering wka --from admins=10.9.0.0/24 --from cluster=10.0.1.0/24"
apply="$carbonwall apply --force --state $memory"
ondisk="$carbonwall apply --force --state $state"
empty="nft flush ruleset; rm -rf $memory $state"
emit() {
    file=$1
    shift
    "$carbonwall" emit nftables "$@" -o "$work/$file"
}
# shellcheck disable=SC2086 # the words of a selection
emit node.nft $node
# shellcheck disable=SC2086
emit moved.nft $node --offset 7

race "a WKA node, first apply, of nft -f" 1.0 "$empty" "$apply $node" "$empty" "nft -f $work/node.nft"
race "the same on disk, of nft -f" - "$empty" "$ondisk $node" "$empty" "nft -f $work/node.nft"
race "replaced by another offset, of nft -f" 0.9 \
    "$apply $node" "$apply $node --offset 7" "nft -f $work/node.nft" "nft -f $work/moved.nft"
race "nothing to do, of nft -f" 0.7 "$apply $node" "$apply $node" "nft -f $work/node.nft" "nft -f $work/node.nft"

# addresses COUNT: one a line, none beside another.
addresses() {
    awk -v count="$1" 'BEGIN { for (n = 0; n < count; n++) { a = 4 * n; printf "10.%d.%d.%d\n", a / 65536, a / 256 % 256, a % 256 } }'
}
addresses 100000 >"$work/100000"
addresses 100010 >"$work/100010"
addresses 500000 >"$work/500000"
ten=$(tail -n 10 "$work/100010" | paste -sd ,)
large="--runtime apim --clustering wka --from admins=@$work"
# shellcheck disable=SC2086
emit 100000.nft $large/100000
# shellcheck disable=SC2086
emit 500000.nft $large/500000
"$tools/netfilter-bench" save sized 100000 "$work/100000.batch"
"$tools/netfilter-bench" save sized 500000 "$work/500000.batch"
echo "table inet other { set hosts { typeof ip saddr; flags interval; elements = { $(paste -sd , "$work/100000") } }; }" \
    >"$work/intervals.nft"
floor="$tools/netfilter-replay $work"

race "100,000 addresses, first load, of nft -f" 0.2 \
    "$empty" "$apply $large/100000" "$empty" "nft -f $work/100000.nft"
race "the same, of nft -f of a set of intervals, as users write it" 0.2 \
    "$empty" "$apply $large/100000" "$empty" "nft -f $work/intervals.nft"
race "100,000 addresses, first load, of the floor" 1.25 \
    "$empty" "$apply $large/100000" "$empty" "$floor/100000.batch"
loaded="$apply $large/100000"
# In place, after waiting for the packets under way, since the other change was just now.
race "10 more of them, of nft add element" 0.04 \
    "$loaded" "$apply $large/100010" "$loaded" "nft add element inet carbonwall admins_ipv4_32 {$ten}"
# Everything is sent again: the ports are in several sets.
# shellcheck disable=SC2086
emit moved-100000.nft $large/100000 --offset 7
race "another offset with 100,000 addresses, of nft -f" 0.3 \
    "$loaded" "$loaded --offset 7" "nft -f $work/100000.nft" "nft -f $work/moved-100000.nft"
nft -f "$work/intervals.nft"
race "the same, of nft add element to intervals" 0.04 \
    "$loaded" "$apply $large/100010" "nft flush set inet other hosts; nft -f $work/intervals.nft" \
    "nft add element inet other hosts {$ten}"
nft flush ruleset
plan="$carbonwall plan --state $memory"
race "plan, nothing changed, of nft list table" 0.02 \
    "$loaded" "$plan $large/100000" ":" "nft list table inet carbonwall"
race "plan, another table changed, of nft list table" - \
    "$loaded; nft add table ip other" "$plan $large/100000" ":" "nft list table inet carbonwall"
# A watchdog whose time is over when it starts takes at least as long as one that has waited, which has read all before.
cat >"$work/expire" <<END
#!/bin/sh -eu
$apply $node --confirm 5 >/dev/null
watchdog=\$(pgrep -f "watch-confirmation .* --state $memory")
tr '\\0' ' ' <"/proc/\$watchdog/cmdline" | cut -d ' ' -f 3 >"$work/token"
kill -KILL "\$watchdog"
sleep 5.1
END
cat >"$work/way-back" <<END
#!/bin/sh -eu
exec $carbonwall watch-confirmation "\$(cat "$work/token")" --state $memory
END
chmod +x "$work/expire" "$work/way-back"
race "way back to 100,000 addresses after --confirm expires, of applying them anew" 1.1 \
    "$empty; $loaded; $work/expire" "$work/way-back" "$empty; $apply $node" "$loaded"
race "the same by rollback, of applying them anew" 1.1 \
    "$empty; $loaded; $apply $node" "$carbonwall rollback --state $memory" "$empty; $apply $node" "$loaded"
race "500,000 addresses, first load, of the floor" 1.3 \
    "$empty" "$apply $large/500000" "$empty" "$floor/500000.batch"
runs=3 race "500,000 addresses, first load, of nft -f (a quarter of the memory is asked)" - \
    "$empty" "$apply $large/500000" "$empty" "nft -f $work/500000.nft"
"$tools/netfilter-bench" save rules 10000 "$work/rules.batch"
race "10,000 rules through the library, of the floor" 1.4 \
    "nft flush ruleset" "$tools/netfilter-bench apply rules 10000" "nft flush ruleset" "$floor/rules.batch"
echo "50 applies under a client that connects every millisecond, and 200 under a flood, are tests: make test"
