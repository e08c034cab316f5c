/// Two programs run in turn, so that a machine that grows slower does so for both.
enum Comparison {
    static func run(runs: Int, commands: [[String]]) throws {
        guard commands.count == 2 else { throw ProgramFailure(command: [], status: 64) }
        var times: [[Double]] = [[], []]
        for round in 0...runs {
            for (index, command) in commands.enumerated() {
                let milliseconds = try ResourceUsage.wallMilliseconds(of: command)
                if round > 0 { times[index].append(milliseconds) }
            }
        }
        let ratios = zip(times[0], times[1]).map(/)
        let summary =
            "\(rounded(median(times[0]))) ms against \(rounded(median(times[1]))) ms, ratio \(rounded(median(ratios)))"
        print("\(name(commands[0])) / \(name(commands[1])): \(summary) (medians of \(runs))")
    }

    private static func name(_ command: [String]) -> String {
        ([command[0].split(separator: "/").last.map(String.init) ?? ""] + command.dropFirst().prefix(2)).joined(
            separator: " "
        )
    }
}

/// A program that couldn't be started, or failed.
struct ProgramFailure: Error {
    var command: [String]
    var status: Int32
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Two decimals.
func rounded(_ value: Double) -> Double {
    (value * 100).rounded() / 100
}
