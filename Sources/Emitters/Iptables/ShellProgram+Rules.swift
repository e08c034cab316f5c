extension ShellProgram {
    /// From what is loaded to what shall be, in one transaction of iptables-restore a table.
    static let rules: StaticString = #"""

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

        """#
}
