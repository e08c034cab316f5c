import CNetfilter

/// What becomes of a packet.
public enum Verdict: Hashable, Sendable {
    /// `accept`: this base chain is done with it, and the next one looks.
    case accept
    /// `drop`: it's gone.
    case drop
    /// `return`: back to where the chain was jumped to from, or the base chain's policy.
    case `return`
    /// `jump …`: the rules of this chain, then back here.
    case jump(String)
    /// `goto …`: the rules of this chain, then back to where this chain was jumped to from.
    case goto(String)
    /// A verdict of another kind, by the kernel's number.
    case other(Int32)
}

extension Verdict {
    /// The kernel's number for it.
    var code: Int32 {
        switch self {
        case .accept: NF_ACCEPT
        case .drop: NF_DROP
        case .return: Int32(NFT_RETURN.rawValue)
        case .jump: Int32(NFT_JUMP.rawValue)
        case .goto: Int32(NFT_GOTO.rawValue)
        case .other(let code): code
        }
    }

    /// The chain that it goes to.
    var chain: String? {
        switch self {
        case .jump(let chain), .goto(let chain): chain
        default: nil
        }
    }

    /// The verdict `code`, to `chain` where it goes to one.
    init(code: Int32, chain: String?) {
        switch (code, chain) {
        case (NF_ACCEPT, _): self = .accept
        case (NF_DROP, _): self = .drop
        case (Int32(NFT_RETURN.rawValue), _): self = .return
        case (Int32(NFT_JUMP.rawValue), let chain?): self = .jump(chain)
        case (Int32(NFT_GOTO.rawValue), let chain?): self = .goto(chain)
        default: self = .other(code)
        }
    }
}
