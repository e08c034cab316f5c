extension HostPolicy {
    /// SHA-256, as 64 hexadecimal digits, of all that the kernel enforces or shows for this policy.
    ///
    /// Policies that make different rulesets have different digests; the title and the notes don't count. It is in the
    /// ruleset, by which a second apply of the same policy knows that nothing has changed.
    public var digest: String {
        var form = CanonicalForm()
        form.append(Self.rulesetVersion)
        form.append(services) { $0.append($1) }
        form.append(sources) { $0.append($1) }
        form.append(guards) { $0.append($1) }
        form.append(scope)
        form.append(interfaces) { $0.append($1.description) }
        form.append(multicastGroups) { $0.append($1.bits) }
        form.append(UInt8(egress == nil ? 0 : 1))
        form.append(egress ?? []) { $0.append($1) }
        form.append(UInt8(rejects ? 1 : 0))
        return SHA256.hexDigest(of: form.bytes)
    }

    /// To be raised by whoever changes the ruleset that a policy becomes, so that an old ruleset isn't taken for the new one.
    private static let rulesetVersion: UInt8 = 4
}

/// Values as bytes, so that different values never give the same bytes: numbers big endian, lists and texts behind their length,
/// which takes one byte mostly.
private struct CanonicalForm {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ number: some FixedWidthInteger & UnsignedInteger) {
        var shift = number.bitWidth
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    private mutating func append(count: Int) {
        bytes.append(variableLength: UInt(count))
    }

    mutating func append<Values: Collection>(
        _ values: Values,
        each appendValue: (inout CanonicalForm, Values.Element) -> Void
    ) {
        append(count: values.count)
        for value in values {
            appendValue(&self, value)
        }
    }

    mutating func append(_ text: String) {
        append(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ service: Service) {
        append(service.runtime)
        append(service.id)
        append(TransportPorts(service.transport, service.ports))
        append(service.audiences) { $0.append($1.rawValue) }
        append(service.arithmetic)
        append(service.summary)
    }

    mutating func append(_ target: TransportPorts) {
        append(target.transport.protocolNumber)
        append(target.ports.lower)
        append(target.ports.upper)
    }

    /// An IP protocol as its number with ports that no transport has.
    mutating func append(_ traffic: AllowedTraffic) {
        switch traffic {
        case .ports(let target): append(target)
        case .ipProtocol(let ipProtocol):
            append(ipProtocol.number)
            append(UInt16(0))
            append(UInt16(0))
        }
    }

    mutating func append(_ source: Source) {
        append(source.audience.rawValue)
        append(source.addresses)
        append(UInt8(source.isDefault ? 1 : 0))
    }

    mutating func append(_ addresses: AddressSet) {
        bytes.append(addresses.v4)
        bytes.append(addresses.v6)
    }

    mutating func append(_ administratorGuard: AdministratorGuard) {
        append(administratorGuard.allowed)
        append(UInt8(administratorGuard.addresses == nil ? 0 : 1))
        append(administratorGuard.addresses ?? AddressSet())
    }

    mutating func append(_ scope: HostPolicy.Scope) {
        switch scope {
        case .host:
            append(UInt8(0))
        case .product(let fenced):
            append(UInt8(1))
            append(fenced) { $0.append($1) }
        }
    }

    mutating func append(_ group: EgressGroup) {
        append(group.name)
        append(group.destinations)
        append(group.services) { form, service in
            form.append(service.target)
            form.append(service.summary)
        }
    }
}
