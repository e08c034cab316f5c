extension ShellProgram {
    /// `status`, and the choice between the three.
    static let reports: StaticString = #"""

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

        """#
}
