#if os(Linux)
import CLinuxNetwork
import Glibc
import Policy

/// Sends whole packets, whatever source address they have.
final class PacketSender: Sendable {
    fileprivate let sender: cln_sender

    /// Puts packets on the wire behind the interface `name` of the calling thread's namespace, past its routes and rules;
    /// they are for `neighbour`, the link-layer address at the other end.
    init(onWireOf name: String, neighbour: [UInt8]) throws(SystemError) {
        sender = unsafe cln_wire_sender(name, neighbour)
        try SystemError.check("open a packet socket on \(name)", sender.descriptor)
    }

    /// Sends packets as the calling thread's namespace would send its own through the interface `name`: its output rules
    /// decide about them.
    init(_ family: AddressFamily, outThrough name: String) throws(SystemError) {
        sender = unsafe cln_routed_sender(family.socketFamily, name)
        try SystemError.check("open a raw socket for \(name)", sender.descriptor)
    }

    deinit {
        close(sender.descriptor)
    }

    /// Sends `packet`; false where a rule of this side's output dropped it.
    func send(_ packet: WirePacket) throws(SystemError) -> Bool {
        try SystemError.check("send", unsafe cln_send(sender, packet.bytes, packet.bytes.count)) == 0
    }

    /// Sends some hundred packets, `packets` in turn, which must be equally long.
    func sendBatch(of packets: [WirePacket]) throws(SystemError) {
        let bytes = packets.flatMap(\.bytes)
        try SystemError.check("send", unsafe cln_send_batch(sender, bytes, bytes.count / packets.count, packets.count))
    }
}

/// Gets a copy of every packet of one protocol that the input rules of the calling thread's network namespace let through.
final class PacketReceiver {
    fileprivate let descriptor: FileDescriptor

    init(_ family: AddressFamily, protocol number: UInt8) throws(SystemError) {
        descriptor = try FileDescriptor(
            "open a packet receiver",
            cln_packet_receiver(family.socketFamily, Int32(number))
        )
    }

    /// How many packets came from `source` since the last look, waiting up to `milliseconds` for the first one.
    func count(from source: IPAddress, waiting milliseconds: Int32 = 0) throws(SystemError) -> Int {
        var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        try SystemError.check("poll", unsafe poll(&request, 1, milliseconds))
        let bytes = source.bytes
        return Int(try SystemError.check("receive", unsafe cln_count_from(descriptor.number, bytes, bytes.count)))
    }

    /// Marks in `ports` the destination ports of all waiting packets that have the source port of `packet`.
    func collect(_ packet: WirePacket, into ports: inout PortMarks) throws(SystemError) {
        try SystemError.check("receive", unsafe cln_collect(descriptor.number, packet.bytes, &ports.marks))
    }

    /// How many packets there was no room for.
    var lost: Int64 {
        get throws(SystemError) { try SystemError.check("count lost packets", cln_lost(descriptor.number)) }
    }
}

/// A mark for each of the ports 0…65535.
public struct PortMarks: Equatable, Sendable {
    fileprivate var marks: [UInt8]

    /// No port is marked.
    public init() {
        marks = [UInt8](repeating: 0, count: 65536)
    }

    /// Marks the ports from `lower` to `upper`.
    public mutating func mark(_ ports: ClosedRange<UInt16>) {
        marks.replaceSubrange(Int(ports.lowerBound)...Int(ports.upperBound), with: repeatElement(1, count: ports.count))
    }

    /// The marked ports that aren't marked in `other`, ascending.
    public func subtracting(_ other: PortMarks) -> [UInt16] {
        marks == other.marks ? [] : marks.indices.filter { marks[$0] > other.marks[$0] }.map { UInt16($0) }
    }

    /// How many ports are marked.
    public var count: Int { marks.reduce(0) { $0 + Int($1) } }

    /// Sends `packet`, which has destination port 0, to the ports 1…65535 instead, and marks what `receiver` gets.
    ///
    /// What arrives later than its batch is left to `PacketReceiver.collect`.
    mutating func sweep(_ packet: WirePacket, from sender: PacketSender, to receiver: PacketReceiver)
        throws(SystemError)
    {
        let bytes = packet.bytes
        let result = unsafe cln_sweep(sender.sender, receiver.descriptor.number, bytes, bytes.count, &marks)
        try SystemError.check("sweep", result)
    }
}
#endif
