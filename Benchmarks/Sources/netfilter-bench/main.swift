// netfilter-bench apply CASE COUNT       commits a batch: what the library takes, the program's start included
// netfilter-bench read CASE COUNT        commits it, and tells how long it takes to read it back
// netfilter-bench save CASE COUNT PATH   writes the same batch with its frame to a file, for netfilter-replay
// netfilter-bench file CASE COUNT PATH   writes what nft -f takes for the same
//
// CASE: rules (one port each), addresses (a set of single ones), sized (the same, with its
// size), intervals (a set with flags interval)
import Netfilter
import SystemPackage

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 3, let workload = Workload(rawValue: arguments[1]), let count = UInt32(arguments[2]) else {
    fatalError("usage: netfilter-bench apply|read|save|file rules|addresses|sized|intervals COUNT [PATH]")
}

switch arguments[0] {
case "apply":
    var socket = try NetlinkSocket()
    try socket.commit(try workload.batch(count))
case "read":
    var socket = try NetlinkSocket()
    try socket.commit(try workload.batch(count))
    let start = ContinuousClock.now
    let found = try workload.countInKernel(&socket)
    print("\(found) of \(count) read back in \(ContinuousClock.now - start)")
case "save":
    try write(try workload.batch(count).serialized, to: arguments[3])
default:
    try write(Array(workload.file(count).utf8), to: arguments[3])
}

/// Writes a whole file.
func write(_ bytes: [UInt8], to path: String) throws {
    let file = try FileDescriptor.open(
        FilePath(path),
        .writeOnly,
        options: [.create, .truncate],
        permissions: .ownerReadWrite
    )
    try file.closeAfter { _ = try file.writeAll(bytes) }
}
