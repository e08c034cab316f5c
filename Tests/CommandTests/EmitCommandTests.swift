import TestSupport
import Testing

@Suite struct EmitCommandTests {
    static let note = """
        carbonwall: note: 22/tcp is open to private ranges only: whoever administers the host from elsewhere is locked out \
        without --keep 22/tcp@ADDRESSES

        """

    @Test func `who could lock themselves out is told so, beside the ruleset`() throws {
        let result = try carbonwall("emit", "nftables", "--runtime", "mi")
        #expect(result.succeeded)
        #expect(result.errors == Self.note)
        #expect(!result.output.contains("locked out"))
    }

    @Test(arguments: [
        ["--from", "admins=203.0.113.9"], ["--keep", "22/tcp@203.0.113.9"], ["--scope", "product"],
    ])
    func `who said where administrators come from isn't told`(options: [String]) throws {
        let result = try carbonwall(["emit", "nftables", "--runtime", "mi"] + options)
        #expect(result.succeeded)
        #expect(result.errors.isEmpty)
    }
}
