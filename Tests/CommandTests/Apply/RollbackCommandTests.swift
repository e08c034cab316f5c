import TestSupport
import Testing

/// `carbonwall rollback` and `remove` in kernels of their own.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct RollbackCommandTests {
    private static func selection(_ number: Int) -> [String] {
        ["--runtime", "mi:\(number)", "--from", "admins=10.9.0.0/24"]
    }

    @Test func `the rules before come back, listed exactly as they were, and are confirmed`() async throws {
        let (first, second, back, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let first = try host.apply(Self.selection(1))
            let second = try host.apply(Self.selection(2))
            try host.run("rollback")
            return (first, second, try host.listing(), try host.run("status").output)
        }
        #expect(first != second)
        #expect(back == first)
        #expect(status.contains("\nthe next boot doesn't load policy 1, although it is confirmed: "))
    }

    @Test func `any of the last ten policies can be gone to, and no other`() async throws {
        let (listings, results, forgotten) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let applied = try (1...11).map { try host.apply(Self.selection($0)) }
            let results = try [2, 11, 7].map { number -> Bool in
                let result = try host.run("rollback", ["--to", "\(number)"])
                #expect(result.output == "policy \(number) is in force: mi:\(number)\n")
                return try host.listing() == applied[number - 1]
            }
            return (applied, results, try host.run("rollback", ["--to", "1"]))
        }
        #expect(Set(listings).count == 11)
        #expect(results == [true, true, true])
        #expect(forgotten.status == .exited(1))
        #expect(
            forgotten.errorLines == [
                "carbonwall: error: policy 1 isn't remembered", "  hint: these are: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
            ]
        )
    }

    @Test func `rules that somebody changed by hand are remembered before they are left`() async throws {
        let (changed, back) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply(Self.selection(1))
            try host.apply(Self.selection(2))
            try host.nft("insert", "rule", "inet", "carbonwall", "input", "tcp dport 23 accept")
            let changed = try host.listing()
            try host.run("rollback", ["--to", "1"])
            try host.run("rollback", ["--to", "3"])
            return (changed, try host.listing())
        }
        #expect(back == changed)
    }

    @Test func `what nobody confirmed is passed over, unless it is named`() async throws {
        let (first, second, back, named) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let first = try host.apply(Self.selection(1))
            let second = try host.apply(Self.selection(2), "--confirm", "600")
            try host.run("rollback")
            try host.apply(Self.selection(3))
            try host.run("rollback")
            let back = try host.listing()
            try host.run("rollback", ["--to", "2"])
            return (first, second, back, try host.listing())
        }
        #expect(back == first)
        #expect(named == second)
    }

    @Test(arguments: ["rollback", "remove"])
    func `after a first policy that nobody confirmed there is nothing to go back to`(answer: String) async throws {
        let (result, listing) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply(Self.selection(1), "--confirm", "600")
            try host.run(answer)
            return (try host.run("rollback"), try host.listing())
        }
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("no policy that is remembered was in force before"))
        #expect(listing.isEmpty)
    }

    @Test func `without anything before, nothing changes`() async throws {
        let (result, before, after) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let before = try host.apply()
            return (try host.run("rollback"), before, try host.listing())
        }
        #expect(result.status == .exited(1))
        #expect(
            result.errorLines == [
                "carbonwall: error: no policy that is remembered was in force before policy 1",
                "  hint: carbonwall remove takes the rules away",
            ]
        )
        #expect(before == after)
    }

    @Test func `remove takes our table alone, says so, and rollback brings it back`() async throws {
        let (others, removed, again, left, before, back, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.nft(
                "-f",
                "-",
                input:
                    "table inet carbonwall_not { counter c { comment \"ours\" }; chain x { }; }\ntable ip carbonwall { chain y { }; }\n"
            )
            let others = try host.nft("list", "ruleset")
            let before = try host.apply()
            let removed = try host.run("remove")
            let left = try host.nft("list", "ruleset")
            let status = try host.run("status").output
            let again = try host.run("remove")
            try host.run("rollback")
            return (others, removed, again, left, before, try host.listing(), status)
        }
        #expect(
            removed.output == "table inet carbonwall is removed: nothing of ours filters this host's packets any more\n"
        )
        #expect(left == others)
        #expect(status.contains("the next boot loads nothing of ours\n"))
        #expect(again.output == "table inet carbonwall isn't there: nothing changes\n")
        #expect(back == before)
    }

    @Test func `remove answers a pending confirmation`() async throws {
        let (listing, status) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            try host.apply()
            try host.apply(ManagedHost.otherSelection, "--confirm", "600")
            try host.run("remove")
            try Patience.wait(for: "the watchdog's end") { try host.watchdog().isEmpty }
            return (try host.listing(), try host.run("status").output)
        }
        #expect(listing.isEmpty)
        #expect(status.hasPrefix("no rules of ours are loaded since "))
    }

    @Test func `what couldn't be brought back is a refusal that names it; forced, the way back is the policy before`()
        async throws
    {
        let (refused, untouched, forced, first, back) = try await NetworkNamespace.isolated {
            let host = try ManagedHost()
            let first = try host.apply(Self.selection(1))
            try host.nft("add", "map", "inet", "carbonwall", "mine", "{ type ipv4_addr : inet_service ; }")
            let before = try host.listing()
            let refused = try host.run("apply", Self.selection(2))
            let untouched = try host.listing() == before
            let forced = try host.run("apply", Self.selection(2) + ["--force"])
            try host.run("rollback")
            let back = try host.listing()
            try host.nft("add", "map", "inet", "carbonwall", "mine", "{ type ipv4_addr : inet_service ; }")
            #expect(
                try host.run("remove").errors
                    == "carbonwall: warning: map inet carbonwall mine, which somebody had added by hand, couldn't be kept\n"
            )
            return (refused, untouched, forced, first, back)
        }
        #expect(refused.status == .exited(1))
        #expect(refused.errors.hasPrefix("carbonwall: error: map inet carbonwall mine: somebody added it by hand"))
        #expect(untouched)
        #expect(forced.errors.hasPrefix("carbonwall: warning: map inet carbonwall mine: somebody added it by hand"))
        #expect(back == first)
    }
}
