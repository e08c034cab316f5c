import TestSupport

/// The calling thread's network namespace as a host that the program manages, with a state folder of its own.
///
/// Only within `NetworkNamespace.isolated`.
final class ManagedHost {
    /// A selection that is resolved fast.
    static let selection = ["--runtime", "mi", "--from", "admins=10.9.0.0/24"]
    /// The same at another offset.
    static let otherSelection = ["--runtime", "mi:1", "--from", "admins=10.9.0.0/24"]

    let folder: TemporaryFolder
    /// The state folder.
    let state: String

    init() throws {
        folder = try TemporaryFolder()
        state = folder.file("state")
    }

    /// Ends watchdogs that still wait.
    deinit {
        let processes = (try? ProcessRunner.output(of: ["ps", "-eo", "pid=,args="]).split(separator: "\n")) ?? []
        for process in processes where process.hasSuffix(" --state \(state)") {
            guard let number = process.split(separator: " ").first else { continue }
            _ = try? ProcessRunner.run(["kill", "-9", String(number)])
        }
    }

    /// The command line that runs `verb` with this state folder.
    func command(_ verb: String, _ arguments: [String] = []) throws -> [String] {
        [try Locations.carbonwall, verb] + arguments + ["--state", state]
    }

    /// Runs `verb` with this state folder.
    @discardableResult
    func run(
        _ verb: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws -> ProcessResult {
        try ProcessRunner.run(command(verb, arguments), environment: environment)
    }

    /// Applies `selection`, which has to succeed, and returns what is loaded then.
    @discardableResult
    func apply(_ selection: [String] = selection, _ arguments: String...) throws -> String {
        try ProcessRunner.output(of: command("apply", selection + arguments))
        return try listing()
    }

    /// What nft lists of our table; nothing where it isn't there.
    func listing() throws -> String {
        try ProcessRunner.run(["nft", "list", "table", "inet", "carbonwall"]).output
    }

    /// What nft lists of our table after it has loaded the file that is emitted for `selection`.
    func listingOfEmitted(_ selection: [String]) throws -> String {
        let ruleset = try ProcessRunner.output(of: [Locations.carbonwall, "emit", "nftables"] + selection)
        try nft("-f", "-", input: ruleset)
        return try listing()
    }

    /// Runs nft, which has to succeed.
    @discardableResult
    func nft(_ arguments: String..., input: String = "") throws -> String {
        try ProcessRunner.output(of: ["nft"] + arguments, input: Array(input.utf8))
    }

    /// Waits until the rules are `listing`.
    func waitForReturn(to listing: String) throws {
        try Patience.wait(seconds: 60, for: "the rules before") { try self.listing() == listing }
    }

    /// Waits until a policy is in force that is to be confirmed, by whomever it was applied.
    func waitForPending() throws {
        try Patience.wait(seconds: 60, for: "a policy to confirm") {
            try run("status").output.contains("it waits to be confirmed")
        }
    }

    /// The number of the process that watches over the pending confirmation.
    func watchdog() throws -> String {
        let processes = try ProcessRunner.output(of: ["ps", "-eo", "pid=,args="]).split(separator: "\n")
        let watchdog = processes.first { $0.contains(" watch-confirmation ") && $0.hasSuffix(" --state \(state)") }
        return watchdog?.split(separator: " ").first.map(String.init) ?? ""
    }
}
