// carbonwall-bench generate COUNT            COUNT host policies in this process: seconds and peak memory
// carbonwall-bench compare RUNS A... -- B... two programs in turn: the medians of each and of their ratio
// carbonwall-bench race NAME LIMIT RUNS PREPARATION A PREPARATION B
//                                            the same, each after a line for the shell that isn't timed, beside a limit

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("generate", 2):
    try Generation.run(count: Int(arguments[1]) ?? 1)
case ("compare", 5...):
    try Comparison.run(
        runs: Int(arguments[1]) ?? 11,
        commands: arguments.dropFirst(2).split(separator: "--").map(Array.init)
    )
case ("race", 8):
    let runners = [4, 6].map { Race.Runner(preparation: arguments[$0], command: arguments[$0 + 1]) }
    try Race.run(arguments[1], limit: arguments[2], runs: Int(arguments[3]) ?? 9, runners)
default:
    print(
        """
        usage: carbonwall-bench generate COUNT
               carbonwall-bench compare RUNS A... -- B...
               carbonwall-bench race NAME LIMIT RUNS PREPARATION A PREPARATION B
        """
    )
}
