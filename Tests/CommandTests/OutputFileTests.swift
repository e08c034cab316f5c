import Foundation
import TestSupport
import Testing

/// `-o` writes a file whole or not at all.
@Suite struct OutputFileTests {
    private func emit(to path: String) throws -> ProcessResult {
        try carbonwall("emit", "nftables", "--runtime", "si", "-o", path)
    }

    private func ruleset() throws -> String {
        try carbonwall("emit", "nftables", "--runtime", "si").output
    }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a new file holds what standard output would`() throws {
        let folder = try TemporaryFolder()
        let result = try emit(to: folder.file("new.nft"))
        #expect(result.succeeded)
        #expect(result.output.isEmpty)
        #expect(try folder.text(of: "new.nft") == ruleset())
        #expect(try folder.names == ["new.nft"])
        #expect(try mode(of: folder.file("new.nft")) == 0o644)
    }

    @Test func `a dash is standard output`() throws {
        #expect(try emit(to: "-").output == ruleset())
    }

    @Test func `an existing file is replaced whole, and gets the mode of a new one`() throws {
        let folder = try TemporaryFolder()
        try folder.write(String(repeating: "old\n", count: 100_000), to: "rules.nft")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file("rules.nft"))
        #expect(try emit(to: folder.file("rules.nft")).succeeded)
        #expect(try folder.text(of: "rules.nft") == ruleset())
        #expect(try mode(of: folder.file("rules.nft")) == 0o644)
        #expect(try folder.names == ["rules.nft"])
    }

    @Test func `a reader that has the old file open keeps it whole`() throws {
        let folder = try TemporaryFolder()
        try folder.write("old\n", to: "rules.nft")
        let handle = try #require(FileHandle(forReadingAtPath: folder.file("rules.nft")))
        #expect(try emit(to: folder.file("rules.nft")).succeeded)
        #expect(try handle.readToEnd() == Data("old\n".utf8))
    }

    @Test func `the umask takes away`() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("rules.nft")
        #expect(try shell("umask 077; \"$carbonwall\" emit nftables --runtime si -o '\(file)'").succeeded)
        #expect(try mode(of: file) == 0o600)
    }

    @Test func `a wrong selection leaves an existing file as it was`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("old\n", to: "rules.nft")
        let result = try carbonwall("emit", "nftables", "--runtime", "si:65000", "-o", file)
        #expect(result.status == .exited(65))
        #expect(try folder.text(of: "rules.nft") == "old\n")
    }

    @Test func `a folder is an error that names it`() throws {
        let folder = try TemporaryFolder()
        let result = try emit(to: folder.path)
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("\(folder.path)': Is a directory"))
        #expect(try folder.names.isEmpty)
    }

    @Test func `a folder that isn't there is an error that names the file`() throws {
        let result = try emit(to: "/nonexistent/rules.nft")
        #expect(result.status == .exited(1))
        #expect(result.errors == "carbonwall: error: can't write '/nonexistent/rules.nft': No such file or directory\n")
    }

    @Test func `a file below a file is an error`() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "file")
        let result = try emit(to: folder.file("file/rules.nft"))
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("Not a directory"))
    }

    @Test func `a file system that can't be written to is an error, and nothing is left`() throws {
        let result = try emit(to: "/proc/carbonwall.nft")
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("can't write '/proc/carbonwall.nft'"))
    }

    @Test func `a disk that is too small is an error, the old file stays and nothing else does`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("old\n", to: "rules.nft")
        let result = try shell("ulimit -f 1; trap '' XFSZ; \"$carbonwall\" emit nftables --runtime apim -o '\(file)'")
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("File too large"))
        #expect(try folder.text(of: "rules.nft") == "old\n")
        #expect(try folder.names == ["rules.nft"])
    }

    @Test func `a symbolic link stays and what it points to is replaced`() throws {
        let folder = try TemporaryFolder()
        try folder.write("old\n", to: "target.nft")
        for (link, target) in [
            ("relative", "target.nft"), ("absolute", folder.file("target.nft")), ("second", "relative"),
        ] {
            try FileManager.default.createSymbolicLink(atPath: folder.file(link), withDestinationPath: target)
            try folder.write("old\n", to: "target.nft")
            #expect(try emit(to: folder.file(link)).succeeded)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file(link)) == target)
            #expect(try folder.text(of: "target.nft") == ruleset())
        }
        #expect(try folder.names == ["absolute", "relative", "second", "target.nft"])
    }

    @Test func `a link to nothing yet gives the file that it points to`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "later.nft")
        #expect(try emit(to: folder.file("link")).succeeded)
        #expect(try folder.text(of: "later.nft") == ruleset())
        #expect(try folder.names == ["later.nft", "link"])
    }

    @Test func `links in a circle are an error`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.file("a"), withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: folder.file("b"), withDestinationPath: "a")
        let result = try emit(to: folder.file("a"))
        #expect(result.status == .exited(1))
        #expect(try folder.names == ["a", "b"])
    }

    @Test func `a device is written to and stays a device`() throws {
        #expect(try emit(to: "/dev/null").succeeded)
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
                == .typeCharacterSpecial
        )
        let full = try emit(to: "/dev/full")
        #expect(full.status == .exited(1))
        #expect(full.errors.contains("can't write '/dev/full': No space left on device"))
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/full")[.type] as? FileAttributeType
                == .typeCharacterSpecial
        )
    }

    @Test func `a pipe is written to`() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("pipe")
        let result = try shell(
            "mkfifo '\(pipe)'; cat '\(pipe)' & \"$carbonwall\" emit nftables --runtime si -o '\(pipe)'; wait"
        )
        #expect(result.output == (try ruleset()))
        #expect(try folder.names == ["pipe"])
        #expect(try shell("\"$carbonwall\" emit nftables --runtime si -o /dev/stdout | cat").output == ruleset())
    }

    @Test(arguments: ["TERM", "INT", "HUP"])
    func `a signal at any time leaves the old file or the new one, and nothing else`(signal: String) throws {
        let folder = try TemporaryFolder()
        let file = folder.file("rules.nft")
        let ruleset = try ruleset()
        for delay in 0..<20 {
            try folder.write("old\n", to: "rules.nft")
            let wait = Double(delay) / 1000
            _ = try shell(
                "\"$carbonwall\" emit nftables --runtime si -o '\(file)' & sleep \(wait); kill -\(signal) $! 2>/dev/null; wait"
            )
            #expect(try ["old\n", ruleset].contains(folder.text(of: "rules.nft")))
            #expect(try folder.names == ["rules.nft"])
        }
    }

    @Test func `two at once leave one whole file`() throws {
        let folder = try TemporaryFolder()
        let line = "\"$carbonwall\" emit nftables --runtime si -o '\(folder.file("rules.nft"))'"
        #expect(try shell((0..<8).map { _ in "\(line) &" }.joined(separator: " ") + " wait").succeeded)
        #expect(try folder.text(of: "rules.nft") == ruleset())
        #expect(try folder.names == ["rules.nft"])
    }

    private func emitFiles(to path: String) throws -> ProcessResult {
        try carbonwall("emit", "iptables", "--runtime", "si", "--format", "restore", "-o", path)
    }

    @Test(arguments: ["", "/"]) func `several files go into a folder, which is made where there is none`(slash: String)
        throws
    {
        let folder = try TemporaryFolder()
        for _ in 1...2 {
            #expect(try emitFiles(to: folder.file("rules") + slash).succeeded)
            #expect(try folder.names == ["rules"])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.file("rules")).sorted() == [
                    "rules.v4", "rules.v6",
                ]
            )
        }
        #expect(try folder.text(of: "rules/rules.v4").hasSuffix("COMMIT\n"))
        #expect(try mode(of: folder.file("rules")) == 0o755)
    }

    @Test func `where one of several files can't be written, the others stay as they were`() throws {
        let folder = try TemporaryFolder()
        try folder.write("old\n", to: "rules.v4")
        try FileManager.default.createDirectory(atPath: folder.file("rules.v6"), withIntermediateDirectories: false)
        let result = try emitFiles(to: folder.path)
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("can't write"))
        #expect(try folder.text(of: "rules.v4") == "old\n")
        #expect(try folder.names == ["rules.v4", "rules.v6"])
    }

    @Test func `several files never go through links in their folder`() throws {
        for target in ["victim", "nothing"] {
            let folder = try TemporaryFolder()
            try folder.write("victim\n", to: "victim")
            try FileManager.default.createDirectory(atPath: folder.file("rules"), withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("rules/rules.v6"),
                withDestinationPath: "../\(target)"
            )
            let result = try emitFiles(to: folder.file("rules"))
            #expect(result.status == .exited(1))
            #expect(result.errors.contains("can't write through the symbolic link '\(folder.file(""))"))
            #expect(try folder.text(of: "victim") == "victim\n")
            #expect(try folder.names == ["rules", "victim"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("rules")) == ["rules.v6"])
        }
    }

    @Test(.needsRoot) func `a link that somebody else put into a folder like /tmp isn't followed`() throws {
        let folder = try TemporaryFolder()
        try folder.write("victim\n", to: "victim")
        let shared = folder.file("shared")
        let link = "\(shared)/rules.nft"
        let made = try shell(
            "mkdir '\(shared)' && ln -s ../victim '\(link)' && chown -h 65534 '\(link)' && chmod 1777 '\(shared)'"
        )
        #expect(made.succeeded)
        let result = try emit(to: link)
        #expect(result.status == .exited(1))
        #expect(result.errors.contains("can't write through the symbolic link '\(folder.file(""))"))
        #expect(try folder.text(of: "victim") == "victim\n")
        #expect(try shell("chown -h 0 '\(link)'").succeeded)
        #expect(try emit(to: link).succeeded)
        #expect(try folder.text(of: "victim") == ruleset())
    }

    @Test func `several files don't go where a file is, or below what isn't there`() throws {
        let folder = try TemporaryFolder()
        try folder.write("old\n", to: "file")
        #expect(try emitFiles(to: folder.file("file")).status == .exited(1))
        #expect(try emitFiles(to: folder.file("none/rules")).errors.contains("No such file or directory"))
        #expect(try folder.text(of: "file") == "old\n")
        #expect(try folder.names == ["file"])
    }
}
