import Emitters
import RulesEngine

extension EmitTarget {
    /// A file for `nft -f`.
    static let nftables = EmitTarget(
        name: "nftables",
        formats: [
            EmitFormat(name: "nft") { host in
                let text = NftablesEmitter.emit(host.policy, toolVersion: ToolVersion.current)
                return EmittedFirewall(content: .text(text))
            }
        ]
    )
}
