import Emitters
import Enforcement
import Policy
import SystemPackage
import TestSupport
import Testing

/// A real apply that is stopped dead at every call that changes the state folder, one after the other.
@Suite(.needsNetworkNamespaces, .needs(program: "nft")) struct KilledApplyTests {
    private static func policy(_ administrators: String) throws -> HostPolicy {
        let source = Source(.admins, AddressSet([try CIDR(administrators)]))
        return HostPolicy(title: administrators, services: [], sources: [source])
    }

    private static func apply(_ administrators: String, in path: FilePath) throws -> ApplyOutcome {
        try Enforcer(rememberingIn: path).apply(ApplyRequest(policy(administrators), isForced: true))
    }

    /// What is in force by the kernel and by the status, after an apply of `192.0.2.2` over `192.0.2.1` that stops at `step`.
    private struct Trial {
        let folder: TemporaryFolder
        let path: FilePath
        let before: String
        let result: ProcessResult

        init(stoppingAt step: Int, seconds: String?) throws {
            folder = try TemporaryFolder()
            path = FilePath(folder.path(of: "state"))
            _ = try KilledApplyTests.apply("192.0.2.1", in: path)
            before = try Kernel.listing()
            let probe = [try Locations.program("enforcement-probe"), "enforce", path.string, "192.0.2.2", "\(step)"]
            result = try ProcessRunner.run(probe + (seconds.map { [$0] } ?? []))
        }

        /// Whether the new rules are loaded; the old ones are otherwise, whole.
        func isNew() throws -> Bool {
            let listing = try Kernel.listing()
            #expect(listing.contains("192.0.2.2") != (listing == before), "one of both, whole")
            return listing != before
        }
    }

    @Test func `status tells the truth, and the next apply and rollback work`() async throws {
        let news = try await NetworkNamespace.isolated {
            var news: [Bool] = []
            while true {
                let trial = try Trial(stoppingAt: news.count, seconds: nil)
                let isNew = try trial.isNew()
                news.append(isNew)
                let status = try EnforcementStatus.current(trial.path)
                guard case .policy(let policy) = status.rules else {
                    Issue.record("step \(news.count): \(status.rules)")
                    break
                }
                #expect(policy.title == (isNew ? "192.0.2.2" : "192.0.2.1"))
                #expect(try Self.apply("192.0.2.2", in: trial.path).changes.isEmpty == isNew)
                #expect(try EnforcementStatus.current(trial.path).confirmed?.title == "192.0.2.2")
                #expect(try Enforcer(rememberingIn: trial.path).rollBack(to: nil).policy?.title == "192.0.2.1")
                #expect(try Kernel.listing() == trial.before)
                if trial.result.succeeded { break }
                #expect(trial.result.status == .exited(99), "\(trial.result.output)")
            }
            return news
        }
        #expect(news.count > 15, "there are that many steps to stop at")
        #expect(news.first == false && news.last == true)
        #expect(news == news.sorted { !$0 && $1 })
        #expect(news.filter(\.self).count > 4, "it stops between the change and its note, too")
    }

    @Test func `with a confirmation pending, rollback goes back from every step`() async throws {
        let steps = try await NetworkNamespace.isolated {
            var step = 0
            while true {
                let trial = try Trial(stoppingAt: step, seconds: "600")
                let isNew = try trial.isNew()
                if try EnforcementStatus.current(trial.path).confirmation != nil {
                    #expect(try Enforcer(rememberingIn: trial.path).rollBack(to: nil).policy?.title == "192.0.2.1")
                } else {
                    #expect(!isNew)
                }
                #expect(try Kernel.listing() == trial.before)
                #expect(try EnforcementStatus.current(trial.path).confirmation == nil)
                #expect(try EnforcementStatus.current(trial.path).confirmed?.title == "192.0.2.1")
                if trial.result.succeeded { return step }
                step += 1
            }
        }
        #expect(steps > 15)
    }

    @Test func `what was killed between the change and its note can be confirmed`() async throws {
        let confirmed = try await NetworkNamespace.isolated {
            var step = 0
            while true {
                let trial = try Trial(stoppingAt: step, seconds: "600")
                if try trial.isNew() { return try Enforcer(rememberingIn: trial.path).confirm().policy.title }
                if try EnforcementStatus.current(trial.path).confirmation != nil {
                    _ = try Enforcer(rememberingIn: trial.path).rollBack(to: nil)
                }
                step += 1
            }
        }
        #expect(confirmed == "192.0.2.2")
    }
}
