// Lets nothing in but answers and new connections to a few TCP ports, and counts those.
//
//     open-ports 22 443           replaces table inet open-ports
//     open-ports                  shows how often each port was used
import Glibc
import Netfilter

let table = TableName(.inet, "open-ports")
let input = ChainName(table, "input")
let ports = NamedSet(ObjectName(table, "ports"), key: .type(.inetService), isCounting: true)

/// Table `inet open-ports` in the place of any older one: the kernel changes everything at once, so that no packet meets half.
func replace(_ openPorts: [UInt16], _ socket: inout NetlinkSocket) throws {
    var batch = try Batch()
    try batch.add(Table(table))
    try batch.delete(table)
    try batch.add(Table(table, comment: "open TCP ports"))
    try batch.add(ports)
    try batch.add(openPorts.map { SetElement(.number(UInt128($0))) }, to: ports)
    try batch.add(Chain(input, base: BaseChain(.filter, .input, priority: 0, policy: .drop)))
    try batch.add(Rule(in: input, [.match(.inputInterface, 1), .accept], comment: "the host talks to itself"))
    try batch.add(Rule(in: input, [.connectionState([.established, .related]), .accept]))
    try batch.add(Rule(in: input, [.match(.l4Protocol, .anyOf([1, 58])), .accept], comment: "ICMP, and ICMPv6"))
    try batch.add(Rule(in: input, [.match(.tcpDestination, .set("ports")), .accept]))
    try batch.add(Rule(in: input, [.counter, .drop], comment: "explicit: see BaseChain.policy"))
    try socket.commit(batch)
}

/// A line for each open port.
func show(_ socket: inout NetlinkSocket) throws {
    for element in try socket.elements(of: ports) {
        print("\(element): \(element.counter?.packets ?? 0) new connections")
    }
}

do {
    var socket = try NetlinkSocket()
    let arguments = CommandLine.arguments.dropFirst()
    let openPorts = arguments.compactMap { UInt16($0) }
    guard openPorts.count == arguments.count else {
        print("usage: open-ports [PORT …]")
        exit(64)
    }
    if openPorts.isEmpty { try show(&socket) } else { try replace(openPorts, &socket) }
} catch NetfilterError.refused(let refusals) {
    refusals.forEach { print($0) }
    exit(1)
} catch {
    print(error)
    exit(1)
}
