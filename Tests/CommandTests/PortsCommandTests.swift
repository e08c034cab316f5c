import Foundation
import TestSupport
import Testing

@Suite struct PortsCommandTests {
    /// What the design promises of each object.
    struct Port: Decodable {
        let runtime: String?
        let id: String
        let port: Int?
        let endPort: Int?
        let transport: String?
        let sources: [String]
        let listens: Bool?
        let audiences: [String]
        let direction: String
        let basis: String?
        let base: Int?
        let offset: Int?
        let key: String?
        let description: String
    }

    private func ports(_ arguments: String...) throws -> [Port] {
        let result = try carbonwall(["ports", "--format", "json"] + arguments)
        #expect(result.succeeded)
        return try JSONDecoder().decode([Port].self, from: Data(result.outputBytes))
    }

    @Test func `the offset moves what follows it and nothing else`() throws {
        let ports = try ports("--runtime", "apim:7", "--clustering", "wka")
        let https = try #require(ports.first { $0.id == "servlet-https" })
        #expect((https.port, https.base, https.offset) == (9450, 9443, 7))
        #expect(https.audiences == ["admins", "components"])
        #expect(https.key == "[transport.https] properties.port")
        let hazelcast = try #require(ports.first { $0.port == 4000 })
        #expect((hazelcast.base, hazelcast.offset) == (4000, 0))
    }

    @Test func `the objects are sorted by port, transport and runtime`() throws {
        let ports = try ports(
            "--runtime",
            "si:10",
            "--runtime",
            "apim",
            "--runtime",
            "si-tooling",
            "--clustering",
            "multi-dc-ha"
        )
        let keys = ports.map { [String(format: "%05d", $0.port ?? 0), $0.transport ?? "", $0.runtime ?? ""] }
        #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
        #expect(Set(ports.map(\.runtime)) == ["apim", "si", "si-tooling", nil])
    }

    @Test func `an outbound port says so`() throws {
        let kafka = try #require(try ports("--runtime", "si", "--clustering", "multi-dc-ha").first { $0.port == 9092 })
        #expect(kafka.direction == "outbound")
    }

    @Test func `a range has its last port, a single port has none`() throws {
        let ports = try ports("--runtime", "apim", "--clustering", "wka", "--enable", "cluster-port-range")
        #expect(ports.contains { $0.endPort ?? 0 > $0.port ?? .max })
        #expect(ports.first { $0.id == "servlet-https" }?.endPort == nil)
    }

    @Test func `the basis chooses`() throws {
        #expect(try ports("--runtime", "apim", "--basis", "documented").allSatisfy { $0.basis != "observed" })
        #expect(try ports("--runtime", "apim", "--basis", "observed").allSatisfy { $0.basis != "documented" })
    }

    @Test func `an option for one runtime leaves the other alone`() throws {
        let both = ["--runtime", "apim", "--runtime", "si:10"]
        let ports = try ports(both[0], both[1], both[2], both[3], "--disable", "si/https", "--offset", "3")
        #expect(ports.contains { $0.runtime == "apim" && $0.port == 9446 })
        #expect(!ports.contains { $0.runtime == "si" && $0.id == "https" })
        #expect(ports.contains { $0.runtime == "si" && $0.offset == 10 })
    }

    @Test func `a mode without a name goes to the runtimes that know it`() throws {
        let ports = try ports(
            "--runtime",
            "apim",
            "--runtime",
            "si:10",
            "--clustering",
            "wka",
            "--clustering",
            "minimum-ha"
        )
        #expect(ports.contains { $0.runtime == "apim" && $0.port == 4000 })
        #expect(ports.contains { $0.runtime == "si" && $0.port == 9893 })
    }

    @Test func `a mode with a name comes before one without`() throws {
        let ports = try ports("--runtime", "apim", "--clustering", "wka", "--clustering", "apim=none")
        #expect(!ports.contains { $0.port == 4000 })
    }

    @Test func `ways in belong to no runtime, and an IP protocol has no port`() throws {
        let ports = try ports(
            "--runtime",
            "mi",
            "--keep",
            "vrrp@10.1.0.2",
            "--keep",
            "60000-61000/udp@10.0.0.0/8,192.0.2.1"
        )
        let ways = ports.filter { $0.runtime == nil }
        #expect(ways.map(\.id) == ["keep", "ssh", "keep"])
        #expect(ways.map(\.port) == [nil, 22, 60000])
        #expect(ways.map(\.endPort) == [nil, nil, 61000])
        #expect(ways.map(\.transport) == [nil, "tcp", "udp"])
        #expect(ways.map(\.audiences) == [[], ["admins"], []])
        #expect(ways.map(\.sources)[0] == ["10.1.0.2"])
        #expect(ways.map(\.sources)[2] == ["10.0.0.0/8", "192.0.2.1"])
        #expect(ways.allSatisfy { $0.listens == nil && $0.direction == "inbound" })
        #expect(ports.filter { $0.runtime != nil }.allSatisfy { $0.listens != nil && $0.basis != nil })
        let closed = try self.ports("--runtime", "mi", "--ssh", "none")
        #expect(!closed.contains { $0.id == "ssh" })
    }

    @Test(arguments: ["json", "csv"]) func `notes are beside what a program reads`(format: String) throws {
        let result = try carbonwall("ports", "--runtime", "apim", "--format", format)
        #expect(result.errors.contains("carbonwall: note: no source given for clients, so anywhere"))
        #expect(result.errors.contains("random TCP port"))
        #expect(!result.output.contains("random"))
    }

    @Test(arguments: ["table", "markdown"]) func `notes are below what a person reads`(format: String) throws {
        let result = try carbonwall("ports", "--runtime", "apim", "--format", format)
        #expect(result.errors.isEmpty)
        #expect(result.output.contains("random TCP port"))
    }

    @Test func `the table is the default and fits in 120 columns`() throws {
        let result = try carbonwall("ports", "--runtime", "apim", "--runtime", "si:10", "--clustering", "multicast")
        #expect(
            result.output
                == (try carbonwall(
                    "ports",
                    "--runtime",
                    "apim",
                    "--runtime",
                    "si:10",
                    "--clustering",
                    "multicast",
                    "--format",
                    "table"
                ).output)
        )
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test func `every row of the csv has as many fields as its header`() throws {
        let output = try carbonwall("ports", "--runtime", "apim", "--format", "csv").output
        let rows = output.split(separator: "\r\n")
        #expect(rows.count > 10)
        #expect(
            rows.first == "runtime,id,port,transport,protocol,audiences,direction,basis,base,offset,key,description"
        )
        let counts = rows.map { row in row.replacing(/"[^"]*"/, with: "").count { $0 == "," } }
        #expect(Set(counts) == [11])
    }

    @Test func `every row of the markdown has as many cells as its header`() throws {
        let output = try carbonwall("ports", "--runtime", "apim", "--format", "markdown").output
        let rows = output.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(Set(rows.map { $0.replacing("\\|", with: "").count { $0 == "|" } }) == [13])
    }

    @Test(arguments: ["table", "json", "csv", "markdown"]) func `the same input gives the same bytes`(format: String)
        throws
    {
        let arguments = ["ports", "--runtime", "si:10", "--runtime", "apim", "--format", format]
        #expect(try carbonwall(arguments) == carbonwall(arguments))
    }
}
