extension ShellProgram {
    /// `start` and `stop`.
    static let verbs: StaticString = #"""

        old() { # FAMILY
            case $1 in
            4) printf '%s\n' "$old4" ;;
            6) printf '%s\n' "$old6" ;;
            esac
        }

        # Undoes what was loaded of the families given.
        put_back() { # FAMILY...
            for undone; do
                if ! now=$(loaded "$undone") || ! old "$undone" | load "$undone" "$now"; then
                    fail "the rules of IPv$undone are the new ones, since the old ones couldn't be put back"
                fi
            done
        }

        give_up() { # REASON
            remove_sets 0
            fail "$1"
        }

        new() { # FAMILY
            case $1 in
            4) printf '%s\n' "$new4" ;;
            6) printf '%s\n' "$new6" ;;
            esac
        }

        # Keeps what a family is led to. Lines without a rule would take all rules away, and are a sign that not all was read.
        read_new() { # FAMILY
            lines=$(counted "$1") || lines=
            case $lines in
            *'-A CARBONWALL-'*) ;;
            *) give_up "the new rules of IPv$1 can't be read: nothing was changed" ;;
            esac
            case $1 in
            4) new4=$lines ;;
            6) new6=$lines ;;
            esac
        }

        start() {
            old4=$(loaded 4)
            old6=
            case $families in *6*) old6=$(loaded 6) ;; esac
            if has_sets; then
                ipset destroy CARBONWALL-NEW 2>/dev/null || :
                for each in $families; do
                    fill_sets "$each" || give_up "can't fill the sets of IPv$each: no rule was changed"
                done
            fi
            for each in $families; do
                wanted "$each" | load "$each" "$(old "$each")" --test ||
                    give_up "the rules of IPv$each can't be loaded here: nothing was changed"
            done
            for each in $families; do
                read_new "$each"
            done
            trap '' HUP INT TERM
            finished=
            for each in $families; do
                if new "$each" | load "$each" "$(old "$each")"; then
                    finished="$finished $each"
                else
                    say "the rules of IPv$each couldn't be loaded"
                    # shellcheck disable=SC2086 # one word a family
                    put_back $finished
                    give_up 'the old rules are in force'
                fi
            done
            remove_sets "$({ sets4; sets6; } | grep -c '^set ')"
        }

        stop() {
            for each in $families; do
                now=$(loaded "$each")
                : | load "$each" "$now" || fail "the rules of IPv$each couldn't be removed"
            done
            remove_sets 0
        }

        """#
}
