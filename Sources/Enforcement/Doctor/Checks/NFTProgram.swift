import Policy
import SystemPackage

/// The installed nft: which version it is, and whether it can list what we load.
enum NFTProgram {
    private static let places: [FilePath] = ["/usr/sbin/nft", "/usr/local/sbin/nft", "/sbin/nft", "/usr/bin/nft"]

    /// The oldest that lists all of our table: older ones don't know the comments of tables, or `typeof`.
    private static let oldest = NFTRelease(0, 9, 8)

    static func examine(_ machine: MachineFiles) -> Diagnosis {
        guard let place = places.map(machine.place(of:)).first(where: TrustedProgram.isTrusted) else {
            return Diagnosis(facts: ["nft isn't installed; nothing here needs it"])
        }
        guard let answer = TrustedProgram.output(of: place, ["--version"]), let release = NFTRelease(answer) else {
            return Diagnosis(facts: ["\(place) doesn't tell its version"])
        }
        guard release < oldest else { return Diagnosis(facts: ["nft \(release) lists all of table inet carbonwall"]) }
        return Diagnosis(findings: [
            DoctorFinding.oldNFT.finding(
                .warning,
                "nft \(release) can't list all of table inet carbonwall; from \(oldest) on it can",
                hint: "carbonwall plan and carbonwall status read the table without nft"
            )
        ])
    }
}

/// The version of nft, three numbers.
struct NFTRelease: Hashable, Comparable, CustomStringConvertible {
    private let numbers: [Int]

    init(_ major: Int, _ minor: Int, _ patch: Int) {
        numbers = [major, minor, patch]
    }

    /// Reads `nftables v1.0.6 (Lester Gooch #5)`; nil where the text isn't like that.
    init?(_ answer: String) {
        let words = answer.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0] == "nftables", words[1].first == "v" else { return nil }
        let parts = words[1].dropFirst().split(separator: ".").map { Int($0.prefix(while: \.isNumber)) }
        guard 2...4 ~= parts.count, !parts.contains(nil) else { return nil }
        numbers = Array((parts.compactMap(\.self) + [0]).prefix(3))
    }

    /// Older before newer.
    static func < (left: NFTRelease, right: NFTRelease) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }

    /// `1.0.6`.
    var description: String { numbers.map(String.init).joined(separator: ".") }
}
