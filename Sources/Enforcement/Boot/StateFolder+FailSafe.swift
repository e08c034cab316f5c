import SystemPackage

extension FailSafe {
    /// The best that can be said of who administers this host.
    ///
    /// - Parameter path: The state folder.
    /// - Returns: What the confirmed policy says; where that can't be read, what all remembered policies say that can be; else
    ///   the private ranges.
    static func best(in path: FilePath) -> FailSafe {
        guard let folder = try? StateFolder.existing(path) else { return .standard }
        let best = folder.confirmedFailSafe() ?? union(of: folder.failSafes())
        guard let best, !best.locksEverybodyOut else { return .standard }
        return best
    }
}

extension StateFolder {
    /// That of the policy that the next boot loads; nil where there is none, or it isn't what was written.
    fileprivate borrowing func confirmedFailSafe() -> FailSafe? {
        guard let state = try? load(), let policy = state.confirmed.flatMap({ state[$0] }),
            let bytes = try? failSafe(of: policy)
        else { return nil }
        return try? FailSafe(bytes)
    }

    /// Those at the ends of the ruleset files that are what was written, by the policies' numbers.
    fileprivate borrowing func failSafes() -> [FailSafe] {
        let names = (try? names()) ?? []
        let numbers = names.compactMap { name in
            if case .ruleset(let number)? = StateFile(name: name), StateFile.ruleset(number).name == name {
                number
            } else {
                nil
            }
        }
        var found: [FailSafe] = []
        for number in numbers.sorted() {
            if let bytes = failSafeBytes(of: .ruleset(number)), let failSafe = try? FailSafe(bytes) {
                found.append(failSafe)
            }
        }
        return found
    }

    /// As many bytes from the end of `file` as its last four say; nil where there aren't as many.
    private borrowing func failSafeBytes(of file: StateFile) -> [UInt8]? {
        guard let file = try? open(file), file.length >= FailSafe.footerLength,
            let footer = try? file.descriptor.read(FailSafe.footerLength, at: file.length - FailSafe.footerLength)
        else { return nil }
        let length = FailSafe.length(footer: footer) + FailSafe.footerLength
        guard length <= file.length else { return nil }
        return try? file.descriptor.read(length, at: file.length - length)
    }
}
