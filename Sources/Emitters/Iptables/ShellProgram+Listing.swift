extension ShellProgram {
    /// Reading what is loaded and what shall be, each to its end.
    static let listing: StaticString = #"""

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

        """#
}
