// What the tests of Enforcement start, stop, kill and hang up on.

let arguments = Array(CommandLine.arguments.dropFirst())
if CommandLine.arguments[0].hasSuffix("/sshd") {
    if arguments == ["-i"] { ProbeServer.serveInput() } else { ProbeServer.run(arguments) }
} else {
    Probe.run(arguments)
}
