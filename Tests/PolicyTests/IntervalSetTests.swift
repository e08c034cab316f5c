import Testing

import Policy

@Suite struct IntervalSetTests {
    @Test func `touching intervals become one`() {
        #expect(IntervalSet<UInt8>([1...3, 4...6]).intervals == [1...6])
    }
}
