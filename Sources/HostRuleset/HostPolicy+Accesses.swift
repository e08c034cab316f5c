import Policy

extension HostPolicy {
    /// How rules match the addresses of each of `sources`: worked out once, since there may be many.
    var sourceMatches: [AddressMatches] {
        sources.map { source in
            AddressMatches(
                name: ObjectName(source.audience),
                addresses: source.addresses,
                comment: source.isDefault ? source.audience.defaultComment : nil
            )
        }
    }

    /// The audiences that can reach a service, in their order; `matches` are the `sourceMatches`.
    func serviceAccesses(_ matches: [AddressMatches]) -> [Access] {
        let open = elementsByAudience
        return zip(sources, matches).compactMap { source, addresses in
            guard !source.addresses.isEmpty, let elements = open[source.audience] else { return nil }
            let name = ObjectName(source.audience)
            return Access(
                chain: name.prepending("from"),
                addresses: addresses,
                ports: PortMatches(
                    set: name.appending("services"),
                    comment: "open to \(source.audience.rawValue)",
                    elements
                )
            )
        }
    }

    private var elementsByAudience: [Audience: [Ruleset.PortElement]] {
        var elements: [Audience: [Ruleset.PortElement]] = [:]
        for service in services {
            let element = Ruleset.PortElement(service)
            for audience in service.audiences {
                elements[audience, default: []].append(element)
            }
        }
        return elements
    }

    /// The administrator's ways in, one access for all guards with the same addresses, in the order of the guards; `matches` are
    /// the `sourceMatches`.
    func guardAccesses(_ matches: [AddressMatches]) -> [Access] {
        var ownAddresses: [AddressSet] = []
        for case let addresses? in guards.map(\.addresses) where !ownAddresses.contains(addresses) {
            ownAddresses.append(addresses)
        }
        let fromAdministrators = zip(sources, matches).filter { $0.0.audience == .admins }.map { _, addresses in
            guardAccess(ObjectName("guard"), addresses, guards.filter { $0.addresses == nil })
        }
        let fromOwn = ownAddresses.enumerated().map { index, addresses in
            let name = ObjectName("guard").appending(index + 1)
            let matches = AddressMatches(name: name, addresses: addresses, comment: nil)
            return guardAccess(name, matches, guards.filter { $0.addresses == addresses })
        }
        return (fromAdministrators + fromOwn).filter { !$0.isEmpty }
    }

    /// In product scope all protocols pass anyway: a packet of theirs goes to none of the fenced ports.
    private func guardAccess(_ name: ObjectName, _ addresses: AddressMatches, _ guards: [AdministratorGuard]) -> Access
    {
        let ports = PortMatches(
            set: name.appending("services"),
            comment: "the administrator's way in",
            guards.compactMap(\.allowed.target).map { Ruleset.PortElement(target: $0) },
            protocols: scope == .host ? guards.compactMap(\.allowed.ipProtocol) : []
        )
        return Access(chain: name, addresses: addresses, ports: ports)
    }

    /// Where the protocols of the guards may be sent to, one access for all protocols with the same destinations.
    var protocolAccesses: [Access] {
        var protocols: [(destinations: AddressSet, all: [IPProtocol])] = []
        for way in guards {
            guard let ipProtocol = way.allowed.ipProtocol else { continue }
            let destinations = destinations(of: way)
            if let place = protocols.firstIndex(where: { $0.destinations == destinations }) {
                protocols[place].all.append(ipProtocol)
            } else {
                protocols.append((destinations, [ipProtocol]))
            }
        }
        return protocols.enumerated().map { index, group in
            let name = ObjectName("to_kept").appending(index + 1)
            return Access(
                chain: name,
                addresses: AddressMatches(name: name, addresses: group.destinations, comment: nil),
                ports: PortMatches(set: name.appending("services"), comment: "", [], protocols: group.all)
            )
        }
        .filter { !$0.isEmpty }
    }
}

extension Audience {
    /// Says that nobody gave the addresses, and what they are then.
    fileprivate var defaultComment: PlainText {
        PlainText("default for \(rawValue): \(self == .clients ? "anywhere" : "private ranges")")
    }
}

extension Ruleset.PortElement {
    /// `apim servlet-https 9443+1: HTTPS servlet transport`.
    fileprivate init(_ service: Service) {
        target = TransportPorts(service.transport, service.ports)
        comment = PlainText("\(service.runtime) \(service.id) \(service.arithmetic): \(service.summary)")
    }
}
