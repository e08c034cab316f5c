/// What the program tells its caller at its end (sysexits.h, where that has a name for it).
enum ExitStatus: Int32 {
    case success = 0
    /// The operation failed: a file couldn't be written.
    case failed = 1
    /// `lint` found something, or `plan` a difference.
    case findings = 2
    /// `status --check`: what should be in force isn't loaded.
    case notLoaded = 3
    /// The command line can't be used (EX_USAGE).
    case usage = 64
    /// The input that it names can't be used (EX_DATAERR).
    case data = 65
    /// The operation takes a privilege (EX_NOPERM).
    case notPermitted = 77
}
