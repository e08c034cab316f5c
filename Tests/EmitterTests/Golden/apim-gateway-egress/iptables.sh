#!/bin/sh
# Host firewall for apim (gateway)
# Written by carbonwall 0.1.0. Change the selection and emit it again rather than edit this file.
#
# Load it:     sh FILE start      as root, and again after each boot
# Look at it:  sh FILE status     exits with 0 where these very rules are loaded, else 3
# Remove it:   sh FILE stop
#
# It changes the chains CARBONWALL-… and the rules that call them, and leaves all other rules alone.
# Keep a second session open.
#
# Decides about the whole host: what isn't allowed is dropped.
# Output is fenced too: only the listed destinations, names, time and addresses.
#
# Who may reach it:
#   administrator's way in, 22/tcp: admins
#   clients: 0.0.0.0/0, ::/0 (default)
#   admins: 10.9.0.0/24
#   components: 10.0.2.11-10.0.2.12, fd00:2::/64
#   monitoring: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7, fe80::/10 (default)
#   directory: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7, fe80::/10 (default)
#
# To know:
#   - no source given for clients, so anywhere
#   - no source given for monitoring, directory, so private ranges only (10/8, 172.16/12, 192.168/16, fc00::/7, fe80::/10)
#   - apim: A random TCP port opens at start-up because of -Dcom.sun.management.jmxremote in the start script: the JVM's own connector, which serves only local processes. No rule opens it.
#   - apim: A random UDP port opens at start-up where log4j2.properties has a SyslogAppender (it is commented out as shipped): it only sends. Connection tracking lets replies in; no rule opens it.

# shellcheck disable=SC2016 # what stands in single quotes is awk's
POSIXLY_CORRECT=1
unset -f '[' awk cat command echo eval flock grep id ipset iptables-legacy-save iptables-nft-save iptables-restore \
    ip6tables-legacy-save ip6tables-nft-save iptables-save ip6tables-restore ip6tables-save printf sh sleep test umask unshare
set -eu

# The rules of IPv4, as iptables-save has them.
rules4() {
    cat <<'END'
*mangle
:CARBONWALL-SOURCES - [0:0]
-A PREROUTING -j CARBONWALL-SOURCES
-A CARBONWALL-SOURCES -i lo -j RETURN
-A CARBONWALL-SOURCES -m conntrack --ctstate ESTABLISHED -j RETURN
-A CARBONWALL-SOURCES -m addrtype ! --dst-type LOCAL,BROADCAST,MULTICAST -j RETURN
-A CARBONWALL-SOURCES -p udp -m rpfilter --invert -m comment --comment "sources that aren't reached through this interface" -j DROP
*filter
:CARBONWALL-INPUT - [0:0]
:CARBONWALL-ICMP-ESSENTIALS - [0:0]
:CARBONWALL-GUARD - [0:0]
:CARBONWALL-SERVICES - [0:0]
:CARBONWALL-FROM-CLIENTS - [0:0]
:CARBONWALL-FROM-ADMINS - [0:0]
:CARBONWALL-FROM-COMPONENTS - [0:0]
:CARBONWALL-FROM-MONITORING - [0:0]
:CARBONWALL-FROM-DIRECTORY - [0:0]
:CARBONWALL-OUTPUT - [0:0]
:CARBONWALL-TO-COMPONENTS - [0:0]
-A INPUT -j CARBONWALL-INPUT
-A OUTPUT -j CARBONWALL-OUTPUT
-A CARBONWALL-INPUT -m comment --comment "carbonwall policy sha256:635e3205f595fb522cdf45acf2b8119e320ad1796fd24f9df55eccfec570eeca"
-A CARBONWALL-INPUT -i lo -j ACCEPT
-A CARBONWALL-INPUT -p icmp -j CARBONWALL-ICMP-ESSENTIALS
-A CARBONWALL-INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
-A CARBONWALL-INPUT -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-INPUT -s 10.9.0.0/24 -j CARBONWALL-GUARD
-A CARBONWALL-INPUT -j CARBONWALL-SERVICES
-A CARBONWALL-INPUT -p icmp -m addrtype --dst-type BROADCAST,MULTICAST -m comment --comment "a network's chatter, unlogged" -j DROP
-A CARBONWALL-INPUT -p 2 -m addrtype --dst-type BROADCAST,MULTICAST -m comment --comment "a network's chatter, unlogged" -j DROP
-A CARBONWALL-INPUT -p udp -m addrtype --dst-type BROADCAST,MULTICAST -m comment --comment "a network's chatter, unlogged" -j DROP
-A CARBONWALL-INPUT -m limit --limit 5/minute --limit-burst 10 -j LOG --log-level info --log-prefix "carbonwall drop: "
-A CARBONWALL-INPUT -j DROP
-A CARBONWALL-ICMP-ESSENTIALS -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 8 -m limit --limit 50/second --limit-burst 100 -j ACCEPT
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 8 -m comment --comment "more pings than that, unlogged" -j DROP
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 3 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 11 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMP-ESSENTIALS -p icmp --icmp-type 12 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-GUARD -p tcp --dport 22 -j ACCEPT
-A CARBONWALL-SERVICES -m comment --comment "default for clients: anywhere" -j CARBONWALL-FROM-CLIENTS
-A CARBONWALL-SERVICES -s 10.9.0.0/24 -j CARBONWALL-FROM-ADMINS
-A CARBONWALL-SERVICES -s 10.0.2.11 -j CARBONWALL-FROM-COMPONENTS
-A CARBONWALL-SERVICES -s 10.0.2.12 -j CARBONWALL-FROM-COMPONENTS
-A CARBONWALL-SERVICES -s 10.0.0.0/8 -m comment --comment "default for monitoring: private ranges" -j CARBONWALL-FROM-MONITORING
-A CARBONWALL-SERVICES -s 172.16.0.0/12 -m comment --comment "default for monitoring: private ranges" -j CARBONWALL-FROM-MONITORING
-A CARBONWALL-SERVICES -s 192.168.0.0/16 -m comment --comment "default for monitoring: private ranges" -j CARBONWALL-FROM-MONITORING
-A CARBONWALL-SERVICES -s 10.0.0.0/8 -m comment --comment "default for directory: private ranges" -j CARBONWALL-FROM-DIRECTORY
-A CARBONWALL-SERVICES -s 172.16.0.0/12 -m comment --comment "default for directory: private ranges" -j CARBONWALL-FROM-DIRECTORY
-A CARBONWALL-SERVICES -s 192.168.0.0/16 -m comment --comment "default for directory: private ranges" -j CARBONWALL-FROM-DIRECTORY
# 8021 apim webhook-https 8021: WebSub hubs deliver events to the gateway's webhook receiver over HTTPS
# 8099 apim wss 8099: WebSocket APIs over TLS
# 8243 apim passthrough-https 8243: API traffic over HTTPS (pass-through or NIO transport)
# 8280 apim passthrough-http 8280: API traffic over HTTP (pass-through or NIO transport)
# 9021 apim webhook-http 9021: WebSub hubs deliver events to the gateway's webhook receiver over HTTP
# 9099 apim ws 9099: WebSocket APIs
-A CARBONWALL-FROM-CLIENTS -p tcp -m multiport --dports 8021,8099,8243,8280,9021,9099 -m comment --comment "apim webhook-https 8021, apim wss 8099, apim passthrough-https 8243, apim passthrough-http 8280, apim webhook-http 9021, apim ws 9099" -j ACCEPT
# 9443 apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs
# 9763 apim servlet-http 9763: HTTP servlet transport: health probes, load balancers that end TLS themselves
-A CARBONWALL-FROM-ADMINS -p tcp -m multiport --dports 9443,9763 -m comment --comment "apim servlet-https 9443, apim servlet-http 9763" -j ACCEPT
# 5672 apim amqp 5672: Internal message broker: throttling decisions, revoked tokens, API deployments
# 8672 apim amqp-tls 8672: Internal message broker over TLS; nothing connects to it unless configured
# 9443 apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs
# 9611 apim binary-tcp 9611: Receives throttling events from gateways
# 9711 apim binary-ssl 9711: Logs in and receives throttling events over TLS
# 10711 apim thrift-auth 10711: Thrift authentication service of carbon-identity; no component of API-M 4.x is known to call it
-A CARBONWALL-FROM-COMPONENTS -p tcp -m multiport --dports 5672,8672,9443,9611,9711,10711 -m comment --comment "apim amqp 5672, apim amqp-tls 8672, apim servlet-https 9443, apim binary-tcp 9611, apim binary-ssl 9711, apim thrift-auth 10711" -j ACCEPT
# 9999 apim rmi-registry 9999: JMX: the RMI registry, where a console asks for the RMI server
# 11111 apim rmi-server 11111: JMX: the RMI server that the registry sends consoles to
-A CARBONWALL-FROM-MONITORING -p tcp -m multiport --dports 9999,11111 -m comment --comment "apim rmi-registry 9999, apim rmi-server 11111" -j ACCEPT
-A CARBONWALL-FROM-DIRECTORY -p tcp --dport 10389 -m comment --comment "apim ldap 10389: Embedded LDAP server of Identity Server 5.x and older; no API-M 4.x opens it" -j ACCEPT
-A CARBONWALL-FROM-DIRECTORY -p udp --dport 8000 -m comment --comment "apim kdc 8000: Kerberos key distribution center of Identity Server 5.x and older; no API-M 4.x opens it" -j ACCEPT
-A CARBONWALL-OUTPUT -m comment --comment "carbonwall policy sha256:635e3205f595fb522cdf45acf2b8119e320ad1796fd24f9df55eccfec570eeca"
-A CARBONWALL-OUTPUT -o lo -j ACCEPT
-A CARBONWALL-OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
-A CARBONWALL-OUTPUT -p icmp -j ACCEPT
-A CARBONWALL-OUTPUT -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-OUTPUT -p tcp --dport 53 -j ACCEPT
-A CARBONWALL-OUTPUT -p udp -m multiport --dports 53,67,123,547 -j ACCEPT
-A CARBONWALL-OUTPUT -d 10.0.2.11 -j CARBONWALL-TO-COMPONENTS
-A CARBONWALL-OUTPUT -d 10.0.2.12 -j CARBONWALL-TO-COMPONENTS
-A CARBONWALL-OUTPUT -m limit --limit 5/minute --limit-burst 10 -j LOG --log-level info --log-prefix "carbonwall drop: "
-A CARBONWALL-OUTPUT -j DROP
# 5672 apim amqp 5672: Internal message broker: throttling decisions, revoked tokens, API deployments
# 9443 apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs
# 9611 apim binary-tcp 9611: Receives throttling events from gateways
# 9711 apim binary-ssl 9711: Logs in and receives throttling events over TLS
-A CARBONWALL-TO-COMPONENTS -p tcp -m multiport --dports 5672,9443,9611,9711 -m comment --comment "apim amqp 5672, apim servlet-https 9443, apim binary-tcp 9611, apim binary-ssl 9711" -j ACCEPT
# end
END
}

# The rules of IPv6, as ip6tables-save has them.
rules6() {
    cat <<'END'
*mangle
:CARBONWALL-SOURCES - [0:0]
-A PREROUTING -j CARBONWALL-SOURCES
-A CARBONWALL-SOURCES -i lo -j RETURN
-A CARBONWALL-SOURCES -m conntrack --ctstate ESTABLISHED -j RETURN
-A CARBONWALL-SOURCES -d fe80::/10 -p udp --dport 546 -j RETURN
-A CARBONWALL-SOURCES ! -d ff00::/8 -m addrtype ! --dst-type LOCAL -j RETURN
-A CARBONWALL-SOURCES -p udp -m rpfilter --invert -m comment --comment "sources that aren't reached through this interface" -j DROP
*filter
:CARBONWALL-INPUT - [0:0]
:CARBONWALL-ICMPV6-ESSENTIALS - [0:0]
:CARBONWALL-SERVICES - [0:0]
:CARBONWALL-FROM-CLIENTS - [0:0]
:CARBONWALL-FROM-COMPONENTS - [0:0]
:CARBONWALL-FROM-MONITORING - [0:0]
:CARBONWALL-FROM-DIRECTORY - [0:0]
:CARBONWALL-OUTPUT - [0:0]
:CARBONWALL-TO-COMPONENTS - [0:0]
-A INPUT -j CARBONWALL-INPUT
-A OUTPUT -j CARBONWALL-OUTPUT
-A CARBONWALL-INPUT -m comment --comment "carbonwall policy sha256:635e3205f595fb522cdf45acf2b8119e320ad1796fd24f9df55eccfec570eeca"
-A CARBONWALL-INPUT -i lo -j ACCEPT
-A CARBONWALL-INPUT -p icmpv6 -j CARBONWALL-ICMPV6-ESSENTIALS
-A CARBONWALL-INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
-A CARBONWALL-INPUT -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-INPUT -d fe80::/10 -p udp --dport 546 -m comment --comment "DHCPv6 answers" -j ACCEPT
-A CARBONWALL-INPUT -j CARBONWALL-SERVICES
-A CARBONWALL-INPUT -p 2 -m addrtype --dst-type MULTICAST -m comment --comment "a network's chatter, unlogged" -j DROP
-A CARBONWALL-INPUT -p udp -m addrtype --dst-type MULTICAST -m comment --comment "a network's chatter, unlogged" -j DROP
-A CARBONWALL-INPUT -p icmpv6 -m addrtype --dst-type MULTICAST -m comment --comment "a network's chatter, unlogged" -j DROP
-A CARBONWALL-INPUT -m limit --limit 5/minute --limit-burst 10 -j LOG --log-level info --log-prefix "carbonwall drop: "
-A CARBONWALL-INPUT -j DROP
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 133 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 134 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 135 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 136 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 141 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 142 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 148 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 149 -m hl --hl-eq 255 -m comment --comment "routers and neighbours, from this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 130 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 131 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 132 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 143 -m comment --comment "multicast listeners" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s :: -p icmpv6 --icmpv6-type 143 -m comment --comment "multicast listeners without an address yet" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 151 -m hl --hl-eq 1 -m comment --comment "multicast routers, on this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 152 -m hl --hl-eq 1 -m comment --comment "multicast routers, on this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -s fe80::/10 -p icmpv6 --icmpv6-type 153 -m hl --hl-eq 1 -m comment --comment "multicast routers, on this link" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 128 -m limit --limit 50/second --limit-burst 100 -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 128 -m comment --comment "more pings than that, unlogged" -j DROP
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 1 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 2 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 3 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-ICMPV6-ESSENTIALS -p icmpv6 --icmpv6-type 4 -m comment --comment "errors, path MTU" -j ACCEPT
-A CARBONWALL-SERVICES -m comment --comment "default for clients: anywhere" -j CARBONWALL-FROM-CLIENTS
-A CARBONWALL-SERVICES -s fd00:2::/64 -j CARBONWALL-FROM-COMPONENTS
-A CARBONWALL-SERVICES -s fc00::/7 -m comment --comment "default for monitoring: private ranges" -j CARBONWALL-FROM-MONITORING
-A CARBONWALL-SERVICES -s fe80::/10 -m comment --comment "default for monitoring: private ranges" -j CARBONWALL-FROM-MONITORING
-A CARBONWALL-SERVICES -s fc00::/7 -m comment --comment "default for directory: private ranges" -j CARBONWALL-FROM-DIRECTORY
-A CARBONWALL-SERVICES -s fe80::/10 -m comment --comment "default for directory: private ranges" -j CARBONWALL-FROM-DIRECTORY
# 8021 apim webhook-https 8021: WebSub hubs deliver events to the gateway's webhook receiver over HTTPS
# 8099 apim wss 8099: WebSocket APIs over TLS
# 8243 apim passthrough-https 8243: API traffic over HTTPS (pass-through or NIO transport)
# 8280 apim passthrough-http 8280: API traffic over HTTP (pass-through or NIO transport)
# 9021 apim webhook-http 9021: WebSub hubs deliver events to the gateway's webhook receiver over HTTP
# 9099 apim ws 9099: WebSocket APIs
-A CARBONWALL-FROM-CLIENTS -p tcp -m multiport --dports 8021,8099,8243,8280,9021,9099 -m comment --comment "apim webhook-https 8021, apim wss 8099, apim passthrough-https 8243, apim passthrough-http 8280, apim webhook-http 9021, apim ws 9099" -j ACCEPT
# 5672 apim amqp 5672: Internal message broker: throttling decisions, revoked tokens, API deployments
# 8672 apim amqp-tls 8672: Internal message broker over TLS; nothing connects to it unless configured
# 9443 apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs
# 9611 apim binary-tcp 9611: Receives throttling events from gateways
# 9711 apim binary-ssl 9711: Logs in and receives throttling events over TLS
# 10711 apim thrift-auth 10711: Thrift authentication service of carbon-identity; no component of API-M 4.x is known to call it
-A CARBONWALL-FROM-COMPONENTS -p tcp -m multiport --dports 5672,8672,9443,9611,9711,10711 -m comment --comment "apim amqp 5672, apim amqp-tls 8672, apim servlet-https 9443, apim binary-tcp 9611, apim binary-ssl 9711, apim thrift-auth 10711" -j ACCEPT
# 9999 apim rmi-registry 9999: JMX: the RMI registry, where a console asks for the RMI server
# 11111 apim rmi-server 11111: JMX: the RMI server that the registry sends consoles to
-A CARBONWALL-FROM-MONITORING -p tcp -m multiport --dports 9999,11111 -m comment --comment "apim rmi-registry 9999, apim rmi-server 11111" -j ACCEPT
-A CARBONWALL-FROM-DIRECTORY -p tcp --dport 10389 -m comment --comment "apim ldap 10389: Embedded LDAP server of Identity Server 5.x and older; no API-M 4.x opens it" -j ACCEPT
-A CARBONWALL-FROM-DIRECTORY -p udp --dport 8000 -m comment --comment "apim kdc 8000: Kerberos key distribution center of Identity Server 5.x and older; no API-M 4.x opens it" -j ACCEPT
-A CARBONWALL-OUTPUT -m comment --comment "carbonwall policy sha256:635e3205f595fb522cdf45acf2b8119e320ad1796fd24f9df55eccfec570eeca"
-A CARBONWALL-OUTPUT -o lo -j ACCEPT
-A CARBONWALL-OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
-A CARBONWALL-OUTPUT -p icmpv6 -j ACCEPT
-A CARBONWALL-OUTPUT -m conntrack --ctstate INVALID -j DROP
-A CARBONWALL-OUTPUT -p tcp --dport 53 -j ACCEPT
-A CARBONWALL-OUTPUT -p udp -m multiport --dports 53,67,123,547 -j ACCEPT
-A CARBONWALL-OUTPUT -d fd00:2::/64 -j CARBONWALL-TO-COMPONENTS
-A CARBONWALL-OUTPUT -m limit --limit 5/minute --limit-burst 10 -j LOG --log-level info --log-prefix "carbonwall drop: "
-A CARBONWALL-OUTPUT -j DROP
# 5672 apim amqp 5672: Internal message broker: throttling decisions, revoked tokens, API deployments
# 9443 apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs
# 9611 apim binary-tcp 9611: Receives throttling events from gateways
# 9711 apim binary-ssl 9711: Logs in and receives throttling events over TLS
-A CARBONWALL-TO-COMPONENTS -p tcp -m multiport --dports 5672,9443,9611,9711 -m comment --comment "apim amqp 5672, apim servlet-https 9443, apim binary-tcp 9611, apim binary-ssl 9711" -j ACCEPT
# end
END
}

# What the sets of IPv4 hold: name and size of each, then its blocks.
sets4() {
    cat <<'END'
# end
END
}

# What the sets of IPv6 hold.
sets6() {
    cat <<'END'
# end
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

# awk, whose programs here print `# end` last: one that is broken, or isn't awk, doesn't pass for one that found nothing.
edit() {
    edited=$(awk "$@") || return 1
    case $edited in
    '# end') ;;
    *"$line_end# end") printf '%s\n' "${edited%"$line_end# end"}" ;;
    *) return 1 ;;
    esac
}
line_end='
'

# Values of a family: `listing` is what is loaded, `old` what was before, `wanted` what shall be, `held` its sets.
keep() { # NAME FAMILY TEXT
    eval "$1$2=\$3"
}

value() { # NAME FAMILY
    eval "printf '%s\\n' \"\$$1$2\""
}

# Which kind of iptables this is. Each knows nothing of what the other has loaded.
find_kind() {
    for program in iptables-save iptables-restore awk; do
        command -v "$program" >/dev/null || fail "$program isn't here: nothing was changed"
    done
    case $(iptables-restore -V) in
    *nf_tables*) kind=nft other=legacy ;;
    *[0-9]*) kind=legacy other=nft ;;
    *) fail "iptables-restore doesn't work here: nothing was changed" ;;
    esac
}

check_awk() {
    [ "$(echo works | edit '{ print } END { print "# end" }')" = works ] || fail "awk doesn't work here: nothing was changed"
}

# Which families have to be fenced. A kernel that speaks IPv6 isn't left open where ip6tables is missing.
find_families() {
    families=4
    if [ "$(cat /sys/module/ipv6/parameters/disable 2>/dev/null)" = 1 ]; then
        say "this kernel doesn't speak IPv6: only IPv4 has rules"
    elif command -v ip6tables-restore >/dev/null && ip6tables-save -t filter >/dev/null 2>&1; then
        families='4 6'
    elif [ ! -e /proc/net/if_inet6 ]; then
        say "this kernel doesn't speak IPv6: only IPv4 has rules"
    elif is_ipv6_off; then
        say "IPv6 is off here (net.ipv6.conf.*.disable_ipv6) and ip6tables doesn't work: only IPv4 has rules; before IPv6 is turned on, install ip6tables and start this again"
    else
        fail "this kernel speaks IPv6 and ip6tables doesn't work here, so that IPv6 would stay open: nothing was changed"
    fi
}

# No interface has an address, and none will get one.
is_ipv6_off() {
    [ -z "$(cat /proc/net/if_inet6)" ] || return 1
    for name in all default; do
        [ "$(cat "/proc/sys/net/ipv6/conf/$name/disable_ipv6" 2>/dev/null)" = 1 ] || return 1
    done
}

# Whether the other kind of iptables holds chains of ours, which decide all the same. Listing a table of iptables-legacy
# makes it, so that only what is there is listed.
other_kind_holds() { # FAMILY
    program=iptables-$other-save names=/proc/net/ip_tables_names
    [ "$1" = 4 ] || { program=ip6tables-$other-save names=/proc/net/ip6_tables_names; }
    [ "$other" = nft ] || grep -qsx filter "$names" || return 1
    if ! command -v "$program" >/dev/null; then
        [ "$other" = nft ] || say "iptables-legacy has rules for IPv$1 here, which can't be listed without $program"
        return 1
    fi
    others=$("$program" -t filter 2>/dev/null) || fail "$program doesn't work here, so that its rules can't be seen: nothing was changed"
    case $others in *:CARBONWALL-*) ;; *) return 1 ;; esac
}

check_other_kind() {
    for each in $families; do
        ! other_kind_holds "$each" ||
            fail "iptables-$other holds CARBONWALL chains, too: remove them with it first (update-alternatives --config iptables); nothing was changed"
    done
}

# One of these at a time, where the system has flock and lets us.
lock() {
    command -v flock >/dev/null || return 0
    (umask 077 && : >>/run/carbonwall-iptables.lock) 2>/dev/null || return 0
    exec 9>>/run/carbonwall-iptables.lock
    flock 9 || fail "can't lock /run/carbonwall-iptables.lock: nothing was changed"
}

# The tables of a family that can hold rules of ours.
save() { # FAMILY [OPTION]
    program=iptables-save names=/proc/net/ip_tables_names
    [ "$1" = 4 ] || { program=ip6tables-save names=/proc/net/ip6_tables_names; }
    shift
    "$program" -t filter "$@" || return 1
    [ "$kind" = nft ] || grep -qsx mangle "$names" || return 0
    "$program" -t mangle "$@"
}

restore() { # FAMILY [OPTION]
    program=iptables-restore
    [ "$1" = 4 ] || program=ip6tables-restore
    shift
    "$program" --noflush --counters -w "$@"
}

read_listing() { # FAMILY
    listing=$(save "$1") || fail "can't list the rules of IPv$1: $changed"
    case $listing in
    *"is incompatible, use 'nft' tool"*)
        fail "the filter table of IPv$1 holds rules of nft's that iptables can't list: $changed"
        ;;
    esac
    keep listing "$1" "$listing"
}
changed='nothing was changed'

# What awk programs that read a listing begin with: rules and chains of ours by text (0, and 1 behind a line --), table and
# chain, and those of others. A call is a rule of another chain that leads to one of ours.
reader='
    function place(chain) { return part SUBSEP table SUBSEP chain }
    function target(line, words, n, i) {
        gsub(/"([^"\\]|\\.)*"/, "x", line)
        n = split(line, words, " ")
        for (i = 3; i < n; i++) if (words[i] == "-j" || words[i] == "-g") return words[i] words[i + 1]
        return ""
    }
    function is_ours(name) { return name ~ /^CARBONWALL-/ }
    # Whether a rule can let a packet past what follows it; `first` says whether RETURN does, too.
    function lets_past(line, first, to) {
        if (first && (line == "-A INPUT -i lo -j ACCEPT" || line == "-A OUTPUT -o lo -j ACCEPT")) return 0
        to = target(line)
        if (to == "" || to ~ /^-j(DROP|REJECT|LOG|NFLOG|ULOG|TARPIT|AUDIT|TRACE|SET|MARK|CONNMARK|SECMARK|CONNSECMARK|TCPMSS)$/) return 0
        if (to == "-jRETURN" || to ~ /^-g/ && first) return first
        return chain_lets_past(substr(to, 3))
    }
    function chain_lets_past(chain, at, i) {
        at = place(chain)
        if (!(at in chains)) return 1
        if (at in judged) return judged[at]
        judged[at] = 0
        for (i = 1; i <= count[at]; i++) if (lets_past(rule[at, i], 0)) judged[at] = 1
        return judged[at]
    }
    # Whether a rule takes every packet, so that nothing gets to those behind it.
    function takes_all(line) { return line ~ /^-A [^ ]+ -j (DROP|REJECT)( --reject-with [^ ]+)?$/ }
    BEGIN { part = 0 }
    /^#/ || /^COMMIT/ || /^$/ { next }
    $0 == "--" { part++; next }
    /^\*/ { table = $1; next }
    /^:/ {
        name = substr($1, 2)
        chains[place(name)]
        if (is_ours(name)) { own[part, ++owns[part]] = name; own_table[part, owns[part]] = table }
        next
    }
    {
        line = $0
        packets = ""
        if (sub(/^\[[0-9:]*\] /, "", line)) packets = substr($1 " ", 1)
        split(line, words, " ")
        at = place(words[2])
        rule[at, ++count[at]] = line
        counter[at, count[at]] = packets
        if (!is_ours(words[2]) && is_ours(substr(target(line), 3))) {
            call[part, ++calls[part]] = line
            call_at[part, calls[part]] = at
            call_table[part, calls[part]] = table
            call_index[part, calls[part]] = count[at]
        }
    }
'

# What of a listing is ours: our chains, their rules, and the calls of them.
ours='
    END {
        for (i = 1; i <= owns[0]; i++) {
            print own_table[0, i], own[0, i]
            at = 0 SUBSEP own_table[0, i] SUBSEP own[0, i]
            for (j = 1; j <= count[at]; j++) print rule[at, j]
        }
        for (i = 1; i <= calls[0]; i++) print call[0, i]
        print "# end"
    }
'

# What the script holds of a family, if it could be read to its end.
held() { # rules|sets FAMILY
    lines=$("$1$2") || return 1
    case $lines in
    '# end') ;;
    *"$line_end# end") printf '%s\n' "${lines%"$line_end# end"}" ;;
    *) return 1 ;;
    esac
}

# Reads the rules of a family into `wanted`, without sets where the host has no ipset: a set becomes a chain with a rule for each
# block. Text without a rule would take all rules away, and is a sign that not all was read.
read_wanted() { # FAMILY
    rules=$(held rules "$1") && held=$(held sets "$1") || rules=
    if [ "$has_sets" = no ] && [ -n "$held" ]; then
        rules=$(printf '%s\n' "$held" -- "$rules" | edit '
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
            END { print "# end" }
        ') || rules=
    fi
    case $rules in
    *'-A CARBONWALL-'*) ;;
    *) give_up "the new rules of IPv$1 can't be read: $changed" ;;
    esac
    keep wanted "$1" "$rules"
    keep held "$1" "$held"
}

# Reads what is loaded, a line --, and what shall be. Writes what leads iptables-restore from one to the other in one step a
# table: each chain is emptied and filled again, and what nobody wants any more goes.
#
# A call that is there stays where it is unless a rule above it lets packets past it, or takes them all. A new one goes to the
# top, but behind calls of chains that only drop, as those of ban lists are. With `back`, calls go to where they were.
transition='
    function is_ban(line, to) {
        to = target(line)
        if (to ~ /^-j(DROP|REJECT)$/) return line ~ / --match-set [^ ]+ src /
        return place(substr(to, 3)) in chains && !lets_past(line, 1)
    }
    # Whether the calls in a chain are those that are wanted, each where a packet gets to it.
    function stands(at, to, i, j, n) {
        n = 0
        for (i = 1; i <= calls[0]; i++) if (call_at[0, i] == at) {
            n++
            if (call[0, i] != wish[to, n]) return 0
            for (j = 1; !back && j < call_index[0, i]; j++)
                if (lets_past(rule[at, j], 1) || takes_all(rule[at, j])) return 0
        }
        return n == wishes[to]
    }
    function lead(chain, at, to, i, n) {
        at = 0 SUBSEP table SUBSEP chain
        to = 1 SUBSEP table SUBSEP chain
        if (stands(at, to)) return
        for (i = 1; i <= calls[0]; i++) if (call_at[0, i] == at) { sub(/^-A/, "-D", call[0, i]); print call[0, i] }
        n = 1
        if (!back) for (i = 1; i <= count[at]; i++) {
            if (is_ours(substr(target(rule[at, i]), 3))) continue
            if (!is_ban(rule[at, i])) break
            n++
        }
        for (i = 1; i <= wishes[to]; i++) {
            sub(/^-A [^ ]+/, "& " (back ? wish_index[to, i] : n++), wish[to, i])
            sub(/^-A/, "-I", wish[to, i])
            print wish[to, i]
        }
    }
    function lead_table(i, at, seen, n, j) {
        n = 0
        for (i = 0; i <= 1; i++) for (j = 1; j <= owns[i]; j++) if (own_table[i, j] == table && !((table, own[i, j]) in declared)) {
            if (!n++) print table
            declared[table, own[i, j]]
            print ":" own[i, j] " - [0:0]"
        }
        if (!n) return
        for (i = 1; i <= owns[1]; i++) if (own_table[1, i] == table) {
            kept[table, own[1, i]]
            at = 1 SUBSEP table SUBSEP own[1, i]
            for (j = 1; j <= count[at]; j++) print counter[at, j] rule[at, j]
        }
        for (i = 1; i <= calls[1]; i++) if (call_table[1, i] == table) {
            wish[call_at[1, i], ++wishes[call_at[1, i]]] = call[1, i]
            wish_index[call_at[1, i], wishes[call_at[1, i]]] = call_index[1, i]
        }
        lead("INPUT")
        lead("OUTPUT")
        lead("PREROUTING")
        for (i = 1; i <= calls[0]; i++) if (call_table[0, i] == table && call[0, i] !~ /^-. (INPUT|OUTPUT|PREROUTING) /) {
            if ((table, substr(target(call[0, i]), 3)) in kept) continue
            sub(/^-A/, "-D", call[0, i])
            print call[0, i]
        }
        for (i = 1; i <= owns[0]; i++) if (own_table[0, i] == table && !((table, own[0, i]) in kept)) print "-X " own[0, i]
        print "COMMIT"
    }
    END {
        if (part != 1) exit 1
        part = 0
        table = "*mangle"
        lead_table()
        table = "*filter"
        lead_table()
        print "# end"
    }
'

# Sets `step` to what leads a family from one of its values to another.
find_step() { # FAMILY FROM TO [OPTION OF AWK]
    from=$(value "$2" "$1")
    to=$(value "$3" "$1")
    shift 3
    step=$(printf '%s\n' "$from" -- "$to" | edit "$@" "$reader$transition") || return 1
}
keep nothing 4 ''
keep nothing 6 ''

# The rules of a family with what those of the same policy, which are loaded, have counted so far.
count_on() { # FAMILY
    counted=$(save "$1" --counters) || return 0
    counted=$({ printf '%s\n' "$counted" -- && value wanted "$1"; } | edit "$reader"'
        function fits(i, old, new) {
            if (owns[0] != owns[1]) return 0
            for (i = 1; i <= owns[1]; i++) {
                new = own_table[1, i] SUBSEP own[1, i]
                if (count[0, new] != count[1, new]) return 0
            }
            return mark(0) == mark(1)
        }
        function mark(part, at, i) {
            at = part SUBSEP "*filter" SUBSEP "CARBONWALL-INPUT"
            for (i = 1; i <= count[at]; i++) if (match(rule[at, i], /sha256:[0-9a-f]+/)) return substr(rule[at, i], RSTART, RLENGTH)
            return ""
        }
        END {
            if (!fits()) { print "# end"; exit }
            for (t = 1; t <= 2; t++) {
                table = t == 1 ? "*mangle" : "*filter"
                print table
                for (i = 1; i <= owns[1]; i++) if (own_table[1, i] == table) print ":" own[1, i] " - [0:0]"
                for (i = 1; i <= calls[1]; i++) if (call_table[1, i] == table) print call[1, i]
                for (i = 1; i <= owns[1]; i++) if (own_table[1, i] == table) {
                    new = own_table[1, i] SUBSEP own[1, i]
                    for (j = 1; j <= count[1, new]; j++) print counter[0, new, j] rule[1, new, j]
                }
            }
            print "# end"
        }
    ') || return 0
    case $counted in *'-A CARBONWALL-'*) keep wanted "$1" "$counted" ;; esac
}

find_sets() {
    has_sets=no
    ! command -v ipset >/dev/null || ! ipset list -n >/dev/null 2>&1 || has_sets=yes
}

# Sets `filling` to what ipset makes the sets of a family from: a set has its name once it is whole.
find_filling() { # FAMILY
    family=inet
    [ "$1" = 4 ] || family=inet6
    filling=$(value held "$1" | edit -v kind="$family" '
        function finish() { if (name) { print "swap CARBONWALL-NEW " name; print "destroy CARBONWALL-NEW" } }
        /^$/ { next }
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
        END { finish(); print "# end" }
    ') || return 1
}

fill_sets() { # FAMILY
    find_filling "$1" || return 1
    [ -n "$filling" ] || return 0
    printf '%s\n' "$filling" | ipset -exist restore
}

# Removes the sets that no rule asks; the kernel keeps the others. One that it isn't done with goes a second later.
remove_sets() {
    [ "$has_sets" = yes ] || return 0
    for pause in 1 0; do
        left=0
        for name in $(ipset list -n); do
            case $name in CARBONWALL-*) ;; *) continue ;; esac
            ipset destroy "$name" 2>/dev/null || left=$((left + 1))
        done
        [ "$left" -gt "$1" ] || return 0
        sleep "$pause"
    done
}

# How many sets the wanted rules ask.
count_sets() {
    number=0
    for each in $families; do
        number=$((number + $(value held "$each" | grep -c '^set ' || :)))
    done
    echo "$number"
}

give_up() { # REASON
    [ "$verb" != start ] || remove_sets 0
    fail "$1"
}

# Brings the old rules of the families given back, as the kernel has them in the end.
put_back() { # FAMILY...
    for undone; do
        changed="the rules of IPv$undone are the new ones, or partly"
        read_listing "$undone"
        is_old "$undone" && continue
        if find_step "$undone" listing old -v back=1; then printf '%s\n' "$step" | restore "$undone" || :; fi
        read_listing "$undone"
        is_old "$undone" ||
            fail "the rules of IPv$undone are the new ones, or partly, since the old ones couldn't be put back"
    done
}

is_old() { # FAMILY
    was=$(value old "$1" | edit "$reader$ours") && is=$(value listing "$1" | edit "$reader$ours") && [ "$was" = "$is" ]
}

# Puts the rules of a family in force; what the kernel lists then decides whether they are.
load() { # FAMILY
    if find_step "$1" listing wanted && printf '%s\n' "$step" | restore "$1"; then
        told='as if it had loaded them'
    else
        told='that it failed'
    fi
    read_listing "$1"
    look_at "$1" "$(value wanted "$1")" ''
    [ "$verdict" = 'in force' ] || return 1
    [ "$told" != 'that it failed' ] || say "iptables-restore failed for IPv$1, and its rules are in force all the same"
}

start() {
    for each in $families; do
        read_listing "$each"
        keep old "$each" "$listing"
        read_wanted "$each"
    done
    if [ "$has_sets" = yes ]; then
        ipset destroy CARBONWALL-NEW 2>/dev/null || :
        for each in $families; do
            fill_sets "$each" || give_up "can't fill the sets of IPv$each: no rule was changed"
        done
    fi
    for each in $families; do
        find_step "$each" listing wanted || step=
        [ -n "$step" ] || give_up "awk doesn't work here: $changed"
        printf '%s\n' "$step" | restore "$each" --test ||
            give_up "the rules of IPv$each can't be loaded here: $changed"
    done
    for each in $families; do
        count_on "$each"
    done
    trap '' HUP INT TERM
    tried=
    for each in $families; do
        tried="$tried $each"
        if ! load "$each"; then
            say "the rules of IPv$each couldn't be loaded"
            # shellcheck disable=SC2086 # one word a family
            put_back $tried
            give_up 'the old rules are in force'
        fi
    done
    remove_sets "$(count_sets)"
}

stop() {
    trap '' HUP INT TERM
    for each in $families; do
        read_listing "$each"
        find_step "$each" listing nothing || fail "the rules of IPv$each couldn't be removed: awk doesn't work here"
        if [ -n "$step" ]; then printf '%s\n' "$step" | restore "$each" || :; fi
        read_listing "$each"
        left=$(value listing "$each" | edit "$reader$ours") || left=unknown
        [ -z "$left" ] || fail "the rules of IPv$each couldn't be removed"
    done
    remove_sets 0
}

# Reads what shall be, as the script has it or as iptables lists it (`exact`), a line --, and what is loaded. Says what becomes
# of it.
judge='
    function mark(part, at, i) {
        at = part SUBSEP "*filter" SUBSEP "CARBONWALL-INPUT"
        for (i = 1; i <= count[at]; i++) if (match(rule[at, i], /sha256:[0-9a-f]+/)) return substr(rule[at, i], RSTART, RLENGTH)
        return ""
    }
    function is_changed(i, j, one) {
        if (owns[0] != owns[1]) return 1
        for (i = 1; i <= owns[0]; i++) {
            one = own_table[0, i] SUBSEP own[0, i]
            if (!((1, one) in chains) || count[0, one] != count[1, one]) return 1
            for (j = 1; exact && j <= count[0, one]; j++) if (rule[0, one, j] != rule[1, one, j]) return 1
        }
        return 0
    }
    # What stands between a base chain and its call.
    function gap(i, at, name, n, j, any) {
        split(call_at[0, i], words, SUBSEP)
        name = words[3]
        table = words[2]
        at = 1 SUBSEP table SUBSEP name
        part = 1
        for (j = 1; j <= count[at]; j++) {
            if (rule[at, j] == call[0, i]) return ""
            if (is_ours(substr(target(rule[at, j]), 3))) any = 1
            else if (lets_past(rule[at, j], 1)) return "loaded, and a rule above the call in " name " lets packets past it: " rule[at, j]
            else if (takes_all(rule[at, j])) return "loaded, and a rule above the call in " name " takes all packets: " rule[at, j]
        }
        return any ? "loaded, and " name " calls them for some packets only" : "loaded, and " name " calls them no more"
    }
    function judge(i, said) {
        if (!owns[1]) return "not loaded"
        if (mark(1) == "") return "loaded, and changed by somebody since"
        if (mark(0) != mark(1)) return "the rules of another policy are loaded, " mark(1)
        if (is_changed()) return "loaded, and changed by somebody since"
        for (i = 1; i <= calls[0]; i++) if ((said = gap(i)) != "") return said
        return "in force"
    }
    END { print judge(); print "# end" }
'

# Sets `verdict` to what becomes of a family's rules, by the listing that was read last.
look_at() { # FAMILY TEXT EXACT
    verdict=$({ printf '%s\n' "$2" -- && value listing "$1"; } | edit -v exact="$3" "$reader$judge") ||
        verdict="can't tell: awk doesn't work here"
}

# How this host lists the wanted rules, and what is in their sets, where nothing else is: in a network namespace of their own.
alone() { # FAMILY rules|sets
    program=iptables
    [ "$1" = 4 ] || program=ip6tables
    find_filling "$1" || return 1
    creation=
    [ "$has_sets" = no ] || creation=$(printf '%s\n' "$filling" | grep '^create ' || :)
    find_step "$1" nothing wanted && [ -n "$step" ] || return 1
    for flags in -n -rn; do
        if [ "$2" = sets ]; then
            printf '%s\n' "$filling" | unshare "$flags" sh -c 'ipset -exist restore && ipset save' 2>/dev/null && return 0
        else
            # shellcheck disable=SC2016 # the inner shell's
            printf '%s\n' "$step" | unshare "$flags" sh -c '
                [ -z "$2" ] || printf "%s\n" "$2" | ipset -exist restore || exit 1
                "$1-restore" --noflush -w && "$1-save" -t filter && "$1-save" -t mangle
            ' sh "$program" "$creation" 2>/dev/null && return 0
        fi
    done
    return 1
}

# Whether the sets of a family hold what they should, by what ipset lists.
are_sets_whole() { # FAMILY
    names=$(value held "$1" | edit '$1 == "set" { print $2 } END { print "# end" }') || return 1
    [ "$has_sets" = yes ] && [ -n "$names" ] || return 0
    now=$(for name in $names; do ipset save "$name" || exit 1; done) || return 1
    wanted_sets=$(alone "$1" sets) || return 1
    differs=$(printf '%s\n' "$wanted_sets" -- "$now" | edit '
        $0 == "--" { now = 1; next }
        $1 != "add" { next }
        !now { wanted[$0]; n++; next }
        !($0 in wanted) { bad = 1 }
        { n-- }
        END { if (bad || n) print "differs"; print "# end" }
    ') && [ -z "$differs" ]
}

# Sets `verdict` for a family: from the marks and numbers of its rules first, then from every word of them.
find_state() { # FAMILY
    read_listing "$1"
    read_wanted "$1"
    look_at "$1" "$(value wanted "$1")" ''
    [ "$verdict" = 'in force' ] || return 0
    if model=$(alone "$1" rules); then
        look_at "$1" "$model" 1
        [ "$verdict" = 'in force' ] || return 0
        are_sets_whole "$1" || verdict='loaded, and a set was changed by somebody since'
    else
        verdict="can't tell: the rules are there, and can't be compared word by word, since unshare -n doesn't work here"
    fi
    ! other_kind_holds "$1" || verdict="in force, and iptables-$other holds CARBONWALL chains, too, which decide as well"
}

status() {
    result=0
    for each in $families; do
        find_state "$each"
        echo "IPv$each: $verdict"
        [ "$verdict" = 'in force' ] || result=3
    done
    return "$result"
}

verb=${1-}
case $verb in
start | stop | status) ;;
*) fail "usage: sh $0 start|stop|status" 64 ;;
esac
[ "$(id -u)" -eq 0 ] || fail 'only root can do that' 77
find_kind
check_awk
find_families
find_sets
lock
[ "$verb" != start ] || check_other_kind
"$verb"
