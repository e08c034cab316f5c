import Policy
import Testing

@testable import Enforcement

/// What is known of loaded values, and what comparisons make of it.
@Suite struct RegisterValueTests {
    private static let v4 = Traffic.Kind(isIPv6: false, transport: .tcp)
    private static let v6 = Traffic.Kind(isIPv6: true, transport: .tcp)

    private static func sources(_ predicate: Predicate) -> [ClosedRange<UInt128>]? {
        if case .sources(let sources) = predicate { sources.intervals } else { nil }
    }

    @Test func `the first bytes of an address stand for a block`() {
        let value = RegisterValue.source(kept: 24, loaded: 24)
        let predicate = value.isIn(IntervalSet([0x0A0900...0x0A0900]), of: Self.v4)
        #expect(Self.sources(predicate) == [0x0A09_0000...0x0A09_00FF])
    }

    @Test func `a masked address is compared with zeros behind the mask`() {
        let value = RegisterValue.source(kept: 32, loaded: 32).masked([255, 255, 0, 0], xor: [0, 0, 0, 0])
        #expect(value == .source(kept: 16, loaded: 32))
        let block = value.isIn(IntervalSet([0x0A09_0000...0x0A09_0000]), of: Self.v4)
        #expect(Self.sources(block) == [0x0A09_0000...0x0A09_FFFF])
        #expect(Self.sources(value.isIn(IntervalSet([0x0A09_0001...0x0A09_0001]), of: Self.v4)) == [])
        let two = value.isIn(IntervalSet([0x0A09_0001...0x0A0B_0000]), of: Self.v4)
        #expect(Self.sources(two) == [0x0A0A_0000...0x0A0B_FFFF])
    }

    @Test func `a whole IPv6 address is a number of 128 bits`() {
        let everything = RegisterValue.source(kept: 0, loaded: 128).isIn(IntervalSet([0...0]), of: Self.v6)
        #expect(Self.sources(everything) == [0...(.max)])
        let last = RegisterValue.source(kept: 128, loaded: 128).isIn(IntervalSet([.max...(.max)]), of: Self.v6)
        #expect(Self.sources(last) == [.max...(.max)])
    }

    @Test func `bits that a mask clears are known to be zero`() {
        let state = RegisterValue.known(0x0800_0000, length: 4)
        let masked = state.masked([0x06, 0, 0, 0], xor: [0, 0, 0, 0])
        #expect(masked.isIn(IntervalSet([0...0]), of: Self.v4) == .always)
        #expect(state.masked([0x0E, 0, 0, 0], xor: [0, 0, 0, 0]).isIn(IntervalSet([0...0]), of: Self.v4) == .never)
        #expect(RegisterValue.unknown.masked([0xff], xor: [0]) == .unknown)
    }

    @Test func `a name that isn't lo may be any other`() {
        let name = RegisterValue.anyBut(.interfaceName("lo"), length: 16)
        let (lo, eth0) = (UInt128.interfaceName("lo"), UInt128.interfaceName("eth0"))
        #expect(name.isIn(IntervalSet([lo...lo]), of: Self.v4) == .never)
        #expect(name.isIn(IntervalSet([eth0...eth0]), of: Self.v4) == .unknown)
        #expect(name.isIn(IntervalSet([lo...lo, eth0...eth0]), of: Self.v4) == .unknown)
        // iptables compares the name with the zero behind it, and `lo+` without.
        #expect(name.prefix(3).isIn(IntervalSet([0x6c6f00...0x6c6f00]), of: Self.v4) == .never)
        #expect(name.prefix(2) == .unknown)
    }

    @Test func `no client comes from a port below 1024`() {
        #expect(RegisterValue.clientPort.isIn(IntervalSet([547...547]), of: Self.v4) == .never)
        #expect(RegisterValue.clientPort.isIn(IntervalSet([1...1024]), of: Self.v4) == .unknown)
        #expect(RegisterValue.bothPorts.isIn(IntervalSet([547 << 16 | 546...547 << 16 | 546]), of: Self.v4) == .never)
        #expect(RegisterValue.bothPorts.prefix(2) == .clientPort)
    }

    @Test func `what is longer than what was loaded isn't known`() {
        #expect(RegisterValue.port.prefix(4) == .unknown)
        #expect(RegisterValue.source(kept: 32, loaded: 32).prefix(16) == .unknown)
    }
}
