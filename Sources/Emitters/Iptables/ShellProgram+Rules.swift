extension ShellProgram {
    /// From what is loaded to what shall be, in one transaction of iptables-restore.
    static let rules: StaticString = #"""

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

        """#
}
