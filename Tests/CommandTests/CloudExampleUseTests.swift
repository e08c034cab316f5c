import TestSupport
import Testing

/// The three commands beside an example for AWS put it to use, in a double of AWS.
@Suite(.needs(pythonTool: "aws"), .needs(pythonTool: "moto_server")) struct CloudExampleUseTests {
    @Test(arguments: ["aws", "cloudformation"])
    func `the example's groups are made, and a gateway's interface gets one`(example: String) throws {
        try expectUse(of: example)
    }

    @Test(.needsTerraformProvider) func `the example of Terraform is applied, and a gateway's interface gets a group`()
        throws
    {
        try expectUse(of: "terraform")
    }

    @Test func `the example of a change takes the groups to the next policy`() throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let run = { (command: String) in
            try ProcessRunner.run(
                ["env", "-C", "\(ExampleTests.folder)/aws", "sh", "-c", command],
                environment: server.environment.merging(["carbonwall": Locations.carbonwall]) { $1 }
            )
        }
        #expect(try run("sh groups.sh \(vpc)").succeeded)
        #expect(try run("sh change.sh \(vpc)").succeeded)
        let next = "\"$carbonwall\" emit aws --format script --policy next.yaml --egress --basis observed"
        let result = try run("\(next) | sh -s \(vpc)")
        #expect(result.output.split(separator: "\n").allSatisfy { $0.hasSuffix(": unchanged") })
        #expect(result.succeeded)
    }

    private func expectUse(of example: String) throws {
        let server = try MotoServer()
        let vpc = try server.makeVPC()
        let interface = try server.makeInterface(vpc)
        let folder = try TemporaryFolder()
        let place = "\(ExampleTests.folder)/\(example)"
        try ProcessRunner.output(of: ["cp", "\(place)/policy.yaml", "\(place)/use", folder.path])
        let programs = try Locations.carbonwall.dropLast("/carbonwall".count)
        let path = "\(programs):\(server.environment["PATH"] ?? ""):/usr/local/bin"
        let result = try ProcessRunner.run(
            ["env", "-C", folder.path, "sh", "-eu", "use"],
            environment: server.environment.merging(["PATH": path, "VPC": vpc, "INTERFACE": interface]) { $1 }
        )
        #expect(result.succeeded, "\(result.errors)")
        let groups = try server.aws(
            "ec2",
            "describe-network-interfaces",
            "--network-interface-ids",
            interface,
            "--output",
            "text",
            "--query",
            "NetworkInterfaces[0].Groups[].GroupName"
        )
        #expect(groups == "carbonwall-gw")
    }
}

extension MotoServer {
    /// The identifier of a new network interface in `vpc`.
    fileprivate func makeInterface(_ vpc: String) throws -> String {
        let block = ["--vpc-id", vpc, "--cidr-block", "10.0.1.0/24"]
        let subnet = try aws(["ec2", "create-subnet", "--query", "Subnet.SubnetId", "--output", "text"] + block)
        let query = "NetworkInterface.NetworkInterfaceId"
        return try aws([
            "ec2", "create-network-interface", "--subnet-id", subnet, "--query", query, "--output", "text",
        ])
    }
}
