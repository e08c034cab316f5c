#if os(Linux)
public import Policy

/// Why a probe has no result.
public enum ProbeError: Error, Hashable, Sendable {
    /// Source and destination are of two families.
    case mixedFamilies
    /// So many probes got lost on the way to the rules, three times over.
    case lostOnTheWay(Int)
    /// So many packets came through and found the receiver's buffer full.
    case lostInReceiver(Int64)
}

extension FirewalledHost {
    /// Sends `packet` for real and tells whether it came through the host's rules.
    ///
    /// - Throws: `ProbeError.lostOnTheWay` where it never got to them.
    public func passes(_ packet: Packet) throws -> Bool {
        try passing(1, of: packet) == 1
    }

    /// Sends `packet` `count` times for real and tells how many came through the host's rules.
    public func passing(_ count: Int, of packet: Packet) throws -> Int {
        let wire = try wirePacket(packet)
        let receiver = try receiver(for: packet)
        _ = try receiver.count(from: packet.source)
        let before = try arrivals(of: packet.content)
        let sender = try sender(for: packet)
        for _ in 1...count where try !sender.send(wire) { return 0 }
        if packet.direction == .outbound { return try receiver.count(from: packet.source, waiting: 200) }
        let arrive = try waitForArrivals(before + count, of: packet.content)
        guard arrive || !packet.isSourceReachable else { throw ProbeError.lostOnTheWay(count) }
        return try receiver.count(from: packet.source)
    }

    /// Sends `packet` for real and tells whether its destination answers with the same protocol within a second.
    public func isAnswered(_ packet: Packet) throws -> Bool {
        var answer = packet
        answer.direction = packet.direction == .inbound ? .outbound : .inbound
        let receiver = try receiver(for: answer)
        _ = try receiver.count(from: packet.destination)
        guard try sender(for: packet).send(wirePacket(packet)) else { return false }
        return try receiver.count(from: packet.destination, waiting: 1000) > 0
    }

    /// Sends `packets`, which are equally long, in turn, as fast as a thread of its own can, for as long as `body` runs.
    public func flood<Value>(_ packets: Packet..., during body: () throws -> Value) throws -> Value {
        try flood(packets, during: body)
    }

    /// The same for a list of packets that isn't empty, with `connect` between some hundred of them and the next.
    public func flood<Value>(
        _ packets: [Packet],
        between connect: @escaping @Sendable () throws -> Void = {},
        during body: () throws -> Value
    ) throws -> Value {
        let sender = try sender(for: packets[0])
        let packets = try packets.map(wirePacket)
        return try Background.repeating(
            {
                try sender.sendBatch(of: packets)
                try connect()
            },
            during: body
        )
    }

    /// The ports of `transport` at which packets like `prototype`, whatever its content, come through; all are tried.
    public func openPorts(_ transport: Transport, like prototype: Packet) throws -> PortMarks {
        for _ in 1...3 {
            if let marks = try sweep(transport, like: prototype) { return marks }
        }
        throw ProbeError.lostOnTheWay(65535)
    }

    /// One try: nil where not every probe got to the host's input hook.
    private func sweep(_ transport: Transport, like prototype: Packet) throws -> PortMarks? {
        var packet = prototype
        packet.content = .ports(transport, source: nextSourcePort(), destination: 0)
        let wire = try wirePacket(packet)
        let receiver = try receiver(for: packet)
        let lostBefore = try receiver.lost
        let before = try arrivals(of: packet.content)
        var marks = PortMarks()
        try marks.sweep(wire, from: sender(for: packet), to: receiver)
        if packet.direction == .inbound {
            let arrive = try waitForArrivals(before + 65535, of: packet.content)
            guard arrive || !packet.isSourceReachable else { return nil }
        }
        try receiver.collect(wire, into: &marks)
        let lost = try receiver.lost - lostBefore
        guard lost == 0 else { throw ProbeError.lostInReceiver(lost) }
        return marks
    }

    /// Whether the count of arrived packets gets to `count` within a second; those with forged sources may be dropped before.
    private func waitForArrivals(_ count: Int, of content: Packet.Content) throws -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(1)
        repeat {
            if try arrivals(of: content) >= count { return true }
        } while clock.now < end
        return false
    }

    private func wirePacket(_ packet: Packet) throws(ProbeError) -> WirePacket {
        guard let wire = WirePacket(packet) else { throw .mixedFamilies }
        return wire
    }
}
#endif
