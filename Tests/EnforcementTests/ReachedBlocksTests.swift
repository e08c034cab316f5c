import Policy
import TestSupport
import Testing

@testable import Enforcement

@Suite struct ReachedBlocksTests {
    /// Blocks of numbers of eight bits, so that every number can be looked at.
    private struct Sample {
        var blocks = ReachedBlocks<UInt8>()
        var numbers: Set<UInt8> = []

        init(_ generator: inout SeededGenerator) {
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let length = Int.random(in: 0...8, using: &generator)
                let mask: UInt8 = length == 0 ? 0 : .max << UInt8(8 - length)
                let count = Int.random(in: 1...6, using: &generator)
                let first = Set((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) & mask }).sorted()
                blocks.add(first, prefixLength: length)
                for start in first { numbers.formUnion(start...(start | ~mask)) }
            }
        }
    }

    @Test func `what another reaches besides is exact, also where blocks overlap`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            let (one, two) = (Sample(&generator), Sample(&generator))
            let found = one.blocks.additions(in: two.blocks).intervals.flatMap { Array($0) }
            #expect(found == two.numbers.subtracting(one.numbers).sorted())
        }
    }
}
