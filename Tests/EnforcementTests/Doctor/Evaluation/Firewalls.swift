/// Rulesets like those that other firewalls load.
enum Firewalls {
    /// firewalld 1.3 with zone public, 9443/tcp in it, and a zone of its own for an office.
    static let firewalld = """
        table inet firewalld {
            chain filter_PREROUTING {
                type filter hook prerouting priority filter + 10; policy accept;
                icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
                meta nfproto ipv6 fib saddr . mark . iif oif missing drop
            }
            chain filter_INPUT {
                type filter hook input priority filter + 10; policy accept;
                ct state { established, related } accept
                ct status dnat accept
                iifname "lo" accept
                ct state invalid drop
                jump filter_INPUT_ZONES
                reject with icmpx type admin-prohibited
            }
            chain filter_INPUT_ZONES {
                ip saddr 10.9.0.0/24 goto filter_IN_office
                goto filter_IN_public
            }
            chain filter_IN_office {
                tcp dport { 22, 9443, 9611-9711 } accept
                reject with icmpx type admin-prohibited
            }
            chain filter_IN_public {
                jump filter_IN_public_allow
                meta l4proto { icmp, ipv6-icmp } accept
                reject with icmpx type admin-prohibited
            }
            chain filter_IN_public_allow {
                tcp dport 22 accept
                ip6 daddr fe80::/64 udp dport 546 accept
                tcp dport 9443 accept
            }
        }
        """

    /// The nftables wiki's host, with maps of verdicts and sets.
    static let maps = """
        table inet filter {
            set blocked { type ipv4_addr; flags interval; elements = { 203.0.113.0/24, 10.0.1.12 }; }
            set ways { type ipv4_addr . inet_service; flags interval; elements = { 192.168.0.0/16 . 9443-9444, 10.9.0.5 . 22 }; }
            map services { type inet_service : verdict; flags interval; elements = { 9443 : accept, 9611-9620 : jump office, 9763 : drop }; }
            chain input {
                type filter hook input priority 0; policy drop;
                ct state vmap { established : accept, related : accept, invalid : drop }
                iifname lo accept
                ip saddr @blocked counter drop
                meta l4proto { icmp, icmpv6 } accept
                ip saddr . tcp dport @ways accept
                meta l4proto tcp th dport vmap @services
                tcp flags & (fin|syn|rst|ack) != syn drop
                ip6 saddr { fd00:9::/64, 2001:db8::9 } tcp dport 1000-1100 accept
                udp dport != { 53, 45564 } drop
                udp dport 45564 limit rate 1/second accept
                tcp dport 8243 meta mark & 0xff == 0x10 drop
                tcp dport 8243 accept
            }
            chain office {
                ip saddr != 10.9.0.0/24 return
                accept
            }
        }
        """

    /// ufw's IPv4 filter, as it hands it to iptables-restore.
    static let ufw = """
        *filter
        :INPUT DROP [0:0]
        :ufw-before-input - [0:0]
        :ufw-not-local - [0:0]
        :ufw-user-input - [0:0]
        :ufw-logging-deny - [0:0]
        :ufw-skip-to-policy-input - [0:0]
        -A INPUT -j ufw-before-input
        -A ufw-before-input -i lo -j ACCEPT
        -A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A ufw-before-input -m conntrack --ctstate INVALID -j ufw-logging-deny
        -A ufw-before-input -m conntrack --ctstate INVALID -j DROP
        -A ufw-before-input -p icmp --icmp-type echo-request -j ACCEPT
        -A ufw-before-input -p udp --sport 67 --dport 68 -j ACCEPT
        -A ufw-before-input -j ufw-not-local
        -A ufw-before-input -d 224.0.0.251/32 -p udp --dport 5353 -j ACCEPT
        -A ufw-before-input -j ufw-user-input
        -A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
        -A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN
        -A ufw-not-local -m limit --limit 3/min --limit-burst 10 -j ufw-logging-deny
        -A ufw-not-local -j DROP
        -A ufw-user-input -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --set
        -A ufw-user-input -p tcp -m multiport --dports 9443,9600:9650 -m comment --comment products -j ACCEPT
        -A ufw-user-input -s 10.9.0.0/24 -p tcp --dport 22 -j ACCEPT
        -A ufw-user-input -p udp ! --dport 1:65000 -j ACCEPT
        -A ufw-logging-deny -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
        -A ufw-skip-to-policy-input -j DROP
        COMMIT

        """
}
