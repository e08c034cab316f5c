import Catalog
import Policy

extension Engine {
    /// Ports of two runtimes, or of one, that ended on the same number.
    ///
    /// One finding for each pair of runtimes, with every colliding pair of their ports and the smallest offset that frees the
    /// second runtime.
    func findCollisions(_ candidates: [Candidate], runtimes: [ResolvedRuntime]) -> [Finding] {
        var collisions: [RuntimePair: [String]] = [:]
        for (first, second) in overlaps(candidates) {
            let (one, two) = first.runtime <= second.runtime ? (first, second) : (second, first)
            let pair = RuntimePair(first: one.runtime, second: two.runtime)
            collisions[pair, default: []].append(one.collision(with: two))
        }
        return collisions.keys.sorted().map { pair in
            finding(pair, collisions[pair] ?? [], open: candidates.filter(\.isOpenInbound), runtimes: runtimes)
        }
    }

    /// The open inbound candidates that have a port in common, by that port; one pass over their sorted targets.
    private func overlaps(_ candidates: [Candidate]) -> [(Candidate, Candidate)] {
        let targets = candidates.indices
            .filter { candidates[$0].isOpenInbound }
            .map { (ports: candidates[$0].port.target, index: $0) }
            .sorted { ($0.ports, $0.index) < ($1.ports, $1.index) }
        var overlaps: [(Candidate, Candidate)] = []
        for (place, first) in targets.enumerated() {
            for second in targets[(place + 1)...] {
                guard second.ports.ports.lower <= first.ports.ports.upper else { break }
                guard first.ports.overlaps(second.ports) else { continue }
                overlaps.append((candidates[first.index], candidates[second.index]))
            }
        }
        return overlaps
    }

    private func finding(
        _ pair: RuntimePair,
        _ collisions: [String],
        open: [Candidate],
        runtimes: [ResolvedRuntime]
    ) -> Finding {
        let (first, second) = (runtimes[pair.first], runtimes[pair.second])
        let who =
            pair.first == pair.second ? "\(first.label) meets itself" : "\(first.label) and \(second.label) collide"
        let message = "\(who) on \(collisions.joined(separator: ", "))"
        let hint =
            smallestFreeOffset(of: pair.second, open: open).map {
                "the smallest offset that frees \(second.definition.id) is \($0): --runtime \(second.definition.id):\($0)"
            }
            ?? "no offset frees \(second.definition.id): some of these ports move together or not at all; disable one of them"
        return Finding(.error, "collision", at: second.location, message, hint: hint)
    }

    /// The smallest offset at which none of the runtime's ports meets another one, its own fixed ones included.
    private func smallestFreeOffset(of runtime: Int, open: [Candidate]) -> Int? {
        let mine = open.filter { $0.runtime == runtime }
        let meetEverywhere = overlaps(mine).contains { $0.port.definition.offset == $1.port.definition.offset }
        guard !meetEverywhere else { return nil }
        let following = mine.filter { $0.port.definition.offset == .follows }
        let fixed = mine.filter { $0.port.definition.offset == .fixed }.map(\.port.target)
        let others = open.filter { $0.runtime != runtime }.map(\.port.target)
        guard !fixed.contains(where: { port in others.contains { $0.overlaps(port) } }) else { return nil }
        let highest = following.map { Int($0.port.service.base.upper) }.max() ?? 65535
        return (0...(65535 - highest)).first { offset in
            following.allSatisfy { candidate in
                guard let ports = candidate.port.service.base.shifted(by: offset) else { return false }
                let moved = TransportPorts(candidate.port.service.transport, ports)
                return !others.contains { $0.overlaps(moved) } && !fixed.contains { $0.overlaps(moved) }
            }
        }
    }
}

/// Two of the selected runtimes by their places in the selection, or one twice.
private struct RuntimePair: Hashable, Comparable {
    var first: Int
    var second: Int

    static func < (left: RuntimePair, right: RuntimePair) -> Bool {
        (left.first, left.second) < (right.first, right.second)
    }
}

extension Candidate {
    /// `9443/tcp (apim servlet-https 9443, si https 9443)`.
    fileprivate func collision(with other: Candidate) -> String {
        let lower = max(port.target.ports.lower, other.port.target.ports.lower)
        let upper = min(port.target.ports.upper, other.port.target.ports.upper)
        let met = lower == upper ? "\(lower)" : "\(lower)-\(upper)"
        return "\(met)/\(port.target.transport.rawValue) (\(port.service.origin), \(other.port.service.origin))"
    }
}
