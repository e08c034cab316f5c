#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Standard input, output and error, which the program's caller may have closed.
enum StandardDescriptors {
    /// Opens something over each of the three that is closed, before any file gets its number: a message meant for nobody would
    /// go into that file.
    ///
    /// It is opened the wrong way round, so that reading and writing fail as on a closed descriptor.
    static func fill() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            // The new one gets the lowest number that is free, which is this. Without /dev the root folder has to do.
            let isInput = number == STDIN_FILENO
            if isInput, isOpened("/dev/null", O_WRONLY) { continue }
            // What is written to it by the name /dev/stdout fails on a full device, too.
            if !isInput, isOpened("/dev/full", O_RDONLY) || isOpened("/dev/null", O_RDONLY) { continue }
            _ = isOpened("/", O_RDONLY)
        }
    }

    private static func isOpened(_ path: String, _ flags: Int32) -> Bool {
        unsafe open(path, flags) >= 0
    }
}
