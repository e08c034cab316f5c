import Glibc
import Testing

@testable import Netfilter

/// What becomes of a batch, and of a question, when the socket fails: never a wrong answer, never a wait without end.
@Suite struct FailureTests {
    typealias Answer = ScriptedChannel.Answer

    private static let planned = Generation(rawValue: 7)

    /// Commits one table on generation 7 over a channel that does as told; the batch's only message has the number 1.
    private func commit(sendings: [ErrorNumber?] = [], answers: [Answer]) throws(NetfilterError) {
        var batch = try Batch()
        try batch.add(Table(TableName(.inet, "example")))
        var conversation = Conversation(ScriptedChannel(sendings: sendings, answers: [.nothing] + answers))
        try conversation.commit(batch, plannedOn: Self.planned)
    }

    private func failure(_ body: () throws(NetfilterError) -> Void) -> NetfilterError? {
        do throws(NetfilterError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test func `an acknowledgement is success`() {
        #expect(failure { () throws(NetfilterError) in try commit(answers: [.acknowledgement(of: 1)]) } == nil)
    }

    @Test(arguments: [1, 2, 1000])
    func `a call that was interrupted is made again`(times: Int) {
        let interruptions = [ErrorNumber?](repeating: .interrupted, count: times)
        let answers = [Answer](repeating: .error(.interrupted), count: times) + [.acknowledgement(of: 1)]
        let error = failure { () throws(NetfilterError) in try commit(sendings: interruptions, answers: answers) }
        #expect(error == nil)
    }

    @Test(
        arguments: [
            (ErrorNumber.noMemory, NetfilterError.outOfMemory),
            (.noBuffers, .outOfMemory),
            (.messageTooLong, .batchTooLarge(length: 88)),
            (.notPermitted, .notPermitted),
            (.busy, .system(.sendmsg, .busy)),
        ]
    )
    func `a batch that couldn't be sent`(number: ErrorNumber, expected: NetfilterError) {
        #expect(failure { () throws(NetfilterError) in try commit(sendings: [number], answers: []) } == expected)
    }

    @Test(
        arguments: [
            (ErrorNumber.restart, NetfilterError.generationChanged),
            (.notPermitted, .notPermitted),
            (.noMemory, .outOfMemory),
            (.busy, .system(.request, .busy)),
        ]
    )
    func `an error under the number of the batch's start is about the whole batch`(
        number: ErrorNumber,
        expected: NetfilterError
    ) {
        let answers: [Answer] = [.acknowledgement(of: 0, error: number.rawValue)]
        #expect(failure { () throws(NetfilterError) in try commit(answers: answers) } == expected)
    }

    @Test func `an error beside an acknowledgement is a refusal`() {
        let answers: [Answer] = [.acknowledgement(of: 1, error: 17), .acknowledgement(of: 1)]
        let subject = Refusal.Subject.table(TableName(.inet, "example"))
        let refusal = Refusal(subject: subject, place: .unknown, error: ErrorNumber(rawValue: 17))
        #expect(failure { () throws(NetfilterError) in try commit(answers: answers) } == .refused([refusal]))
    }

    @Test(
        arguments: [
            (8, nil), (7, .refused([])), (9, .outcomeUnknown),
        ] as [(UInt32, NetfilterError?)]
    )
    func `where acknowledgements were lost, the generation tells the outcome`(
        generation: UInt32,
        expected: NetfilterError?
    ) {
        let answers: [Answer] = [.error(.noBuffers), .nothing, .nothing, .generation(generation, sequence: 1)]
        #expect(failure { () throws(NetfilterError) in try commit(answers: answers) } == expected)
    }

    @Test(arguments: [ErrorNumber.noMemory, .notPermitted, .busy, .messageTooLong])
    func `a batch that was sent isn't said to have failed because its answer can't be received`(number: ErrorNumber) {
        let unanswered: [Answer] = [.error(number), .error(number)]
        #expect(failure { () throws(NetfilterError) in try commit(answers: unanswered) } == .outcomeUnknown)
        let applied: [Answer] = [.error(number), .nothing, .generation(8, sequence: 1)]
        #expect(failure { () throws(NetfilterError) in try commit(answers: applied) } == nil)
    }

    @Test(arguments: [EBUSY, EMSGSIZE, ENOBUFS, EPERM, EINTR])
    func `an error about a message is a refusal with its number`(number: Int32) {
        let error = failure { () throws(NetfilterError) in
            try commit(answers: [.acknowledgement(of: 1, error: number)])
        }
        let subject = Refusal.Subject.table(TableName(.inet, "example"))
        #expect(error == .refused([Refusal(subject: subject, place: .unknown, error: ErrorNumber(rawValue: number))]))
    }

    @Test func `memory that the kernel lacks for a message is no fault of the message`() {
        let answers: [Answer] = [.acknowledgement(of: 1, error: ENOMEM)]
        #expect(failure { () throws(NetfilterError) in try commit(answers: answers) } == .outOfMemory)
    }

    @Test func `where some acknowledgements were lost, an error among the others is still a refusal`() {
        let answers: [Answer] = [.acknowledgement(of: 1, error: 17), .error(.noBuffers), .nothing]
        guard case .refused = failure({ () throws(NetfilterError) in try commit(answers: answers) }) else {
            Issue.record("not refused")
            return
        }
    }

    @Test func `what was left from before isn't taken for an answer`() throws {
        var batch = try Batch()
        try batch.add(Table(TableName(.inet, "example")))
        var conversation = Conversation(
            ScriptedChannel(answers: [.acknowledgement(of: 1, error: 17), .nothing, .acknowledgement(of: 1)])
        )
        try conversation.commit(batch, plannedOn: Self.planned)
    }

    @Test(
        arguments: [
            ([Answer.error(.noBuffers)], NetfilterError.system(.recv, .noBuffers)),
            ([.acknowledgement(of: 1, error: 1)], .notPermitted),
            ([.acknowledgement(of: 1, error: 12)], .outOfMemory),
            ([.acknowledgement(of: 1, error: 22)], .system(.request, ErrorNumber(rawValue: 22))),
            ([.end(sequence: 9), .end(sequence: 9)], .unexpectedAnswer),
            ([.generation(7, sequence: 1)], .unexpectedAnswer),
            ([.bytes([1, 2, 3])], .unexpectedAnswer),
            ([.bytes([200, 0, 0, 0] + [UInt8](repeating: 0, count: 12))], .unexpectedAnswer),
            ([], .unexpectedAnswer),
        ]
    )
    func `a dump that fails, or answers something else`(answers: [Answer], expected: NetfilterError) {
        var conversation = Conversation(ScriptedChannel(answers: [.nothing] + answers))
        let error = failure { () throws(NetfilterError) in
            _ = try conversation.dump(.dump(.getTable), of: .newTable, Table.init)
        }
        #expect(error == expected)
    }

    @Test func `silence isn't taken for a table that isn't there, and the kernel's word is`() throws {
        let request = Request.get(.getTable, family: .inet)
        var silent = Conversation(ScriptedChannel(answers: []))
        #expect(throws: NetfilterError.unexpectedAnswer) {
            _ = try silent.find(request, of: .newTable, Table.init)
        }
        var answering = Conversation(
            ScriptedChannel(answers: [.nothing, .acknowledgement(of: 1, error: ENOENT)])
        )
        #expect(try answering.find(request, of: .newTable, Table.init) == nil)
    }

    @Test func `a dump that the ruleset changed under is made again`() throws {
        let interrupted: [Answer] = [.nothing, .end(sequence: 1, flags: 0x10)]
        let whole: [Answer] = [.nothing, .end(sequence: 2)]
        var conversation = Conversation(ScriptedChannel(answers: interrupted + whole))
        #expect(try conversation.dump(.dump(.getTable), of: .newTable, Table.init).isEmpty)
    }

    @Test func `a dump that the ruleset changes under again and again is given up`() {
        let answers = (1...100).flatMap { [Answer.nothing, .end(sequence: $0, flags: 0x10)] }
        var conversation = Conversation(ScriptedChannel(answers: answers))
        let error = failure { () throws(NetfilterError) in
            _ = try conversation.dump(.dump(.getTable), of: .newTable, Table.init)
        }
        #expect(error == .interrupted)
    }
}
