import TestSupport
import Testing

/// Which state folder belongs to which network namespace, on machines of their own.
@Suite(.needsRoot, .needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip"), .needs(program: "unshare"))
struct NamespaceStateTests {
    @Test func `what is tried in another namespace leaves the machine's policy and boot alone`() throws {
        let result = try ContainedMachine.run(
            """
            $carbonwall apply $mi >/dev/null
            ip netns add trial
            trial() { ip netns exec trial "$@"; }
            trial $carbonwall apply $si >/dev/null
            $carbonwall status | head -1 | sed 's/ since .*Z//'
            ls /run/carbonwall | sed 's/[0-9]*$/COOKIE/'
            trial $carbonwall confirm
            trial $carbonwall remove >/dev/null
            nft flush ruleset
            $carbonwall boot
            trial $carbonwall boot
            """
        )
        #expect(
            result.output == """
                policy 1 is in force: mi:10
                netns-COOKIE
                policy 1 is in force: mi:10
                no policy is confirmed: nothing is loaded

                """
        )
        #expect(result.errors == "carbonwall: error: nothing waits to be confirmed\n")
    }

    @Test func `status says that another namespace's state is apart, and that no start loads it`() throws {
        let result = try ContainedMachine.run(
            """
            ip netns add trial
            ip netns exec trial $carbonwall apply $mi >/dev/null
            ip netns exec trial $carbonwall status | grep -e "apart" -e "next boot" | sed 's/[0-9][0-9]*/N/g'
            ip netns exec trial $carbonwall status --format json | grep -e nextBoot -e stateFolder | sed 's/[0-9][0-9]*/N/g'
            ip netns exec trial nft flush ruleset
            ip netns exec trial $carbonwall boot
            """
        )
        #expect(
            result.output == """
                this is network namespace N, not that of process N: its state is in /run/carbonwall/netns-N, apart from the machine's
                the next boot doesn't load policy N, although it is confirmed: network namespace N isn't that of process N, and no start of the machine loads anything for it
                  "nextBoot": null,
                  "stateFolder": "/run/carbonwall/netns-N",
                policy 1 is in force: mi:10

                """
        )
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: ["apply $si", "remove", "rollback", "confirm", "boot"])
    func `a folder of another namespace that exists is refused, and nothing is changed`(verb: String) throws {
        let result = try ContainedMachine.run(
            """
            $carbonwall apply $mi >/dev/null
            ip netns add trial
            ip netns exec trial $carbonwall \(verb) --state /var/lib/carbonwall
            echo $?
            ip netns exec trial nft list ruleset
            $carbonwall status | head -1 | sed 's/ since .*Z//'
            ip netns exec trial $carbonwall status --state /var/lib/carbonwall | head -1 | grep -c "nothing of it counts here"
            ip netns exec trial $carbonwall status --check --state /var/lib/carbonwall >/dev/null
            echo $?
            """
        )
        #expect(result.output == "1\npolicy 1 is in force: mi:10\n1\n1\n")
        #expect(result.errors.hasPrefix("carbonwall: error: '/var/lib/carbonwall' belongs to network namespace "))
    }

    @Test func `a folder of a namespace that is gone is taken over, and what waited there is over`() throws {
        let result = try ContainedMachine.run(
            """
            ip netns add trial
            ip netns exec trial $carbonwall apply $mi --state /var/lib/trial >/dev/null
            ip netns exec trial $carbonwall apply $si --confirm 600 --state /var/lib/trial >/dev/null
            kill $(ip netns pids trial)
            kill -9 $(ip netns pids trial)
            ip netns del trial
            sleep 0.3
            ip netns add trial
            ip netns exec trial $carbonwall boot --state /var/lib/trial | tail -2
            ip netns exec trial $carbonwall confirm --state /var/lib/trial
            """
        )
        #expect(
            result.output.hasSuffix(
                "policy 2 wasn't confirmed before it was gone, with a restart or a flush, and isn't in force\npolicy 1 is in force: mi:10\n"
            )
        )
    }

    /// As for root of a container, which sees no more than its own processes.
    @Test func `where nobody can tell whether a namespace exists its folder is refused, and boot takes it over`() throws
    {
        let result = try ContainedMachine.run(
            """
            ip netns add before
            ip netns exec before $carbonwall apply $mi --state /var/lib/shared >/dev/null
            ip netns del before
            less="setpriv --bounding-set -sys_admin"
            $less $carbonwall apply $si --state /var/lib/shared
            echo $?
            $less $carbonwall boot --state /var/lib/shared | sed 's/[0-9][0-9]*/N/'
            $less $carbonwall apply $si --state /var/lib/shared | grep "in force"
            """
        )
        #expect(
            result.output == """
                1
                the state folder belonged to network namespace N, and it can't be told from here whether that still exists: it is this one's now
                policy N is in force: mi:10
                policy 2 is in force: si

                """
        )
        #expect(result.errors.contains("carbonwall boot --state /var/lib/shared takes the folder over"))
    }

    @Test func `where process 1's namespace can't be looked at nothing is changed without --state`() throws {
        let result = try ContainedMachine.run(
            """
            less="setpriv --bounding-set -sys_ptrace"
            $less $carbonwall apply $mi
            echo $?
            nft list ruleset
            $less $carbonwall status | head -1 | grep -c "no state folder is read"
            $less $carbonwall apply $mi --state /var/lib/named >/dev/null
            echo $?
            ls /var/lib
            """
        )
        #expect(result.output == "1\n1\n0\nnamed\n", "\(result.errors)")
        #expect(result.errors.contains("CAP_SYS_PTRACE"))
    }

    @Test func `a policy of another machine is loaded and named so; what waited there doesn't wait here`() throws {
        let result = try ContainedMachine.run(
            """
            machine() {
                echo $1 >/run/id-$1; mount --bind /run/id-$1 /etc/machine-id
                mount --bind /run/id-$1 /proc/sys/kernel/random/boot_id
            }
            machine 11111111111111111111111111111111
            ip netns add before
            ip netns exec before $carbonwall apply $mi --state /var/lib/carbonwall >/dev/null
            ip netns exec before $carbonwall apply $si --confirm 600 --state /var/lib/carbonwall >/dev/null
            kill -9 $(ip netns pids before)
            ip netns del before
            sleep 0.3
            machine 22222222222222222222222222222222
            $carbonwall status | head -1
            $carbonwall boot | cut -c 1-40
            $carbonwall status | grep -c waits
            """
        )
        #expect(
            result.output == """
                /var/lib/carbonwall is another machine's state: boot loads its policy here
                the state folder is another machine's (a
                policy 2 wasn't confirmed before it was 
                policy 1 is in force: mi:10
                0

                """,
            "\(result.errors)"
        )
    }
}
