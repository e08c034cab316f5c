public import Policy

/// What lint has to know of the machine that the rules are for; nothing of it where that is another one.
public struct LintContext: Hashable, Sendable {
    /// The ports that the kernel gives to outgoing connections (`net.ipv4.ip_local_port_range`).
    public var ephemeralPorts: PortRange?
    /// Those that it leaves out (`net.ipv4.ip_local_reserved_ports`).
    public var reservedPorts: [PortRange]
    /// The cloud that the machine is in.
    public var cloud: CloudProvider?

    /// The machine's network interfaces; nil if it doesn't tell.
    public var interfaces: [MachineInterface]?

    /// A machine with these properties.
    public init(
        ephemeralPorts: PortRange? = nil,
        reservedPorts: [PortRange] = [],
        cloud: CloudProvider? = nil,
        interfaces: [MachineInterface]? = nil
    ) {
        self.ephemeralPorts = ephemeralPorts
        self.reservedPorts = reservedPorts
        self.cloud = cloud
        self.interfaces = interfaces
    }
}

/// A network interface of a machine.
public struct MachineInterface: Hashable, Sendable {
    /// Its name, the one that rules match.
    public var name: String
    /// Its other names, which no rule matches.
    public var otherNames: [String]
    /// The bridge or bond that its packets come in through; nil for itself.
    public var master: String?

    /// The interface `name`.
    public init(_ name: String, otherNames: [String] = [], master: String? = nil) {
        self.name = name
        self.otherNames = otherNames
        self.master = master
    }
}

/// A cloud whose networks carry no multicast.
public enum CloudProvider: String, Hashable, Sendable, CaseIterable {
    case aws = "AWS"
    case azure = "Azure"
    case google = "Google Cloud"

    /// The cloud that a machine's firmware names, from /sys/class/dmi/id; nil for any other machine.
    ///
    /// - Parameters:
    ///   - systemVendor: `sys_vendor`. Microsoft's stands for Hyper-V anywhere, so that it says nothing of Azure.
    ///   - productName: `product_name`.
    ///   - chassisAssetTag: `chassis_asset_tag`, the same for every machine in Azure.
    public init?(systemVendor: String, productName: String, chassisAssetTag: String) {
        if systemVendor == "Amazon EC2" {
            self = .aws
        } else if productName == "Google Compute Engine" {
            self = .google
        } else if chassisAssetTag == "7783-7084-3265-9085-8269-3286-77" {
            self = .azure
        } else {
            return nil
        }
    }
}
