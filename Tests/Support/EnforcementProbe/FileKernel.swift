#if os(Linux)
import Enforcement
import Glibc

/// A file in the place of the kernel's rules: it holds the last batch that was sent.
struct FileKernel: Restorer {
    let path: String

    /// The sample ruleset of the policy `number`.
    static func batch(_ number: Int) -> [UInt8] {
        (0..<3001).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
    }

    func send(_ batch: [UInt8]) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ProbeError("open: errno \(errno)") }
        defer { close(file) }
        guard unsafe write(file, batch, batch.count) == batch.count else { throw ProbeError("write: errno \(errno)") }
    }

    func restore(_ ruleset: PreviousRuleset) throws -> KernelMark? {
        switch ruleset {
        case .none: try send([])
        case .batch(let batch): try send(batch)
        }
        return try KernelMark(generation: 42)
    }
}
#endif
