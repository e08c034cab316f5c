#!/bin/sh
# Host firewall for si:10 (minimum-ha)
# Written by carbonwall 0.1.0. Change the selection and emit it again rather than edit this file.
#
# Load it:     sh FILE start      as root, and again after each boot
# Look at it:  sh FILE status     exits with 0 where these very rules are loaded, else 3
# Remove it:   sh FILE stop
#
# It changes the chains CARBONWALL-… and their calls in INPUT and OUTPUT, and leaves all other rules alone.
# Keep a second session open.
#
# Decides about the whole host: what isn't allowed is dropped.
#
# Who may reach it:
#   administrator's way in, 22/tcp: admins
#   clients: 0.0.0.0/0, ::/0 (default)
#   admins: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7, fe80::/10 (default)
#   cluster: 10.0.3.11-10.0.3.12
#   components: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7, fe80::/10 (default)
#
# To know:
#   - no source given for clients, so anywhere
#   - no source given for admins, components, so private ranges only (10/8, 172.16/12, 192.168/16, fc00::/7, fe80::/10)
#   - si: A random TCP port opens at start-up where the start script has -Dcom.sun.management.jmxremote: the JVM's own connector, which serves only local processes. No rule opens it.
#   - si: A random UDP port opens at start-up where log4j2.properties has a SyslogAppender: it only sends. Connection tracking lets replies in; no rule opens it.

set -eu

# The rules of IPv4, as iptables-save has them.
rules4() {
    cat <<'END'
:CARBONWALL-INPUT - [0:0]
:CARBONWALL-ICMP-ESSENTIALS - [0:0]
:CARBONWALL-GUARD - [0:0]
:CARBONWALL-SERVICES - [0:0]
:CARBONWALL-FROM-CLIENTS - [0:0]
:CARBONWALL-FROM-ADMINS - [0:0]
:CARBONWALL-FROM-CLUSTER - [0:0]
:CARBONWALL-FROM-COMPONENTS - [0:0]
-A INPUT -j CARBONWALL-INPUT
-A CARBONWALL-INPUT -m comment --comment "carbonwall policy sha256:49ec9a91abfcc408bc31400b4213deeec3da7085d079788ec6d71b407c16bb69"
-A CARBONWALL-INPUT -i lo -j ACCEPT
-A CARBONWALL-INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A CARBONWALL-INPUT -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-INPUT -p icmp -j CARBONWALL-ICMP-ESSENTIALS
-A CARBONWALL-INPUT -s 10.0.0.0/8 -m comment --comment "default for admins: private ranges" -j CARBONWALL-GUARD
-A CARBONWALL-INPUT -s 172.16.0.0/12 -m comment --comment "default for admins: private ranges" -j CARBONWALL-GUARD
-A CARBONWALL-INPUT -s 192.168.0.0/16 -m comment --comment "default for admins: private ranges" -j CARBONWALL-GUARD
-A CARBONWALL-INPUT -j CARBONWALL-SERVICES
-A CARBONWALL-INPUT -m addrtype --dst-type BROADCAST,MULTICAST -j DROP
-A CARBONWALL-INPUT -m limit --limit 5/minute --limit-burst 10 -j LOG --log-level info --log-prefix "carbonwall drop: "
-A CARBONWALL-INPUT -j DROP
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 3 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 11 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 12 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 8 -m limit --limit 50/second --limit-burst 100 -j ACCEPT
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 8 -m comment --comment "more pings than that, unlogged" -j DROP
-A CARBONWALL-GUARD -p tcp --dport 22 -j ACCEPT
-A CARBONWALL-SERVICES -m comment --comment "default for clients: anywhere" -j CARBONWALL-FROM-CLIENTS
-A CARBONWALL-SERVICES -s 10.0.0.0/8 -m comment --comment "default for admins: private ranges" -j CARBONWALL-FROM-ADMINS
-A CARBONWALL-SERVICES -s 172.16.0.0/12 -m comment --comment "default for admins: private ranges" -j CARBONWALL-FROM-ADMINS
-A CARBONWALL-SERVICES -s 192.168.0.0/16 -m comment --comment "default for admins: private ranges" -j CARBONWALL-FROM-ADMINS
-A CARBONWALL-SERVICES -s 10.0.3.11 -j CARBONWALL-FROM-CLUSTER
-A CARBONWALL-SERVICES -s 10.0.3.12 -j CARBONWALL-FROM-CLUSTER
-A CARBONWALL-SERVICES -s 10.0.0.0/8 -m comment --comment "default for components: private ranges" -j CARBONWALL-FROM-COMPONENTS
-A CARBONWALL-SERVICES -s 172.16.0.0/12 -m comment --comment "default for components: private ranges" -j CARBONWALL-FROM-COMPONENTS
-A CARBONWALL-SERVICES -s 192.168.0.0/16 -m comment --comment "default for components: private ranges" -j CARBONWALL-FROM-COMPONENTS
# 7621 si thrift-tcp 7611+10: Events from publishers over Thrift
# 7721 si thrift-ssl 7711+10: Publishers log in, and send events, over Thrift with TLS
# 9621 si binary-tcp 9611+10: Events from publishers in the binary format
# 9721 si binary-ssl 9711+10: Publishers log in, and send events, in the binary format with TLS
-A CARBONWALL-FROM-CLIENTS -p tcp -m multiport --dports 7621,7721,9621,9721 -m comment --comment "si thrift-tcp 7611+10, si thrift-ssl 7711+10, si binary-tcp 9611+10, si binary-ssl 9711+10" -j ACCEPT
# 9100 si http 9090+10: HTTP netty transport: management APIs, health probes
# 9453 si https 9443+10: HTTPS netty transport: management APIs, other nodes
-A CARBONWALL-FROM-ADMINS -p tcp -m multiport --dports 9100,9453 -m comment --comment "si http 9090+10, si https 9443+10" -j ACCEPT
-A CARBONWALL-FROM-CLUSTER -p tcp --dport 9893 -m comment --comment "si event-sync 9893: The active node sends the passive one the events that it takes in" -j ACCEPT
# 7070 si store-query-http 7070: Applications query and change Siddhi tables over HTTP
# 7443 si store-query-https 7443: Applications query and change Siddhi tables over HTTPS
# 9453 si https 9443+10: HTTPS netty transport: management APIs, other nodes
-A CARBONWALL-FROM-COMPONENTS -p tcp -m multiport --dports 7070,7443,9453 -m comment --comment "si store-query-http 7070, si store-query-https 7443, si https 9443+10" -j ACCEPT
END
}

# The rules of IPv6, as ip6tables-save has them.
rules6() {
    cat <<'END'
:CARBONWALL-INPUT - [0:0]
:CARBONWALL-ICMPV6-ESSENTIALS - [0:0]
:CARBONWALL-GUARD - [0:0]
:CARBONWALL-SERVICES - [0:0]
:CARBONWALL-FROM-CLIENTS - [0:0]
:CARBONWALL-FROM-ADMINS - [0:0]
:CARBONWALL-FROM-COMPONENTS - [0:0]
-A INPUT -j CARBONWALL-INPUT
-A CARBONWALL-INPUT -m comment --comment "carbonwall policy sha256:49ec9a91abfcc408bc31400b4213deeec3da7085d079788ec6d71b407c16bb69"
-A CARBONWALL-INPUT -i lo -j ACCEPT
-A CARBONWALL-INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A CARBONWALL-INPUT -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-INPUT -p icmpv6 -j CARBONWALL-ICMPV6-ESSENTIALS
-A CARBONWALL-INPUT -s fe80::/10 -p udp --sport 547 --dport 546 -m comment --comment "DHCPv6 answers" -j ACCEPT
-A CARBONWALL-INPUT -s fc00::/7 -m comment --comment "default for admins: private ranges" -j CARBONWALL-GUARD
-A CARBONWALL-INPUT -s fe80::/10 -m comment --comment "default for admins: private ranges" -j CARBONWALL-GUARD
-A CARBONWALL-INPUT -j CARBONWALL-SERVICES
-A CARBONWALL-INPUT -m addrtype --dst-type MULTICAST -j DROP
-A CARBONWALL-INPUT -m limit --limit 5/minute --limit-burst 10 -j LOG --log-level info --log-prefix "carbonwall drop: "
-A CARBONWALL-INPUT -j DROP
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 1 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 2 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 3 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 4 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 133 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 134 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 135 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 136 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 130 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 131 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 132 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 143 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s :: -p icmpv6 --icmpv6-type 143 -m comment --comment "multicast listeners without an address yet" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 128 -m limit --limit 50/second --limit-burst 100 -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 128 -m comment --comment "more pings than that, unlogged" -j DROP
-A CARBONWALL-GUARD -p tcp --dport 22 -j ACCEPT
-A CARBONWALL-SERVICES -m comment --comment "default for clients: anywhere" -j CARBONWALL-FROM-CLIENTS
-A CARBONWALL-SERVICES -s fc00::/7 -m comment --comment "default for admins: private ranges" -j CARBONWALL-FROM-ADMINS
-A CARBONWALL-SERVICES -s fe80::/10 -m comment --comment "default for admins: private ranges" -j CARBONWALL-FROM-ADMINS
-A CARBONWALL-SERVICES -s fc00::/7 -m comment --comment "default for components: private ranges" -j CARBONWALL-FROM-COMPONENTS
-A CARBONWALL-SERVICES -s fe80::/10 -m comment --comment "default for components: private ranges" -j CARBONWALL-FROM-COMPONENTS
# 7621 si thrift-tcp 7611+10: Events from publishers over Thrift
# 7721 si thrift-ssl 7711+10: Publishers log in, and send events, over Thrift with TLS
# 9621 si binary-tcp 9611+10: Events from publishers in the binary format
# 9721 si binary-ssl 9711+10: Publishers log in, and send events, in the binary format with TLS
-A CARBONWALL-FROM-CLIENTS -p tcp -m multiport --dports 7621,7721,9621,9721 -m comment --comment "si thrift-tcp 7611+10, si thrift-ssl 7711+10, si binary-tcp 9611+10, si binary-ssl 9711+10" -j ACCEPT
# 9100 si http 9090+10: HTTP netty transport: management APIs, health probes
# 9453 si https 9443+10: HTTPS netty transport: management APIs, other nodes
-A CARBONWALL-FROM-ADMINS -p tcp -m multiport --dports 9100,9453 -m comment --comment "si http 9090+10, si https 9443+10" -j ACCEPT
# 7070 si store-query-http 7070: Applications query and change Siddhi tables over HTTP
# 7443 si store-query-https 7443: Applications query and change Siddhi tables over HTTPS
# 9453 si https 9443+10: HTTPS netty transport: management APIs, other nodes
-A CARBONWALL-FROM-COMPONENTS -p tcp -m multiport --dports 7070,7443,9453 -m comment --comment "si store-query-http 7070, si store-query-https 7443, si https 9443+10" -j ACCEPT
END
}

# What the sets of IPv4 hold: name and size of each, then its blocks.
sets4() {
    cat <<'END'
END
}

# What the sets of IPv6 hold.
sets6() {
    cat <<'END'
END
}

LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL PATH

say() {
    printf 'carbonwall: %s\n' "$1" >&2
}

fail() {
    say "$1"
    exit "${2:-1}"
}

save() { # FAMILY [OPTION]
    program=iptables-save
    [ "$1" = 4 ] || program=ip6tables-save
    shift
    "$program" -t filter "$@"
}

restore() { # FAMILY [OPTION]
    program=iptables-restore
    [ "$1" = 4 ] || program=ip6tables-restore
    shift
    "$program" --noflush --counters -w "$@"
}

# Which families have to be fenced. A kernel that speaks IPv6 isn't left open where ip6tables is missing.
find_families() {
    for program in iptables-save iptables-restore awk; do
        command -v "$program" >/dev/null || fail "$program isn't here: nothing was changed"
    done
    families=4
    if [ "$(cat /sys/module/ipv6/parameters/disable 2>/dev/null)" = 1 ]; then
        say "this kernel doesn't speak IPv6: only IPv4 has rules"
    elif command -v ip6tables-restore >/dev/null && ip6tables-save -t filter >/dev/null 2>&1; then
        families='4 6'
    elif [ -e /proc/net/if_inet6 ]; then
        fail "this kernel speaks IPv6 and ip6tables doesn't work here, so that IPv6 would stay open: nothing was changed"
    else
        say "this kernel doesn't speak IPv6: only IPv4 has rules"
    fi
}

# iptables has two kinds, nft and legacy; rules that one has loaded don't show in the other and decide all the same.
check_other_kind() {
    case $(iptables-restore -V) in
    *nf_tables*) other=legacy ;;
    *) other=nft ;;
    esac
    command -v "iptables-$other-save" >/dev/null || return 0
    [ "$other" = nft ] || grep -qsx filter /proc/net/ip_tables_names || return 0
    ! "iptables-$other-save" -t filter 2>/dev/null | grep '^:CARBONWALL-' >/dev/null ||
        fail "iptables-$other holds CARBONWALL chains, too: remove them with it first (update-alternatives --config iptables); nothing was changed"
}

# One of these at a time, where the system has flock and lets us.
lock() {
    command -v flock >/dev/null || return 0
    (umask 077 && : >>/run/carbonwall-iptables.lock) 2>/dev/null || return 0
    exec 9>>/run/carbonwall-iptables.lock
    flock 9 || fail "can't lock /run/carbonwall-iptables.lock: nothing was changed"
}

# What of a family's listing is ours: our chains, their rules, and the calls of them.
loaded() { # FAMILY
    listing=$(save "$1") || fail "can't list the rules of IPv$1: nothing was changed"
    case $listing in
    *"is incompatible, use 'nft' tool"*)
        fail "the filter table of IPv$1 holds rules of nft's that iptables can't list: nothing was changed"
        ;;
    esac
    printf '%s\n' "$listing" |
        awk '/^:CARBONWALL-/ || /^-A CARBONWALL-/ || / -[jg] CARBONWALL-[^ ]*$/'
}

has_sets() {
    command -v ipset >/dev/null && ipset list -n >/dev/null 2>&1
}

# The rules of a family, without sets where the host has no ipset: a set becomes a chain with a rule for each block.
wanted() { # FAMILY
    if has_sets; then
        "rules$1"
        return
    fi
    { "sets$1" && echo -- && "rules$1"; } | awk '
        $0 == "--" { rules = 1; next }
        !rules && $1 == "set" { name = $2; next }
        !rules { block[name, ++blocks[name]] = $1; next }
        $3 == "-m" && $4 == "set" && $5 == "--match-set" {
            chain = $6 "-" ++calls[$6]
            print ":" chain " - [0:0]"
            print "-A " $2 " -j " chain
            option = $7 == "src" ? " -s " : " -d "
            for (i = 1; i <= blocks[$6]; i++) print "-A " chain option block[$6, i] " -j " $NF
            next
        }
        { print }
    '
}

# The rules of a family with what those of the same policy, which are loaded, have counted so far.
counted() { # FAMILY
    if [ "$(old "$1" | digest)" != "$(wanted "$1" | digest)" ] ||
        [ "$(old "$1" | rule_count)" -ne "$(wanted "$1" | rule_count)" ]; then
        wanted "$1"
        return
    fi
    { save "$1" --counters | grep ' -A CARBONWALL-' || :; echo -- && wanted "$1"; } | awk '
        $0 == "--" { new = 1; next }
        !new { count[$3, ++olds[$3]] = $1; next }
        /^-A CARBONWALL-/ && (($2, ++rules[$2]) in count) { print count[$2, rules[$2]], $0; next }
        { print }
    '
}

# Reads what is loaded of ours, a line --, what shall be, and a line --. Writes what leads iptables-restore from one to the
# other in one step: each chain is emptied and filled again, a call that is there stays where it is, what is missing comes
# to the top, and what nobody wants any more goes. Without the last line no COMMIT is written, and nothing is changed.
transition() {
    awk '
        function name(line) { sub(/^:/, "", line); sub(/ .*/, "", line); return line }
        BEGIN { print "*filter" }
        /^#/ || /^$/ { next }
        $0 == "--" { new = 1; parts++; next }
        !new && /^:/ { print $1 " - [0:0]"; old[++olds] = name($1); seen[name($1)]; next }
        !new && /^-A CARBONWALL-/ { next }
        !new { call[++calls] = $0; present[$0]; next }
        /^:/ { if (!(name($1) in seen)) print; kept[name($1)]; next }
        /^(\[[0-9:]*\] )?-A CARBONWALL-/ { rule[++rules] = $0; next }
        { kept[$0]; if (!($0 in present)) missing[++lacks] = $0 }
        END {
            if (parts != 2) exit 1
            for (i = 1; i <= rules; i++) print rule[i]
            for (i = 1; i <= lacks; i++) { sub(/^-A [^ ]+/, "& 1", missing[i]); sub(/^-A/, "-I", missing[i]); print missing[i] }
            for (i = 1; i <= calls; i++) {
                target = call[i]
                sub(/.* /, "", target)
                if (!(target in kept)) { sub(/^-A/, "-D", call[i]); print call[i] }
            }
            for (i = 1; i <= olds; i++) if (!(old[i] in kept)) print "-X " old[i]
            print "COMMIT"
        }
    '
}

# Leads a family from what is loaded to what standard input says.
load() { # FAMILY LOADED [OPTION]
    family=$1
    from=$2
    shift 2
    { printf '%s\n' "$from" -- && cat && echo --; } | transition | restore "$family" "$@"
}

# Fills the sets of a family in the background of the rules: a set has its name once it is whole.
fill_sets() { # FAMILY
    kind=inet
    [ "$1" = 4 ] || kind=inet6
    "sets$1" | awk -v kind="$kind" '
        function finish() { if (name) { print "swap CARBONWALL-NEW " name; print "destroy CARBONWALL-NEW" } }
        $1 == "set" {
            finish()
            name = $2
            for (size = 64; size < $3; size *= 2) {}
            options = " hash:net family " kind " hashsize " size " maxelem " ($3 > 65536 ? $3 : 65536)
            print "create " name options
            print "create CARBONWALL-NEW" options
            next
        }
        { print "add CARBONWALL-NEW " $1 }
        END { finish() }
    ' | ipset -exist restore
}

# Removes the sets that no rule asks; the kernel keeps the others. One that it isn't done with goes a second later.
remove_sets() {
    has_sets || return 0
    for pause in 1 0; do
        for name in $(ipset list -n | grep '^CARBONWALL-'); do
            ipset destroy "$name" 2>/dev/null || :
        done
        [ "$(ipset list -n | grep -c '^CARBONWALL-')" -gt "$1" ] || return 0
        sleep "$pause"
    done
}

old() { # FAMILY
    case $1 in
    4) printf '%s\n' "$old4" ;;
    6) printf '%s\n' "$old6" ;;
    esac
}

# Undoes what was loaded of the families given.
put_back() { # FAMILY...
    for undone; do
        if ! now=$(loaded "$undone") || ! old "$undone" | load "$undone" "$now"; then
            fail "the rules of IPv$undone are the new ones, since the old ones couldn't be put back"
        fi
    done
}

give_up() { # REASON
    remove_sets 0
    fail "$1"
}

new() { # FAMILY
    case $1 in
    4) printf '%s\n' "$new4" ;;
    6) printf '%s\n' "$new6" ;;
    esac
}

# Keeps what a family is led to. Lines without a rule would take all rules away, and are a sign that not all was read.
read_new() { # FAMILY
    lines=$(counted "$1") || lines=
    case $lines in
    *'-A CARBONWALL-'*) ;;
    *) give_up "the new rules of IPv$1 can't be read: nothing was changed" ;;
    esac
    case $1 in
    4) new4=$lines ;;
    6) new6=$lines ;;
    esac
}

start() {
    old4=$(loaded 4)
    old6=
    case $families in *6*) old6=$(loaded 6) ;; esac
    if has_sets; then
        ipset destroy CARBONWALL-NEW 2>/dev/null || :
        for each in $families; do
            fill_sets "$each" || give_up "can't fill the sets of IPv$each: no rule was changed"
        done
    fi
    for each in $families; do
        wanted "$each" | load "$each" "$(old "$each")" --test ||
            give_up "the rules of IPv$each can't be loaded here: nothing was changed"
    done
    for each in $families; do
        read_new "$each"
    done
    trap '' HUP INT TERM
    finished=
    for each in $families; do
        if new "$each" | load "$each" "$(old "$each")"; then
            finished="$finished $each"
        else
            say "the rules of IPv$each couldn't be loaded"
            # shellcheck disable=SC2086 # one word a family
            put_back $finished
            give_up 'the old rules are in force'
        fi
    done
    remove_sets "$({ sets4; sets6; } | grep -c '^set ')"
}

stop() {
    for each in $families; do
        now=$(loaded "$each")
        : | load "$each" "$now" || fail "the rules of IPv$each couldn't be removed"
    done
    remove_sets 0
}

# What a family's rules say of the policy that they are from.
digest() {
    sed -n 's/^-A CARBONWALL-INPUT -m comment --comment "carbonwall policy sha256:\([0-9a-f]*\)".*/\1/p' | sed -n 1p
}

rule_count() {
    grep -c '^-A CARBONWALL-' || :
}

state() { # FAMILY
    now=$(loaded "$1")
    here=$(printf '%s\n' "$now" | digest)
    if [ -z "$here" ]; then
        echo 'not loaded'
    elif [ "$here" != "$(wanted "$1" | digest)" ]; then
        echo "the rules of another policy are loaded, sha256:$here"
    elif [ "$(printf '%s\n' "$now" | rule_count)" -ne "$(wanted "$1" | rule_count)" ]; then
        echo 'loaded, and changed by somebody since'
    elif ! printf '%s\n' "$now" | grep '^-A INPUT .*-j CARBONWALL-INPUT$' >/dev/null; then
        echo 'loaded, and INPUT calls them no more'
    else
        echo 'in force'
    fi
}

status() {
    result=0
    for each in $families; do
        state=$(state "$each")
        echo "IPv$each: $state"
        [ "$state" = 'in force' ] || result=3
    done
    return "$result"
}

case ${1-} in
start | stop | status) ;;
*) fail "usage: sh $0 start|stop|status" 64 ;;
esac
[ "$(id -u)" -eq 0 ] || fail 'only root can do that' 77
find_families
lock
[ "$1" != start ] || check_other_kind
"$1"
