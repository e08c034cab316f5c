import Testing

@testable import YAMLReader

@Suite struct SoupTests {
    /// A linear congruential generator (Knuth's MMIX constants): the same soup in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 31
        }
    }

    private static let pieces = [
        "a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "'", "\"", "\\", "\\x00", "\\u2028", "|", ">", "|2-",
        "\n",
        "\n  ", "\n\n", " ", "#", "# c\n", "&a ", "*a", "!t ", "!!str ", "---\n", "...\n", "%YAML 1.1\n", "~", "é",
        "\t",
    ]

    @Test(arguments: 0..<4)
    func `a soup of YAML's signs is read or refused at a place in it`(seed: Int) throws {
        var generator = Generator(state: UInt64(seed))
        for _ in 0..<1000 {
            let count = Int.random(in: 1...40, using: &generator)
            let text = (0..<count).map { _ in Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)] }
                .joined()
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            guard let error = refusal(of: Array(text.utf8)) else { continue }
            try #require(1...lines ~= error.line && 1...text.unicodeScalars.count + 1 ~= error.column, "\(text)")
        }
    }

    @Test func `what was read is read again from its own text`() throws {
        var generator = Generator(state: 7)
        for _ in 0..<200 {
            let tree = Self.tree(depth: 4, using: &generator)
            try #require(try parse(tree.flowText).withoutPlaces == tree)
        }
    }

    /// A value without its place.
    fileprivate indirect enum Tree: Hashable {
        case text(String)
        case list([Tree])
        case mapping([String], [Tree])

        var flowText: String {
            switch self {
            case .text(let text):
                "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
            case .list(let items): "[\(items.map(\.flowText).joined(separator: ", "))]"
            case .mapping(let keys, let values):
                "{\(zip(keys, values).map { "\(Tree.text($0).flowText): \($1.flowText)" }.joined(separator: ", "))}"
            }
        }
    }

    private static func tree(depth: Int, using generator: inout Generator) -> Tree {
        let count = Int.random(in: 0...4, using: &generator)
        let texts = (0..<count).map { "\($0)" + pieces[Int.random(in: 0..<18, using: &generator)] }
        switch Int.random(in: 0..<(depth == 0 ? 1 : 3), using: &generator) {
        case 0: return .text(texts.joined())
        case 1: return .list(texts.map { _ in tree(depth: depth - 1, using: &generator) })
        default: return .mapping(texts, texts.map { _ in tree(depth: depth - 1, using: &generator) })
        }
    }
}

extension YAMLNode {
    fileprivate var withoutPlaces: SoupTests.Tree {
        switch content {
        case .scalar(let scalar): .text(scalar.text)
        case .sequence(let items): .list(items.map(\.withoutPlaces))
        case .mapping(let pairs): .mapping(pairs.map(\.key), pairs.map(\.value.withoutPlaces))
        }
    }
}
