import TestSupport

/// A small model of AWS's security groups, in the place of awscli.
///
/// A call does all or nothing, with AWS's errors for what is there already and what isn't there. Every call is noted with the rules
/// after it, and any of them can be the last before the power goes.
struct FakeAWS {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Array(Self.program.utf8), to: "aws", permissions: 0o755)
        try folder.write(Array(#"{"groups": {}, "interfaces": {}}"#.utf8), to: "state.json", permissions: 0o644)
    }

    /// Runs `script`; the call number `last` is the last one, made (`isMade`) or not, and fails.
    func run(_ script: String, last: Int = 0, isMade: Bool = false) throws -> ProcessResult {
        try ProcessRunner.run(
            ["sh", "-s", "vpc-0"],
            input: Array(script.utf8),
            environment: [
                "PATH": "\(folder.path):/usr/bin:/bin", "STATE": "\(folder.path)/state.json", "LAST": "\(last)",
                "MADE": isMade ? "1" : "",
            ]
        )
    }

    /// Attaches the groups `names` to the machine `machine`.
    func attach(_ names: [String], to machine: String) throws {
        _ = try ask(["attach", machine] + names)
    }

    /// How many calls were made so far.
    func calls() throws -> Int {
        Int(try ask(["calls"]).filter(\.isNumber)) ?? 0
    }

    /// What the machine's groups allowed after each call since `attach`, as `ingress tcp 22-22 10.9.0.0/24`, and how many calls
    /// there were.
    func history() throws -> [Set<String>] {
        try ask(["history"]).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
            Set(line.split(separator: ";").map(String.init))
        }
    }

    private func ask(_ words: [String]) throws -> String {
        let environment = ["STATE": "\(folder.path)/state.json", "LAST": "0"]
        return try ProcessRunner.run(["\(folder.path)/aws"] + words, environment: environment).output
    }

    private static let program = #"""
        #!/usr/bin/python3 -SE
        import json, os, sys
        path = os.environ["STATE"]
        state = json.load(open(path))
        words = sys.argv[1:]
        def save():
            with open(path + ".new", "w") as file: json.dump(state, file)
            os.rename(path + ".new", path)
        if words[0] == "attach":
            state["interfaces"][words[1]] = words[2:]
            state.setdefault("log", []); state.setdefault("calls", 0)
            save(); sys.exit()
        if words[0] == "history":
            for line in state.get("log", []): print(";".join(line))
            sys.exit()
        if words[0] == "calls": print(state["calls"]); sys.exit()
        def option(name):
            return words[words.index(name) + 1] if name in words else None
        def fail(code):
            print("An error occurred (%s) when calling it" % code, file=sys.stderr); sys.exit(254)
        groups, call = state["groups"], words[1]
        def ids(name): return [i for i, g in groups.items() if g["name"] == name]
        def rules(permissions):
            for p in permissions:
                peers = [r["CidrIp"] for r in p.get("IpRanges", [])] + [r["CidrIpv6"] for r in p.get("Ipv6Ranges", [])]
                peers += [r["GroupId"] for r in p.get("UserIdGroupPairs", [])]
                for peer in peers: yield "%s %s-%s %s" % (p["IpProtocol"], p.get("FromPort", ""), p.get("ToPort", ""), peer)
        state["calls"] = state.get("calls", 0) + 1
        number, last, made = state["calls"], int(os.environ["LAST"]), os.environ.get("MADE")
        if last and number >= last and not (made and number == last): save(); sys.exit(255)
        output = ""
        if call == "describe-security-groups":
            names = [w.split("=", 2)[2] for w in words if w.startswith("Name=group-name")]
            output = "\t".join(i for n in names for i in ids(n))
            if "--group-ids" in words:
                kinds = {True: ("Ipv6Ranges", "CidrIpv6"), False: ("IpRanges", "CidrIp")}
                peers = [r.split()[-1] for r in groups[option("--group-ids")]["egress"]]
                output = json.dumps([{"IpProtocol": "-1", kinds[":" in p][0]: [{kinds[":" in p][1]: p}]} for p in peers])
        elif call == "create-security-group":
            if ids(option("--group-name")): fail("InvalidGroup.Duplicate")
            output = "sg-%08x" % number
            groups[output] = {"name": option("--group-name"), "ingress": [], "egress": ["-1 - 0.0.0.0/0", "-1 - ::/0"]}
        elif call.startswith(("authorize", "revoke", "update")):
            side = groups[option("--group-id")]["egress" if call.endswith("egress") else "ingress"]
            if "--security-group-rule-ids" in words: given = list(side)
            else:
                text = option("--ip-permissions")
                given = list(rules(json.loads(sys.stdin.read() if text.startswith("file:") else text)))
            if any(r.split()[-1].startswith("sg-") and r.split()[-1] not in groups for r in given): fail("InvalidGroup.NotFound")
            if call.startswith("authorize"):
                if any(r in side for r in given): fail("InvalidPermission.Duplicate")
                side += given
            else:
                if any(r not in side for r in given): fail("InvalidPermission.NotFound")
                if call.startswith("revoke"): side[:] = [r for r in side if r not in given]
        elif call == "describe-security-group-rules":
            group = [w.split("=", 2)[2] for w in words if w.startswith("Name=group-id")][0]
            side = "egress" if "?IsEgress" in option("--query") else "ingress"
            output = "\t".join("%s|%s|%d" % (group, side, n) for n in range(len(groups[group][side])))
        elif call == "describe-network-interfaces":
            group = [w.split("=", 2)[2] for w in words if w.startswith("Name=group-id")][0]
            query = option("--query")
            lacking = query.split("'")[1] if "contains" in query else None
            having = [m for m, names in state["interfaces"].items() if groups[group]["name"] in names]
            output = "\t".join(m for m in having if not lacking or groups[lacking]["name"] not in state["interfaces"][m])
        elif call == "delete-security-group":
            group = option("--group-id")
            if any(groups[group]["name"] in names for names in state["interfaces"].values()): fail("DependencyViolation")
            del groups[group]
        elif call != "wait": fail("unknown call " + call)
        if "log" in state:
            own = [g for g in groups.values() if g["name"] in sum(state["interfaces"].values(), [])]
            name = lambda r: " ".join(groups[w]["name"] if w in groups else w for w in r.split(" "))
            state["log"].append(sorted({s + " " + name(r) for g in own for s in ("ingress", "egress") for r in g[s]}))
        save()
        if last and number == last: sys.exit(255)
        if output: print(output)
        """#
}
