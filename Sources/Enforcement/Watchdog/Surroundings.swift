import Glibc
import SystemPackage

/// What a process has from the one that started it, and gives up to outlive it.
enum Surroundings {
    /// Ignores the signals of terminals and of people who tidy up, keeps no file open and no folder busy, and asks the kernel
    /// to take other processes first when memory runs out.
    ///
    /// A session of its own it has already: its launcher gave it one.
    static func leave() {
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGTSTP, SIGALRM, SIGUSR1, SIGUSR2] {
            _ = Glibc.signal(signal, SIG_IGN)
        }
        _ = unsafe chdir("/")
        umask(0o077)
        closeInherited()
        write("-1000", to: "/proc/self/oom_score_adj")
        write("carbonwall", to: "/proc/self/comm")
    }

    /// Puts /dev/null in the place of standard input, output and error.
    static func closeTerminal() {
        guard let null = try? Descriptor({ unsafe open("/dev/null", O_RDWR | O_CLOEXEC) }) else { return }
        for standard in STDIN_FILENO...STDERR_FILENO {
            dup2(null.number, standard)
        }
    }

    /// Closes everything but standard input, output and error: a pipe of the caller's would keep its reader waiting.
    private static func closeInherited() {
        let names = (try? FolderListing.names(in: "/proc/self/fd")) ?? []
        for number in names.compactMap({ Int32($0) }) where number > STDERR_FILENO {
            close(number)
        }
    }

    /// Writes a setting that is good to have, and needn't be.
    private static func write(_ text: String, to path: FilePath) {
        guard let file = try? Descriptor({ unsafe path.withPlatformString { unsafe open($0, O_WRONLY | O_CLOEXEC) } })
        else { return }
        let bytes = Array(text.utf8)
        _ = unsafe Glibc.write(file.number, bytes, bytes.count)
    }
}
