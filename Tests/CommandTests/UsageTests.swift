import TestSupport
import Testing

/// What is mistyped is named, with the nearest name, and the exit status is 64.
@Suite struct UsageTests {
    static let slips: [(arguments: [String], suggestion: String)] = [
        (["prots"], "did you mean ports?"),
        (["emti", "nftables"], "did you mean emit?"),
        (["catalog", "lsit"], "did you mean list?"),
        (["emit", "nftable", "--runtime", "apim"], "did you mean nftables?"),
        (["ports", "--runtime", "apmi"], "did you mean apim?"),
        (["ports", "--runtime", "apim", "--clustering", "wak"], "did you mean wka?"),
        (["ports", "--runtime", "apim", "--clustering", "apim=multicats"], "did you mean multicast?"),
        (["ports", "--runtime", "apim", "--clustering", "apmi=wka"], "did you mean apim?"),
        (["ports", "--runtime", "apim", "--role", "gatway"], "did you mean gateway?"),
        (["ports", "--runtime", "apim", "--enable", "jmxx"], "did you mean jmx?"),
        (["ports", "--runtime", "apim", "--disable", "apim/servlet-htps"], "did you mean servlet-https?"),
        (["ports", "--runtime", "apim", "--expose", "servlet-https=admin"], "did you mean admins?"),
        (["ports", "--runtime", "apim", "--from", "cluter=10.0.0.0/8"], "did you mean cluster?"),
        (["ports", "--runtime", "apim", "--basis", "documentd"], "did you mean documented?"),
        (["ports", "--runtime", "apim", "--scope", "prodct"], "did you mean product?"),
        (["ports", "--runtime", "apim", "--keep", "22/tpc"], "did you mean tcp?"),
        (["ports", "--runtime", "apim", "--format", "jsno"], "did you mean json?"),
        (["ports", "--runtmie", "apim"], "did you mean --runtime?"),
        (["catalog", "show", "si-toling"], "did you mean si-tooling?"),
    ]

    @Test(arguments: slips) func `a slip is met with the nearest name`(arguments: [String], suggestion: String) throws {
        let result = try carbonwall(arguments)
        #expect(result.status == .exited(64))
        #expect(result.output.isEmpty)
        #expect(result.errorLines.first?.hasPrefix("carbonwall: error: ") == true)
        #expect(result.errors.contains(suggestion))
    }

    /// What other programs call it, and what to write here.
    static let synonyms: [(arguments: [String], words: String)] = [
        (["explain", "9443", "--runtime", "apim", "--json"], "write --format json"),
        (["lint", "--runtime", "apim", "--sarif"], "write --format sarif"),
        (["ports", "--runtime", "apim", "--silent"], "write --quiet"),
        (["ports", "--runtime", "apim", "-q"], "write --quiet"),
        (["emit", "nftables", "--runtime", "apim", "--output", "x"], "write -o PATH"),
        (["emit", "nftables", "--runtime", "apim", "--yes"], "nothing asks"),
        (["ports", "--product", "apim"], "write --runtime NAME"),
        (["history"], "carbonwall status lists"), (["show"], "carbonwall status shows"),
        (["enable"], "carbonwall apply"),
        (["disable"], "carbonwall remove"), (["undo"], "carbonwall rollback"), (["generate"], "carbonwall emit"),
        (["help", "foo"], "known: ports, emit"), (["help", "prots"], "did you mean ports?"),
        (["help", "catalog", "foo"], "known: list, show"),
    ]

    @Test(arguments: synonyms) func `another program's word is met with this one's`(
        arguments: [String],
        words: String
    ) throws {
        let result = try carbonwall(arguments)
        #expect(result.status == .exited(64))
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!result.errors.contains("did you mean --from?"))
    }

    @Test func `all wrong options are named at once`() throws {
        let result = try carbonwall("ports", "--runtime", "apim", "--json", "--runtmie", "si", "--nonsense=3")
        #expect(result.status == .exited(64))
        #expect(result.errorLines.first == "carbonwall: error: unknown options '--json', '--runtmie', '--nonsense'")
        #expect(result.errors.contains("--json: write --format json; --runtmie: did you mean --runtime?"))
    }

    static let mistakes: [(arguments: [String], words: String)] = [
        (["ports"], "no runtime is selected"),
        (["nonsense"], "known: ports, emit, explain, lint, plan, apply, "),
        (["emit", "--runtime", "apim"], "missing expected argument"),
        (["emit", "ansible", "--runtime", "apim"], "this version writes for nftables, "),
        (["emit", "aws", "--runtime", "apim", "--source-group", "admins"], "AUDIENCE=self"),
        (["emit", "aws", "--runtime", "apim", "--source-group", "admin=self"], "did you mean admins?"),
        (["emit", "aws", "--runtime", "apim", "--source-group", "admins=sg-gateway"], "8 or 17 digits"),
        (["emit", "aws", "--runtime", "apim", "--clustering", "multicast"], "aws can't express multicast clustering"),
        (["emit", "nftables", "--runtime", "apim", "--split"], "nftables knows no --split"),
        (["emit", "ansible", "--runtime", "apim"], "this version writes for nftables, "),
        (["emit", "azure", "--runtime", "apim", "--network", "wso2"], "azure knows no --network"),
        (["emit", "nftables", "--runtime", "apim", "--name", "a"], "nftables knows no --name"),
        (["emit", "gcp", "--runtime", "apim", "--provider", "google"], "gcp knows no --provider"),
        (["emit", "terraform", "--runtime", "apim", "--network", "wso2"], "terraform knows no --network"),
        (["emit", "terraform", "--runtime", "apim", "--provider", "gogle"], "did you mean google?"),
        (["emit", "gcp", "--runtime", "apim", "--target-tag", "a", "--service-account", "b"], "can't name both"),
        (["emit", "gcp", "--runtime", "apim", "--target-tag", "A"], "'A' is no network tag"),
        (["emit", "azure", "--runtime", "apim", "--name", "A"], "lower-case letters, digits and '-'"),
        (["emit", "openstack", "--runtime", "apim", "--quota", "0"], "from 1 to 1000000"),
        (["emit", "azure", "--runtime", "apim", "--clustering", "multicast"], "choose --clustering wka"),
        (["emit", "azure", "--runtime", "apim", "--quota", "adresses=5"], "did you mean addresses?"),
        (["emit", "openstack", "--runtime", "apim", "--quota", "addresses=5"], "openstack counts no addresses"),
        (
            ["emit", "terraform", "--provider", "google", "--runtime", "apim", "--split"],
            "terraform --provider google knows no --split"
        ),
        (
            ["emit", "terraform", "--runtime", "apim", "--target-tag", "a"],
            "it is for terraform --provider google, gcp\n"
        ),
        (["emit", "gcp", "--runtime", "apim", "--provider", "google"], "it is for terraform\n"),
        (["emit", "azure", "--runtime", "apim", "--scope", "product"], "azure can't express --scope product"),
        (["explain", "--runtime", "apim"], "missing expected argument"),
        (["explain", "0", "--runtime", "apim"], "from 1 to 65535"),
        (["explain", "65536", "--runtime", "apim"], "from 1 to 65535"),
        (["explain", "443/sctp", "--runtime", "apim"], "known: tcp, udp"),
        (["explain", "443", "--from", "10.0.0.1", "--from", "10.0.0.2", "--runtime", "apim"], "one --from ADDRESS"),
        (["ports", "--runtime", "apim", "--from", "10.0.0.1"], "--from admins=10.0.0.1"),
        (["ports", "--runtime", "apim", "--node", "gw"], "--node goes with --policy"),
        (["ports", "--runtime", "apim", "--clustering", "minimum-ha"], "no selected runtime has the clustering mode"),
        (["ports", "--runtime", "apim", "--clustering", "wka", "--clustering", "none"], "two values, wka and none"),
        (["ports", "--runtime", "apim", "--enable", "jmx", "--disable", "jmx"], "both enabled and disabled"),
        (["ports", "--runtime", "apim", "extra"], "unexpected argument 'extra'"),
        (["ports", "--runtime"], "missing value for '--runtime"),
        (["emit", "nftables", "--runtime", "apim", "-o", ""], "a file's name is missing"),
        (["emit", "nftables", "--runtime", "apim", "-o", "folder/"], "a folder's name"),
        (["emit", "nftables", "--runtime", "apim", "--format", "json"], "nftables isn't written as 'json'"),
        (["emit", "nftables", "--runtime", "apim", "--format", "script"], "nftables isn't written as 'script'"),
        (["emit", "iptables", "--runtime", "apim", "--format", "scrpt"], "did you mean script?"),
        (["emit", "iptables", "--runtime", "apim", "--format", "restore"], "name it: -o FOLDER"),
        (["emit", "iptables", "--runtime", "apim", "--interface=-eth0"], "can't express interface -eth0"),
    ]

    @Test(arguments: mistakes) func `wrong usage says what is wrong`(arguments: [String], words: String) throws {
        let result = try carbonwall(arguments)
        #expect(result.status == .exited(64))
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words))
    }

    @Test(arguments: [
        "+5", " 5", "5 ", "0x5", "5e3", "99999999999999999999", "-1", "1.5", "", "05", "65535", "five", "٥",
    ])
    func `an offset is digits alone, and small enough`(text: String) throws {
        for arguments in [["--runtime", "apim", "--offset", text], ["--runtime", "apim:\(text)"]] {
            let result = try carbonwall(["ports"] + arguments)
            #expect(result.status == .exited(64))
            #expect(result.errors.contains("an offset is a whole number from 0 to 65534, in digits alone"))
        }
    }

    @Test func `what follows from numbers alone is wrong data`() throws {
        let collision = try carbonwall("ports", "--runtime", "apim", "--runtime", "si")
        #expect(collision.status == .exited(65))
        #expect(collision.errors.contains("--runtime si:1"))
        let range = try carbonwall("ports", "--runtime", "apim:60000")
        #expect(range.status == .exited(65))
        #expect(range.errors.contains("11111 + offset 60000 is past 65535"))
    }

    @Test func `a message says where to read on`() throws {
        #expect(try carbonwall("catalog", "show").errorLines.last == "  hint: see 'carbonwall catalog show --help'")
    }
}
