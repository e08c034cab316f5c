#if os(Linux)
import CArguments
#endif

/// What the program was started with.
enum ProgramArguments {
    /// The arguments without the program's name.
    static var given: [String] {
        #if os(Linux)
        // Swift's own list is empty if /proc isn't there.
        guard let values = unsafe car_values() else { return Array(CommandLine.arguments.dropFirst()) }
        return (1..<max(1, Int(car_count()))).compactMap { index in
            unsafe values[index].map { unsafe String(cString: $0) }
        }
        #else
        return Array(CommandLine.arguments.dropFirst())
        #endif
    }
}
