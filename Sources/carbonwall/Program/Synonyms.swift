import ArgumentParser
import Policy

/// What people call things that are called otherwise here, from other firewalls and programs.
enum Synonyms {
    /// What to say to somebody who asks for the verb `name`; nil if nothing is known of it.
    static func verb(_ name: String) -> String? {
        verbs.first { $0.names.contains(name.lowercased()) }?.advice
    }

    /// What to write for the option `name`, if `known`, the options there are, have it; nil if nothing is known of it.
    static func option(_ name: String, known: Set<String>) -> String? {
        guard let synonym = options.first(where: { $0.names.contains(name) }) else { return nil }
        guard let needed = synonym.needs else { return synonym.advice }
        return known.contains(needed) ? synonym.advice : nil
    }

    private static let verbs: [(names: Set<String>, advice: String)] = [
        (["history", "log", "logs", "versions"], "carbonwall status lists the policies that were in force"),
        (
            ["show", "info", "describe", "get"],
            "carbonwall status shows what is in force, carbonwall catalog show RUNTIME what a product opens"
        ),
        (
            ["enable", "start", "on", "up", "load", "activate", "reload", "restart", "set", "add", "allow", "install"],
            "carbonwall apply SELECTION puts rules into this kernel; "
                + "systemctl enable carbonwall.service loads them when the machine starts"
        ),
        (
            ["disable", "stop", "off", "down", "flush", "delete", "uninstall", "clear", "reset", "deny"],
            "carbonwall remove takes the rules away; --disable ID closes a port"
        ),
        (["undo", "revert", "restore", "back"], "carbonwall rollback goes back to the rules before"),
        (["commit", "keep", "accept", "ok"], "carbonwall confirm keeps what apply --confirm has put into the kernel"),
        (
            ["check", "validate", "audit"],
            "carbonwall lint finds what is doubtful, carbonwall doctor what gets in the way"
        ),
        (
            ["diff", "verify", "compare", "dry-run", "drift"],
            "carbonwall plan compares the selection with the kernel's rules"
        ),
        (
            ["generate", "export", "render", "build", "write", "save", "rules", "print"],
            "carbonwall emit TARGET writes the rules; nftables is one of its targets"
        ),
        (["why", "query", "who"], "carbonwall explain PORT says who reaches a port, and why"),
        (["list", "ls"], "carbonwall ports lists ports, carbonwall catalog list the products"),
        (["runtimes", "products"], "carbonwall catalog list names the products"),
        (["version"], "carbonwall --version"),
        (["nftables", "iptables", "aws", "azure", "gcp", "terraform", "kubernetes"], "carbonwall emit writes for it"),
    ]

    /// The options by other names, what to write instead, and the option of this program that it needs.
    private static let options: [(names: Set<String>, advice: String, needs: String?)] = [
        (["--json"], "write --format json", "--format"),
        (["--csv"], "write --format csv", "--format"),
        (["--markdown", "--md"], "write --format markdown", "--format"),
        (["--sarif"], "write --format sarif", "--format"),
        (["--junit"], "write --format junit", "--format"),
        (["--silent", "-q", "--no-notes"], "write --quiet", "--quiet"),
        (["--quiet", "-q", "--silent"], "there are no notes to leave out here", nil),
        (
            ["--yes", "-y", "--assume-yes", "--no-confirm", "--non-interactive"],
            "nothing asks, so there is nothing to say yes to", nil
        ),
        (["--dry-run", "-n", "--check", "--what-if"], "carbonwall plan says what apply would change", nil),
        (["--output", "--out", "--file", "-f"], "write -o PATH", "-o"),
        (
            ["--verbose", "-v", "--debug"], "all is said already; --format json has the details for programs",
            "--format"
        ),
        (["--no-color", "--no-colour", "--color", "--colour"], "set NO_COLOR=1 for no colours", nil),
        (["--allow", "--source", "--src", "--cidr"], "write --from AUDIENCE=CIDR", "--from"),
        (["--product", "--profile", "--name"], "write --runtime NAME, and --role for its profile", "--runtime"),
        (["--cluster"], "write --clustering MODE", "--clustering"),
        (["--timeout", "--wait", "--seconds"], "write --confirm SECONDS", "--confirm"),
        (["--rollback-after"], "write --confirm SECONDS", "--confirm"),
        (["--state-dir"], "write --state DIR", "--state"),
    ]
}
