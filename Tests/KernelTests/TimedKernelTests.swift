import TestSupport
import Testing

/// What floods the kernel with packets, one after the other: side by side they would only slow each other down.
@Suite(.serialized, .needsNetworkNamespaces, .needs(program: "nft"), .needs(program: "ip"))
enum TimedKernelTests {}
