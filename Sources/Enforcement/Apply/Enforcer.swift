import HostRuleset
import Netfilter
package import SystemPackage

/// Changes the kernel's rules in one transaction, and remembers in a state folder what it did: good for one verb.
///
/// Every one takes the folder's lock first, then finds out what the kernel has now: a run before may have been killed between
/// its transaction and its note of it, and anybody may have changed rules by hand. Memory follows the kernel, never the other way.
package struct Enforcer: ~Copyable {
    private let folder: StateFolder
    private let patience: Duration

    /// Table `inet carbonwall`, the only one that is ever changed.
    static let table = TableName(.inet, Ruleset.tableName.description)

    /// The enforcer that remembers in the folder at `path`, which is made where there is none.
    ///
    /// - Parameters:
    ///   - path: The state folder.
    ///   - patience: How long to wait while another process holds the folder's lock.
    /// - Throws: `StateError` where the folder can't be used.
    package init(
        rememberingIn path: FilePath,
        waiting patience: Duration = .seconds(10)
    ) throws(StateError) {
        self.init(rememberingIn: try StateFolder(creating: path), waiting: patience)
    }

    /// The same with a folder that is open already.
    package init(rememberingIn folder: consuming StateFolder, waiting patience: Duration) {
        self.folder = folder
        self.patience = patience
    }

    /// Takes the lock for `command`.
    consuming func begin(_ command: String) throws -> Session {
        try Session(folder, for: command, waiting: patience)
    }

    /// Checks that this process may change the kernel's rules, and that the kernel can have any.
    ///
    /// - Throws: `NetfilterError.notPermitted` where it may not, `MissingFeatures` where nf_tables isn't there.
    package static func checkPermission() throws {
        do throws(NetfilterError) {
            var socket = try NetlinkSocket()
            _ = try socket.generation()
        } catch {
            if let missing = MissingFeatures(explainingFirstAnswer: error) { throw missing }
            throw error
        }
    }
}
