extension ShellProgram {
    /// `status`, and the choice between the three.
    static let reports: StaticString = #"""

        # What a family's rules say of the policy that they are from.
        digest() {
            sed -n 's/^-A CARBONWALL-INPUT -m comment --comment "carbonwall policy sha256:\([0-9a-f]*\)".*/\1/p' | sed -n 1p
        }

        rule_count() {
            grep -c '^-A CARBONWALL-' || :
        }

        state() { # FAMILY
            now=$(loaded "$1")
            here=$(printf '%s\n' "$now" | digest)
            if [ -z "$here" ]; then
                echo 'not loaded'
            elif [ "$here" != "$(wanted "$1" | digest)" ]; then
                echo "the rules of another policy are loaded, sha256:$here"
            elif [ "$(printf '%s\n' "$now" | rule_count)" -ne "$(wanted "$1" | rule_count)" ]; then
                echo 'loaded, and changed by somebody since'
            elif ! printf '%s\n' "$now" | grep '^-A INPUT .*-j CARBONWALL-INPUT$' >/dev/null; then
                echo 'loaded, and INPUT calls them no more'
            else
                echo 'in force'
            fi
        }

        status() {
            result=0
            for each in $families; do
                state=$(state "$each")
                echo "IPv$each: $state"
                [ "$state" = 'in force' ] || result=3
            done
            return "$result"
        }

        case ${1-} in
        start | stop | status) ;;
        *) fail "usage: sh $0 start|stop|status" 64 ;;
        esac
        [ "$(id -u)" -eq 0 ] || fail 'only root can do that' 77
        find_families
        lock
        [ "$1" != start ] || check_other_kind
        "$1"

        """#
}
