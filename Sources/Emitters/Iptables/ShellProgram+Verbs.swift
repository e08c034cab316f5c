extension ShellProgram {
    /// `start` and `stop`.
    static let verbs: StaticString = #"""

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

        """#
}
