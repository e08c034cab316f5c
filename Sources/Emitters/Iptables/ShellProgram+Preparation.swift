extension ShellProgram {
    /// What comes before everything else: functions that came with the environment would be called in the programs' places.
    ///
    /// The variable takes bash into POSIX mode, in which no function can take `unset`'s place.
    static let beginning: StaticString = #"""
        # shellcheck disable=SC2016 # what stands in single quotes is awk's
        POSIXLY_CORRECT=1
        unset -f '[' awk cat command echo eval flock grep id ipset iptables-legacy-save iptables-nft-save iptables-restore \
            ip6tables-legacy-save ip6tables-nft-save iptables-save ip6tables-restore ip6tables-save printf sh sleep test umask unshare
        set -eu

        """#

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

        """#
}
