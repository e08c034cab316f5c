/// What a disk may hold after a power cut: everything that was synced, and any part of what wasn't.
///
/// A file has its synced content, and of what was written since none, half or all. Of the changes to the folder since its
/// last sync any may have been lost and any kept: file systems differ in what they write first.
struct PowerCut {
    /// How much of the unsynced content the disk got.
    enum Luck: CaseIterable {
        case none
        case half
        case all
    }

    /// A change to the folder's names that may get lost.
    private enum Change {
        case link(String, file: Int)
        case unlink(String)
    }

    private struct File {
        var synced: [UInt8]
        var content: [UInt8]

        func content(_ luck: Luck) -> [UInt8] {
            switch luck {
            case .none: synced
            case .half: Array(content.prefix((synced.count + content.count) / 2))
            case .all: content
            }
        }
    }

    private var files: [File] = []
    private var names: [String: Int] = [:]
    private var syncedNames: [String: Int] = [:]
    /// Changes since the last sync of the folder, in groups that happen together.
    private var changes: [[Change]] = []

    /// A disk that holds `files`, all synced.
    init(_ files: [String: [UInt8]]) {
        for (name, content) in files {
            names[name] = self.files.count
            self.files.append(File(synced: content, content: content))
        }
        syncedNames = names
    }

    /// Takes in a call that was made before the cut.
    mutating func perform(_ call: RecordedStorage.Call) {
        switch call {
        case .create(let name):
            names[name] = files.count
            changes.append([.link(name, file: files.count)])
            files.append(File(synced: [], content: []))
        case .write(let bytes, to: let name):
            if let file = names[name] { files[file].content += bytes }
        case .syncFile(let name):
            if let file = names[name] { files[file].synced = files[file].content }
        case .syncFolder:
            syncedNames = names
            changes = []
        case .rename(let name, to: let target):
            guard let file = names.removeValue(forKey: name) else { return }
            names[target] = file
            changes.append([.unlink(name), .link(target, file: file)])
        case .remove(let name):
            names[name] = nil
            changes.append([.unlink(name)])
        }
    }

    /// Every content that the folder may have after a cut now, by name.
    var outcomes: [[String: [UInt8]]] {
        (0..<(1 << changes.count)).flatMap { kept in
            let survivors = changes.indices.filter { kept & 1 << $0 != 0 }.flatMap { changes[$0] }
            return Luck.allCases.map { luck in folder(with: survivors).mapValues { files[$0].content(luck) } }
        }
    }

    private func folder(with changes: [Change]) -> [String: Int] {
        changes.reduce(into: syncedNames) { names, change in
            switch change {
            case .link(let name, let file): names[name] = file
            case .unlink(let name): names[name] = nil
            }
        }
    }
}
