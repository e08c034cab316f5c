import Emitters
import RulesEngine

extension EmitTarget {
    /// A file for `nft -f`.
    static let nftables = EmitTarget(
        name: "nftables",
        formats: [
            EmitFormat(name: "nft") { request in
                let text = NftablesEmitter.emit(request.host.policy, toolVersion: ToolVersion.current)
                return EmittedFirewall(content: .text(text))
            }
        ]
    )
}
