extension ShellProgram {
    /// What a host has: programs, families, the other kind of iptables; and that only one works at a time.
    static let preparation: StaticString = #"""

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

        """#
}
