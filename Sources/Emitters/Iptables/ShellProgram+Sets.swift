extension ShellProgram {
    /// Filling and removing sets of ipset.
    static let sets: StaticString = #"""

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

        """#
}
