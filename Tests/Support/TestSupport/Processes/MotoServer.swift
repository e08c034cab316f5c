#if os(Linux)
/// moto's double of AWS on a port of this machine's own addresses, empty at first and gone at the end of its life.
public final class MotoServer {
    private let process: RunningProcess
    /// What makes awscli, and everything else that uses AWS, talk to it.
    public let environment: [String: String]

    /// Starts it, and waits until it answers.
    public init() throws {
        let server = PythonTools.path(of: "moto_server")
        process = try RunningProcess(
            ["sh", "-c", "exec '\(server)' -H 127.0.0.1 -p 0 2>&1"],
            environment: ["PYTHONUNBUFFERED": "1"]
        )
        try process.waitForOutput("Press CTRL+C", seconds: 60)
        let address = try process.written().split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("http://127.") }
        environment = [
            "AWS_ENDPOINT_URL": String(address ?? ""), "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "eu-central-1", "AWS_PAGER": "", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "PATH": "\(PythonTools.folder)/bin:/usr/bin:/bin",
        ]
    }

    /// What awscli writes for `arguments`, without the line break at its end.
    ///
    /// - Throws: `ProcessFailure` where it fails.
    @discardableResult
    public func aws(_ arguments: String...) throws -> String {
        try aws(arguments)
    }

    /// The same with the arguments in a list.
    public func aws(_ arguments: [String]) throws -> String {
        let result = try ProcessRunner.run([PythonTools.path(of: "aws")] + arguments, environment: environment)
        guard result.succeeded else { throw ProcessFailure(arguments: ["aws"] + arguments, result: result) }
        return result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().joined(separator: "\n")
    }

    /// The identifier of a new VPC with addresses of both families.
    public func makeVPC() throws -> String {
        try aws(
            "ec2",
            "create-vpc",
            "--cidr-block",
            "10.0.0.0/16",
            "--amazon-provided-ipv6-cidr-block",
            "--query",
            "Vpc.VpcId",
            "--output",
            "text"
        )
    }
}
#endif
