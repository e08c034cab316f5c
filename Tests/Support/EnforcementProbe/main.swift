// What the tests of Enforcement start, stop, kill and hang up on.

let arguments = Array(CommandLine.arguments.dropFirst())
switch CommandLine.arguments[0].split(separator: "/").last ?? "" {
case "sshd" where arguments == ["-i"]: ProbeServer.serveInput()
case "sshd", "dropbear", "inetd", "other": ProbeServer.run(arguments)
case "mosh-server": ProbeServer.receive(arguments)
case "sslh": ProbeServer.passOn(arguments)
case "cloudflared": ProbeServer.carry(arguments)
default: Probe.run(arguments)
}
