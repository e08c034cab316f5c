#if os(Linux)
import Enforcement
#endif
import Policy
import RulesEngine
import SystemPackage

extension LintContext {
    /// What Linux says of this machine; nothing where it says nothing.
    static var thisMachine: LintContext {
        LintContext(
            ephemeralPorts: text(of: "/proc/sys/net/ipv4/ip_local_port_range").flatMap(PortRange.init(kernelRange:)),
            reservedPorts: text(of: "/proc/sys/net/ipv4/ip_local_reserved_ports").map(PortRange.kernelList) ?? [],
            cloud: CloudProvider(
                systemVendor: text(of: "/sys/class/dmi/id/sys_vendor") ?? "",
                productName: text(of: "/sys/class/dmi/id/product_name") ?? "",
                chassisAssetTag: text(of: "/sys/class/dmi/id/chassis_asset_tag") ?? ""
            ),
            interfaces: interfaces
        )
    }

    /// The interfaces of this network namespace; nil if the kernel doesn't tell.
    static var interfaces: [MachineInterface]? {
        #if os(Linux)
        guard let present = try? NetworkLinks.current() else { return nil }
        return present.links.map {
            MachineInterface($0.name, otherNames: $0.otherNames, master: present.master(of: $0)?.name)
        }
        #else
        return nil
        #endif
    }

    /// The one line of a file that the kernel makes up; nil where there is no such file.
    private static func text(of path: FilePath) -> String? {
        guard let bytes = try? InputFile.bytes(of: path) else { return nil }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}

extension PortRange {
    /// The range as `net.ipv4.ip_local_port_range` has it: `32768	60999`.
    init?(kernelRange text: String) {
        let ends = text.split(whereSeparator: \.isWhitespace).compactMap(DecimalNumber.parse)
        guard ends.count == 2 else { return nil }
        self.init(ends[0], ends[1])
    }

    /// The ranges of `net.ipv4.ip_local_reserved_ports`: `8080,9148-9150`.
    static func kernelList(_ text: String) -> [PortRange] {
        text.split(separator: ",").compactMap { part in
            let ends = part.split(separator: "-").compactMap(DecimalNumber.parse)
            guard let first = ends.first, let last = ends.last else { return nil }
            return PortRange(first, last)
        }
    }
}
