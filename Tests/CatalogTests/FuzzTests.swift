import Policy
import Testing

@testable import Catalog

/// Broken files never do worse than findings.
@Suite struct FuzzTests {
    @Test(arguments: 0..<8)
    func `a mutated file loads or is refused with places in it`(seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        for _ in 0..<250 {
            let file = CatalogFile.embedded[Int.random(in: 0..<CatalogFile.embedded.count, using: &random)]
            let mutated = CatalogFile(name: file.name, bytes: file.bytes.mutated(using: &random))
            let lines = mutated.bytes.count { $0 == UInt8(ascii: "\n") } + 1
            for finding in Self.findings(in: mutated) {
                let location = try #require(finding.location)
                try #require(1...lines ~= location.line && location.column >= 1, "\(finding)")
                let text = finding.message + (finding.hint ?? "")
                try #require(text == text.printable)
            }
        }
    }

    @Test(arguments: [
        "\u{0}", "a", "[", "{a: ", "- ", "a: ", "\"", "&a ", "? ", "a: 1\n", "- [\n", "x,", "# x\n", "\t", "é", "!",
        "|\n ",
    ])
    func `anything over and over is refused`(text: String) {
        let bytes = Array(String(repeating: text, count: 1 << 16).utf8)
        #expect(!Self.findings(in: CatalogFile(name: "x.yaml", bytes: bytes)).isEmpty)
    }

    @Test(arguments: ["[", "# x\n"])
    func `ten megabytes of anything are refused`(text: String) {
        let bytes = Array(String(repeating: text, count: 10 << 20 / text.utf8.count).utf8)
        #expect(!Self.findings(in: CatalogFile(name: "x.yaml", bytes: bytes)).isEmpty)
    }

    @Test func `ten megabytes of noise are refused`() {
        var random = SplitMix64(state: 1)
        let noise = (0..<(10 << 10)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let bytes = Array(repeating: noise, count: 1 << 10).flatMap(\.self)
        #expect(!Self.findings(in: CatalogFile(name: "x.yaml", bytes: bytes)).isEmpty)
    }

    private static func findings(in file: CatalogFile) -> [Finding] {
        do throws(InvalidInput) {
            _ = try ProductCatalog.load([file])
            return []
        } catch {
            return error.findings
        }
    }
}

extension [UInt8] {
    /// One to three edits: another byte, a byte more, a piece dropped, a piece repeated, a piece moved elsewhere.
    fileprivate func mutated(using random: inout SplitMix64) -> [UInt8] {
        let telling = Array(" \n\t:-[]{},#&*!|>'\"%@`\\0a~\u{85}".utf8) + [0, 0xFF, 0xC3]
        var bytes = self
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let piece = place..<Swift.min(bytes.count, place + Int.random(in: 1...80, using: &random))
            let target = Int.random(in: 0...place, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = telling[Int.random(in: 0..<telling.count, using: &random)]
            case 1: bytes.insert(telling[Int.random(in: 0..<telling.count, using: &random)], at: place)
            case 2: bytes.removeSubrange(piece)
            case 3: bytes.insert(contentsOf: bytes[piece], at: place)
            default: bytes.insert(contentsOf: bytes[piece], at: target)
            }
        }
        return bytes
    }
}

/// The same numbers in every run (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
