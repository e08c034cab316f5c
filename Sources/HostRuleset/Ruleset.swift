/// Table `inet carbonwall` as a value: exactly the objects that a host policy needs, and no others.
///
/// It is rendered as text for `nft -f` and as netlink messages, and both must list the same. So the model is closed: each kind of
/// object, match and statement is a case of an enum, and free text occurs in comments and the log prefix only.
package struct Ruleset: Hashable, Sendable {
    /// The table's name; its family is always `inet`.
    package static let tableName = ObjectName("carbonwall")

    /// What the table is, for whoever lists it.
    ///
    /// It never changes: the kernel can't change a table's comment in place.
    package static let comment = PlainText("host firewall, written by carbonwall")

    package var counters: [Counter] = []
    package var sets: [NamedSet] = []
    /// In the order of listing; a rule may jump to a later chain.
    package var chains: [Chain] = []

    /// A counter with a name, which keeps its numbers while the rules around it are replaced.
    package struct Counter: Hashable, Sendable {
        package var name: ObjectName
        package var comment: PlainText
    }

    /// A chain of rules, the first that gives a verdict decides; one without a hook is reached by jumps, and goes back at its end.
    package struct Chain: Hashable, Sendable {
        package var name: ObjectName
        /// nil for a chain that is jumped to.
        package var base: BaseChain?
        package var rules: [Rule] = []
    }

    /// Where the kernel calls a chain, always with type `filter` and priority `filter - 5`.
    package struct BaseChain: Hashable, Sendable {
        /// The place on a packet's way.
        package enum Hook: String, Hashable, Sendable {
            case input
            case output
        }

        /// What becomes of a packet that no rule decides.
        package enum Policy: String, Hashable, Sendable {
            case accept
            case drop
        }

        package var hook: Hook
        package var policy: Policy
        /// Before the ordinary filters at 0, which still see what is accepted here; a drop is final.
        package static let priorityBelowFilter: UInt64 = 5
    }
}
