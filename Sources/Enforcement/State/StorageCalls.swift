import Glibc
package import SystemPackage

/// The system calls that change a folder of files, one a function: between any two of them the machine may stop.
///
/// The tests put something in between that stops there, or that writes down what happens.
package protocol StorageCalls: Sendable {
    /// Makes the file `name`, which mustn't be there, for this user alone.
    func create(_ name: String, in folder: borrowing Descriptor) throws(Errno) -> Descriptor
    /// Appends some of `bytes`, and says how many.
    func write(_ bytes: RawSpan, to file: borrowing Descriptor) throws(Errno) -> Int
    /// Returns when what was written to `file`, or which names are in it where it is a folder, survives a power cut.
    func sync(_ file: borrowing Descriptor) throws(Errno)
    /// Gives a file the name `target`, and takes the name away from the file that had it, in one step.
    func rename(_ name: String, to target: String, in folder: borrowing Descriptor) throws(Errno)
    /// Removes a file.
    func remove(_ name: String, in folder: borrowing Descriptor) throws(Errno)
}

/// The system calls themselves.
package struct SystemStorage: StorageCalls {
    package init() {}

    package func create(_ name: String, in folder: borrowing Descriptor) throws(Errno) -> Descriptor {
        let (parent, flags) = (folder.number, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC)
        return try Descriptor { unsafe openat(parent, name, flags, 0o600) }
    }

    package func write(_ bytes: RawSpan, to file: borrowing Descriptor) throws(Errno) -> Int {
        let number = file.number
        return try unsafe bytes.withUnsafeBytes { bytes throws(Errno) in
            try SystemCall.result { unsafe Glibc.write(number, bytes.baseAddress, bytes.count) }
        }
    }

    package func sync(_ file: borrowing Descriptor) throws(Errno) {
        let number = file.number
        try SystemCall.result { fsync(number) }
    }

    package func rename(_ name: String, to target: String, in folder: borrowing Descriptor) throws(Errno) {
        let parent = folder.number
        try SystemCall.result { unsafe renameat(parent, name, parent, target) }
    }

    package func remove(_ name: String, in folder: borrowing Descriptor) throws(Errno) {
        let parent = folder.number
        try SystemCall.result { unsafe unlinkat(parent, name, 0) }
    }
}
