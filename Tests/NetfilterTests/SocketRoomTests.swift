import TestSupport
import Testing

@testable import Netfilter

/// Sockets that have less room than a batch takes: the kernel's own ENOBUFS and EMSGSIZE.
@Suite(.needsNetworkNamespaces) struct SocketRoomTests {
    /// The kernel's channel, with room for so many bytes and no more.
    struct CrampedChannel: NetlinkChannel, ~Copyable {
        var channel: KernelChannel
        let sending: Int
        let receiving: Int

        mutating func reserve(sending: Int, receiving: Int) {
            channel.reserve(sending: min(sending, self.sending), receiving: min(receiving, self.receiving))
        }

        mutating func send(_ bytes: [UInt8]) throws(ErrorNumber) {
            try channel.send(bytes)
        }

        mutating func send(_ begin: [UInt8], _ pages: borrowing MessagePages, _ end: [UInt8]) throws(ErrorNumber) {
            try channel.send(begin, pages, end)
        }

        mutating func receive(into buffer: inout [UInt8]) throws(ErrorNumber) -> Int {
            try channel.receive(into: &buffer)
        }
    }

    private static func conversation(
        sending: Int = .max,
        receiving: Int = .max
    ) throws -> Conversation<CrampedChannel> {
        let channel = try KernelChannel.open()
        return Conversation(CrampedChannel(channel: channel, sending: sending, receiving: receiving))
    }

    @Test func `of more errors than the socket has room for, those that there was room for are told`() async throws {
        try await NetworkNamespace.isolated {
            var conversation = try Self.conversation(receiving: 4096)
            let before = try conversation.generation()
            var batch = try Batch()
            try batch.add(Table(Example.table))
            try batch.add(Chain(Example.chain("input")))
            for _ in 0..<2000 { try batch.add(Rule(in: Example.chain("input"), [.jump("nowhere")])) }
            do throws(NetfilterError) {
                try conversation.commit(batch, plannedOn: nil)
                Issue.record("committed")
            } catch {
                guard case .refused(let refusals) = error else { throw error }
                #expect((1..<2000).contains(refusals.count))
            }
            #expect(try conversation.generation() == before)
        }
    }

    @Test func `a batch that the socket has no room for isn't applied, and says how long it is`() async throws {
        try await NetworkNamespace.isolated {
            var conversation = try Self.conversation(sending: 8192)
            let before = try conversation.generation()
            var batch = try Batch()
            try batch.add(Table(Example.table))
            try batch.add(Example.admins)
            try batch.add(ipv4Intervals: (0..<5000).map { 10 * $0...10 * $0 }, to: Example.admins)
            let length = batch.pages.length + 40
            #expect(throws: NetfilterError.batchTooLarge(length: length)) {
                try conversation.commit(batch, plannedOn: nil)
            }
            #expect(try conversation.generation() == before)
        }
    }

    @Test func `a batch of twenty thousand errors names them all where the socket may have the room`() async throws {
        try await NetworkNamespace.isolated {
            var conversation = try Self.conversation()
            var batch = try Batch()
            try batch.add(Table(Example.table))
            for _ in 0..<20_000 { try batch.delete(set: Example.object("missing")) }
            do throws(NetfilterError) {
                try conversation.commit(batch, plannedOn: nil)
                Issue.record("committed")
            } catch {
                guard case .refused(let refusals) = error else { throw error }
                #expect(refusals.count == 20_000)
            }
        }
    }
}
