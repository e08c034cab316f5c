import Catalog
import Policy

/// Collects the members of a deployment node by node, resolving equal ones once.
struct MemberBuilder {
    private let engine: Engine
    private let options: Selection
    private var findings: [Finding] = []
    private var members: [Member] = []
    private var addresses: [[AddressSet]] = []
    private(set) var membersOfNode: [[Int]] = []
    private var known: [Selection: Int] = [:]

    init(engine: Engine, options: Selection) {
        self.engine = engine
        self.options = options
    }

    mutating func add(_ node: PolicyNode) {
        if node.addresses.isEmpty, !options.namesPeers { findings.append(.withoutAddress(node)) }
        var places: [Int] = []
        for runtime in node.runtimes {
            guard let place = place(of: selection(of: runtime)) else { continue }
            findings += engine.closedExposures(runtime.exposures, among: members[place].candidates)
            addresses[place].append(node.addresses)
            places.append(place)
        }
        membersOfNode.append(places)
    }

    /// The members of all nodes that were added.
    ///
    /// - Throws: Every reason why one of the nodes, or the options, can't be used.
    func finish() throws(InvalidInput) -> [Member] {
        let runtimes = members.map(\.runtime)
        var findings = findings
        if findings.isEmpty {
            findings = engine.unknownReferences(options, runtimes: runtimes)
            findings += engine.closedExposures(options.exposures, among: members.lazy.flatMap(\.candidates))
        }
        guard findings.isEmpty else { throw InvalidInput(findings) }
        return zip(members, addresses).map { member, addresses in
            var result = member
            result.addresses = AddressSet(unionOf: addresses)
            return result
        }
        .fillingRoles()
    }

    private func selection(of runtime: PolicyRuntime) -> Selection {
        let selection = options.merging(runtime)
        return engine.catalog.runtime(runtime.selected.name).map(selection.concerning) ?? selection
    }

    /// Where the member is that `selection`'s one runtime makes; nil, with findings, where it can't be used.
    private mutating func place(of selection: Selection) -> Int? {
        let key = selection.withoutLocations
        if let place = known[key] { return place }
        do throws(InvalidInput) {
            let runtimes = try engine.resolveRuntimes(selection)
            let candidates = try engine.resolvePorts(selection, runtimes: runtimes)
            members.append(Member(runtime: runtimes[0], candidates: candidates, exposures: selection.exposures))
            addresses.append([])
            known[key] = members.count - 1
            return members.count - 1
        } catch {
            findings += error.findings
            return nil
        }
    }
}

extension Finding {
    /// That `node` is nowhere.
    fileprivate static func withoutAddress(_ node: PolicyNode) -> Finding {
        let hint = "say where its machines are: addresses: [10.0.1.11]; only pods need none"
        return Finding(.error, "no-address", at: node.location, "\(node.name) has no addresses", hint: hint)
    }
}
