package import Policy

/// Collects what a cloud would refuse, or take for something else, in the values of a rule.
///
/// The clouds' own client libraries look at names and types only; this is run on everything that is emitted.
package struct CloudCheck {
    /// What is wrong, each with its place.
    package private(set) var findings: [Finding] = []
    private let cloud: String
    private var place = ""

    /// A check of what is emitted for `cloud`, as `emit` calls it.
    package init(_ cloud: String) {
        self.cloud = cloud
    }

    /// What follows is about `place`: the name of a rule.
    package mutating func enter(_ place: String) {
        self.place = place
    }

    /// Notes `message` unless `condition` holds.
    package mutating func require(_ condition: Bool, _ message: @autoclosure () -> String, hint: String? = nil) {
        guard !condition else { return }
        let message = "\(cloud): \(place.isEmpty ? "" : "\(place): ")\(message())"
        findings.append(Finding(.error, "cloud-value", message, hint: hint))
    }

    /// Notes `message` about something that a flag says.
    package mutating func refuseArgument(_ message: String) {
        findings.append(Finding(.error, "cloud-argument", "\(cloud): \(message)"))
    }

    /// Requires that `text` has at most `longest` characters, each of them one that clouds take in a description.
    package mutating func requireText(_ text: String, _ what: String, longest: Int) {
        require(text.utf8.count <= longest, "\(what) has \(text.utf8.count) characters, and \(longest) are allowed")
        require(
            text.utf8.allSatisfy(\.isCloudTextByte),
            "\(what) \(text.quotedForMessage) has a character that isn't allowed"
        )
    }

    /// Requires that `number` is in `range`.
    package mutating func require(_ number: Int, _ what: String, in range: ClosedRange<Int>) {
        require(range ~= number, "\(what) \(number) isn't within \(range.lowerBound)-\(range.upperBound)")
    }

    /// Requires that `count` is within `quota`.
    package mutating func require(_ count: Int, _ quota: CloudQuota) {
        if let finding = quota.finding(count, cloud, at: place) { findings.append(finding) }
    }

    /// Requires `9443` or `4000-4009`: ports within 1-65535, the lower one first, different from each other.
    package mutating func requirePorts(_ text: String) {
        require(PortRange(text).map { "\($0)" } == text, "\(text.quotedForMessage) is no port or range of ports")
    }

    /// Requires blocks in network form with their prefix length, compressed and in lower case, all of one family, each once.
    package mutating func requireBlocks(_ texts: [String]) {
        let blocks = texts.compactMap { requiredBlock($0) }
        require(Set(blocks.map(\.isIPv6)).count <= 1, "IPv4 and IPv6 stand together")
        requireUnique(texts, "address")
    }

    /// Requires that nothing is in `texts` twice.
    package mutating func requireUnique(_ texts: [String], _ what: String, hint: String? = nil) {
        var seen: Set<String> = []
        for text in texts where !seen.insert(text).inserted {
            require(false, "\(what) \(text.quotedForMessage) is there twice", hint: hint)
        }
    }

    /// - Throws: What was found, all of it.
    package func finish() throws(InvalidInput) {
        guard findings.isEmpty else { throw InvalidInput(findings) }
    }

    mutating func requiredBlock(_ text: String) -> CIDR? {
        do {
            let block = try CIDR(text)
            require(
                block.descriptionWithLength == text,
                "\(text.quotedForMessage) is written \(block.descriptionWithLength)"
            )
            return block
        } catch {
            require(false, "\(text.quotedForMessage): \(error)")
            return nil
        }
    }
}

extension CIDR {
    /// Whether it is of IPv6.
    package var isIPv6: Bool {
        if case .v6 = address { true } else { false }
    }
}
