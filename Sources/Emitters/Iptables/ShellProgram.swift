/// What every script ends with: the commands that load, remove and show its rules.
enum ShellProgram {
    /// All of it, in the order of its functions.
    static let text: StaticString = #"""

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

        save() { # FAMILY
            case $1 in
            4) iptables-save -t filter ;;
            6) ip6tables-save -t filter ;;
            esac
        }

        restore() { # FAMILY [OPTION]
            program=iptables-restore
            [ "$1" = 4 ] || program=ip6tables-restore
            shift
            "$program" --noflush -w "$@"
        }

        # Which families have to be fenced. A kernel that speaks IPv6 isn't left open where ip6tables is missing.
        find_families() {
            for program in iptables-save iptables-restore awk; do
                command -v "$program" >/dev/null || fail "$program isn't here: nothing was changed"
            done
            families=4
            if command -v ip6tables-restore >/dev/null && ip6tables-save -t filter >/dev/null 2>&1; then
                families='4 6'
            elif [ -e /proc/net/if_inet6 ]; then
                fail "this kernel speaks IPv6 and ip6tables doesn't work here, so that IPv6 would stay open: nothing was changed"
            else
                say "this kernel doesn't speak IPv6: only IPv4 has rules"
            fi
        }

        # iptables has two kinds, nft and legacy; rules that one has loaded don't show in the other and decide all the same.
        check_other_kind() {
            case $(iptables-restore -V) in
            *nf_tables*) other=legacy ;;
            *) other=nft ;;
            esac
            command -v "iptables-$other-save" >/dev/null || return 0
            [ "$other" = nft ] || grep -qsx filter /proc/net/ip_tables_names || return 0
            ! "iptables-$other-save" -t filter 2>/dev/null | grep '^:CARBONWALL-' >/dev/null ||
                fail "iptables-$other holds CARBONWALL chains, too: remove them with it first (update-alternatives --config iptables); nothing was changed"
        }

        # One of these at a time, where the system has flock and lets us.
        lock() {
            command -v flock >/dev/null || return 0
            (: >>/run/carbonwall-iptables.lock) 2>/dev/null || return 0
            exec 9>>/run/carbonwall-iptables.lock
            flock -w 60 9 || fail 'another one is at work for a minute already: nothing was changed'
        }

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

        # Reads what is loaded of ours, a line --, and what shall be. Writes what leads iptables-restore from one to the other in
        # one step: each chain is emptied and filled again, a call that is there stays where it is, what is missing comes to the
        # top, and what nobody wants any more goes.
        transition() {
            awk '
                function name(line) { sub(/^:/, "", line); sub(/ .*/, "", line); return line }
                BEGIN { print "*filter" }
                /^#/ || /^$/ { next }
                $0 == "--" { new = 1; next }
                !new && /^:/ { print $1 " - [0:0]"; old[++olds] = name($1); seen[name($1)]; next }
                !new && /^-A CARBONWALL-/ { next }
                !new { call[++calls] = $0; present[$0]; next }
                /^:/ { if (!(name($1) in seen)) print; kept[name($1)]; next }
                /^-A CARBONWALL-/ { rule[++rules] = $0; next }
                { kept[$0]; if (!($0 in present)) missing[++lacks] = $0 }
                END {
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
            { printf '%s\n' "$from" -- && cat; } | transition | restore "$family" "$@"
        }

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

        old() { # FAMILY
            case $1 in
            4) printf '%s\n' "$old4" ;;
            6) printf '%s\n' "$old6" ;;
            esac
        }

        # Undoes what was loaded of the families given.
        put_back() { # FAMILY...
            for undone; do
                now=$(loaded "$undone")
                old "$undone" | load "$undone" "$now" ||
                    say "the rules of IPv$undone are the new ones, and the old ones couldn't be put back"
            done
        }

        give_up() { # REASON
            remove_sets 0
            fail "$1"
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
            trap '' HUP INT TERM
            finished=
            for each in $families; do
                if wanted "$each" | load "$each" "$(old "$each")"; then
                    finished="$finished $each"
                else
                    # shellcheck disable=SC2086 # one word a family
                    put_back $finished
                    give_up "the rules of IPv$each couldn't be loaded: the old ones are in force"
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
