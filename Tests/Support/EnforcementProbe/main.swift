// What the tests of Enforcement start, stop, kill and hang up on.

let arguments = Array(CommandLine.arguments.dropFirst())
Probe.run(arguments)
