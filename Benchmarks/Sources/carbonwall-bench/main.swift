// carbonwall-bench generate COUNT            COUNT host policies in this process: seconds and peak memory
// carbonwall-bench compare RUNS A... -- B... two programs in turn: the medians of each and of their ratio

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("generate", 2):
    try Generation.run(count: Int(arguments[1]) ?? 1)
case ("compare", 5...):
    try Comparison.run(
        runs: Int(arguments[1]) ?? 11,
        commands: arguments.dropFirst(2).split(separator: "--").map(Array.init)
    )
default:
    print("usage: carbonwall-bench generate COUNT | compare RUNS A... -- B...")
}
