import Glibc

/// Two programs in turn, each after a preparation that isn't timed, and the ratio of their medians beside the one that is asked for.
enum Race {
    /// Who runs.
    struct Runner {
        /// A line for the shell, run before every start.
        var preparation: String
        /// The program and its arguments, separated by spaces.
        var command: [String]

        init(preparation: String, command: String) {
            self.preparation = preparation
            self.command = command.split(separator: " ").map(String.init)
        }
    }

    /// Microseconds after a preparation until the kernel has done what it does later: what was deleted is freed after a grace
    /// period, and changes wait for that.
    private static let settling: UInt32 = 50_000

    /// Prints a row: the medians of `runs`, their ratio, and whether it is at most `limit`; `-` for no limit.
    static func run(_ name: String, limit: String, runs: Int, _ runners: [Runner]) throws {
        var uses: [[ResourceUsage.Use]] = runners.map { _ in [] }
        for round in 0...runs {
            for (index, runner) in runners.enumerated() {
                _ = try ResourceUsage.of(["sh", "-ec", runner.preparation])
                usleep(settling)
                let use = try ResourceUsage.of(runner.command)
                if round > 0 { uses[index].append(use) }
            }
        }
        let times = uses.map { median($0.map(\.milliseconds)) }
        let memory = uses.map { median($0.map(\.peakMegabytes)) }
        print(
            "\(verdict(times[0] / times[1], limit)) \(name): \(decimals(times[0] / times[1], 3)) (at most \(limit)),",
            "\(decimals(times[0], 1)) ms against \(decimals(times[1], 1)) ms,",
            "peak memory \(decimals(memory[0], 1)) MB against \(decimals(memory[1], 1)) MB"
        )
    }

    private static func verdict(_ ratio: Double, _ limit: String) -> String {
        guard let limit = Double(limit) else { return "      " }
        return ratio <= limit ? "kept  " : "MISSED"
    }

    private static func decimals(_ value: Double, _ count: Int) -> Double {
        let factor = count == 1 ? 10.0 : 1000
        return (value * factor).rounded() / factor
    }
}
