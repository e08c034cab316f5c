extension ShellProgram {
    /// Filling and removing sets of ipset.
    static let sets: StaticString = #"""

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

        """#
}
