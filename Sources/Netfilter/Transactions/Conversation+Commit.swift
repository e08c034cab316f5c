import CNetfilter

extension Conversation where Channel: ~Copyable {
    /// Sends `batch` to be applied, and finds out whether it was.
    mutating func commit(_ batch: borrowing Batch, plannedOn planned: Generation?) throws(NetfilterError) {
        guard !batch.isEmpty else { return }
        let before = if let planned { planned } else { try generation() }
        let acknowledgements = try exchange(batch.pages, plannedOn: planned)
        if let error = NetfilterError(acknowledgements, of: batch) { throw error }
        guard !acknowledgements.confirm(batch) else { return }
        guard let after = try? generation() else { throw .outcomeUnknown }
        switch after {
        case before.next: return
        case before: throw .refused([])
        default: throw .outcomeUnknown
        }
    }

    /// Sends `batch` to be checked, and to be taken back whatever comes of it.
    mutating func check(_ batch: borrowing Batch) throws(NetfilterError) {
        guard !batch.isEmpty else { return }
        let acknowledgements = try exchange(batch.pages, plannedOn: nil, isTrial: true)
        if let error = NetfilterError(acknowledgements, of: batch) { throw error }
        guard acknowledgements.confirm(batch) else { throw .outcomeUnknown }
    }

    /// The present generation.
    mutating func generation() throws(NetfilterError) -> Generation {
        var generation: Generation?
        _ = try ask(.get(.getGeneration)) { message in
            guard message.kind == .newGeneration else { return false }
            generation = message.attributes.number(NFTA_GEN_ID).map(Generation.init)
            return true
        }
        guard let generation else { throw .unexpectedAnswer }
        return generation
    }
}

extension Acknowledgements {
    /// Whether the last message of the batch, the one that asks for it, was acknowledged: the kernel does so after the commit.
    fileprivate func confirm(_ batch: borrowing Batch) -> Bool {
        let last = batch.pages.count
        return received.contains { $0.sequence == last && $0.error.rawValue == 0 }
    }
}

extension NetfilterError {
    /// What `acknowledgements` say is wrong; nil where they say nothing of the kind.
    ///
    /// What is wrong with the whole batch comes under the number of its first message.
    fileprivate init?(_ acknowledgements: Acknowledgements, of batch: borrowing Batch) {
        let errors = acknowledgements.received.filter { $0.error.rawValue != 0 }
        guard let first = errors.first else { return nil }
        if let whole = errors.first(where: { $0.sequence == BatchFrame.sequence })?.error {
            self = whole == .restart ? .generationChanged : NetfilterError(.request, whole)
        } else if first.error == .noMemory {
            self = .outOfMemory
        } else {
            self = .refused(Refusal.list(errors, of: batch.pages.bytes))
        }
    }

    /// The error of a call.
    init(_ call: SystemCall, _ number: ErrorNumber) {
        switch number {
        case .notPermitted: self = .notPermitted
        case .noMemory, .noBuffers: self = .outOfMemory
        default: self = .system(call, number)
        }
    }
}
