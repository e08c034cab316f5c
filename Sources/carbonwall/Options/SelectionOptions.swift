import ArgumentParser
import Policy
import RulesEngine
import SystemPackage

/// What runs on the host and who may reach it: the flags that `ports`, `emit`, `explain` and `lint` share.
struct SelectionOptions: ParsableArguments {
    @Option(
        name: .customLong("runtime"),
        help: ArgumentHelp("A runtime on the host, with its port offset; repeatable.", valueName: "name[:offset]"),
        transform: { try RuntimeArgument($0) }
    )
    var runtimes: [RuntimeArgument] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The port offset of every runtime without one of its own.", valueName: "n"),
        transform: { try DecimalNumber.offset($0) }
    )
    var offset: Int?

    @Option(
        help: ArgumentHelp(
            "How nodes find each other, for one runtime or every one that knows MODE.",
            valueName: "[name=]mode"
        ),
        transform: { try RuntimeSetting($0) }
    )
    var clustering: [RuntimeSetting] = []

    @Option(
        name: .customLong("role"),
        help: ArgumentHelp("What the host is, for one runtime or every one that knows ROLE.", valueName: "[name=]role"),
        transform: { try RuntimeSetting($0) }
    )
    var roles: [RuntimeSetting] = []

    @Option(
        help: ArgumentHelp("Take the runtimes from a policy file instead.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]),
        transform: { try FilePath(argument: $0) }
    )
    var policy: FilePath?

    @Option(
        help: ArgumentHelp("Which node of the policy file; needed where it has several.", valueName: "name"),
        transform: { try CatalogName($0) }
    )
    var node: CatalogName?

    @Option(
        name: .customLong("enable"),
        help: ArgumentHelp("Open a feature or port, as ID or RUNTIME/ID; repeatable.", valueName: "id"),
        transform: { try CatalogReference(argument: $0) }
    )
    var enabled: [CatalogReference] = []

    @Option(
        name: .customLong("disable"),
        help: ArgumentHelp("Close a feature or port, as ID or RUNTIME/ID; repeatable.", valueName: "id"),
        transform: { try CatalogReference(argument: $0) }
    )
    var disabled: [CatalogReference] = []

    @Option(
        name: .customLong("expose"),
        help: ArgumentHelp("Give a port other audiences than the catalog's; repeatable.", valueName: "id=audience[,…]"),
        transform: { try Exposure(argument: $0) }
    )
    var exposures: [Exposure] = []

    @Option(
        help: ArgumentHelp(
            "Who an audience is: addresses, or @FILE with one a line; repeated ones and a policy file's add up.",
            valueName: "audience=cidr[,…]"
        ),
        transform: { try FromArgument($0) }
    )
    var from: [FromArgument] = []

    @Option(
        name: .customLong("only-from"),
        help: ArgumentHelp(
            "The same, in place of what the policy file says of the audience.",
            valueName: "audience=cidr[,…]"
        ),
        transform: { try FromArgument(audience: $0) }
    )
    var onlyFrom: [FromArgument] = []

    @Option(
        help: ArgumentHelp(
            "Only the ports that the vendor's page documents, or only those that really listen (default: both).",
            valueName: "documented|observed"
        ),
        completion: .list(["documented", "observed"]),
        transform: { try Choice.parse($0) }
    )
    var basis: BasisFilter?

    @Option(
        help: ArgumentHelp(
            "The SSH server's port, and who may reach it (default: 22, from admins); repeatable. none closes SSH.",
            valueName: "port[@cidr,…]|none"
        ),
        transform: { try SSHArgument($0) }
    )
    var ssh: [SSHArgument] = []

    @Option(
        name: .customLong("keep"),
        help: ArgumentHelp(
            "A further way in besides SSH: ports, or an IP protocol such as vrrp, esp, gre, 89; repeatable.",
            valueName: "port/tcp|udp[@cidr,…]|protocol@cidr,…"
        ),
        transform: { try WayIn(argument: $0) }
    )
    var keep: [WayIn] = []

    @Option(
        help: ArgumentHelp(
            "Decide all traffic of the host, or only that to the products' own ports (default: host).",
            valueName: "host|product"
        ),
        completion: .list(["host", "product"]),
        transform: { try Choice.parse($0) }
    )
    var scope: ScopeChoice?

    @Flag(name: .customLong("egress"), help: "Fence what the host sends, too.")
    var fencesEgress = false

    @Flag(name: .customLong("reject"), help: "Tell private sources that a port is closed, instead of nothing.")
    var rejects = false

    @Option(
        name: .customLong("interface"),
        help: ArgumentHelp("Open the ports on this interface alone; repeatable.", valueName: "name"),
        transform: { try InterfaceName(argument: $0) }
    )
    var interfaces: [InterfaceName] = []

    @OptionGroup var rules: CatalogOptions
}
