import TestSupport
import Testing

@Suite struct AddressFileTests {
    private func ports(_ folder: TemporaryFolder, _ text: String) throws -> (status: ExitCode, errors: String) {
        let file = try folder.write(text, to: "list.txt")
        let result = try carbonwall("ports", "--runtime", "apim", "--from", "admins=@\(file)")
        return (result.succeeded ? .success : result.status == .exited(65) ? .data : .other, result.errors)
    }

    enum ExitCode { case success, data, other }

    private func verdict(_ address: String, _ arguments: [String]) throws -> Substring? {
        let result = try carbonwall(["explain", "9763", "--from", address, "--runtime", "apim"] + arguments)
        return result.output.split(separator: "\n").first?.split(separator: " ").last
    }

    @Test func `addresses, networks, comments and blank lines are understood`() throws {
        let folder = try TemporaryFolder()
        let text = "# offices\n10.1.0.0/16\n\n  192.0.2.7   # the bastion\r\n\tfd00:1::/64\n2001:db8::5"
        let file = try folder.write(text, to: "list.txt")
        for address in ["10.1.2.3", "192.0.2.7", "fd00:1::9", "2001:db8::5"] {
            #expect(try verdict(address, ["--from", "admins=@\(file)"]) == "accept", "\(address)")
        }
        #expect(try verdict("192.0.2.8", ["--from", "admins=@\(file)"]) == "drop")
    }

    @Test func `repeated options add up, files and addresses alike`() throws {
        let folder = try TemporaryFolder()
        let one = try folder.write("10.1.0.0/16\n", to: "one")
        let two = try folder.write("10.2.0.0/16\n", to: "two")
        let sources = ["--from", "admins=@\(one)", "--from", "admins=@\(two)", "--from", "admins=10.3.0.0/16"]
        for address in ["10.1.0.1", "10.2.0.1", "10.3.0.1"] {
            #expect(try verdict(address, sources) == "accept")
        }
        #expect(try verdict("10.4.0.1", sources) == "drop")
    }

    @Test func `every wrong line is named with its place`() throws {
        let folder = try TemporaryFolder()
        let (status, errors) = try ports(folder, "10.0.0.0/8\n  10.0.0.1/8\nnonsense\n10.0.0.0/33\n")
        #expect(status == .data)
        let file = folder.file("list.txt")
        #expect(
            errors.contains(
                "\(file):2:3: error: '10.0.0.1/8': bits are set right of the prefix; did you mean 10.0.0.0/8?"
            )
        )
        #expect(errors.contains("\(file):3:1: error: 'nonsense': not an IPv4 or IPv6 address"))
        #expect(errors.contains("\(file):4:1: error: '10.0.0.0/33'"))
    }

    @Test func `of very many wrong lines the first hundred are shown and the rest counted`() throws {
        let folder = try TemporaryFolder()
        let (status, errors) = try ports(folder, String(repeating: "garbage\n", count: 100_000))
        #expect(status == .data)
        #expect(errors.split(separator: "\n").count == 101)
        #expect(errors.contains("99900 more lines"))
    }

    @Test func `a wrong line is named with its place wherever in a long file, and however long it is`() throws {
        let folder = try TemporaryFolder()
        let good = (0..<8_000).map { "10.0.\($0 >> 8).\($0 & 255)\n" }.joined()
        let long = String(repeating: "x", count: 200_000)
        let (status, errors) = try ports(folder, "\(good) 10.0.0.256\n\(long)\n\(good)nonsense")
        #expect(status == .data)
        let file = folder.file("list.txt")
        let places = errors.split(separator: "\n").filter { $0.contains("error") }.map { $0.prefix { $0 != " " } }
        #expect(places == ["\(file):8001:2:", "\(file):8002:1:", "\(file):16003:1:"])
    }

    @Test func `a file without addresses is an error, since it would close everything`() throws {
        let folder = try TemporaryFolder()
        let (status, errors) = try ports(folder, "# nothing yet\n\n")
        #expect(status == .data)
        #expect(errors.contains("no address in it"))
    }

    @Test(arguments: ["/nonexistent", "/", "/dev/zero"]) func `what is no such file is an error`(path: String) throws {
        let result = try carbonwall("ports", "--runtime", "apim", "--from", "admins=@\(path)")
        #expect(result.status == .exited(65))
        #expect(result.errors.contains("'\(path)'"))
    }

    @Test func `a line of bytes that are no text is shown escaped`() throws {
        let folder = try TemporaryFolder()
        let (status, errors) = try ports(folder, "\u{1B}[31m\u{202E}\0\n")
        #expect(status == .data)
        #expect(errors.contains("'\\u{1B}[31m\\u{202E}\\u{0}'"))
    }

    @Test func `a pipe is a file too`() throws {
        let result = try shell(
            "\"$carbonwall\" explain 9763 --runtime apim --from 10.7.7.7 --from admins=@<(echo 10.7.7.7)"
        )
        #expect(result.output.contains("accept"))
    }

    @Test func `a hundred thousand lines are read, to the last one`() throws {
        let folder = try TemporaryFolder()
        let lines = (0..<100_000).map { "10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)\n" }.joined()
        let file = try folder.write(lines, to: "list.txt")
        let selection = ["--runtime", "apim", "--from", "admins=@\(file)"]
        #expect(try carbonwall(["explain", "9763", "--from", "10.1.134.159"] + selection).output.contains("accept"))
        #expect(try carbonwall(["explain", "9763", "--from", "10.1.134.160"] + selection).output.contains("drop"))
    }
}
