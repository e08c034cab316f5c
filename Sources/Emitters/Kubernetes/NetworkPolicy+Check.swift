import Policy

extension NetworkPolicy {
    /// The longest JSON text of an object that etcd takes by default (`--max-request-bytes`), in bytes.
    private static let largest = 1_572_864
    /// The most that all annotations of an object may have, keys and values, in bytes.
    private static let longestAnnotations = 262_144

    /// Looks at every value: names, labels, ports, CIDRs; and at what would mean more than is meant.
    ///
    /// Run on everything that is emitted, since kubectl's dry run needs a cluster, and validators without one let much of it pass.
    ///
    /// - Throws: Everything that the API server would refuse, or take for something else.
    func check() throws(InvalidInput) {
        var check = CloudCheck("kubernetes")
        check.enter(name)
        check.require(name.isDNSSubdomain, "\(name.quotedForMessage) is no name (RFC 1123)")
        if let namespace { check.requireNamespace(namespace) }
        check.requireLabels(podLabels, "the policy's pods")
        check.requireAnnotations(annotations, longest: Self.longestAnnotations)
        for rule in ingress + (egress ?? []) {
            check.requireRule(rule)
        }
        let size = json.document.utf8.count { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        check.require(
            size <= Self.largest,
            "the policy has \(size) bytes, and the API server stores \(Self.largest): give fewer, larger blocks of addresses"
        )
        try check.finish()
    }
}

extension CloudCheck {
    fileprivate mutating func requireNamespace(_ name: String) {
        require(name.isDNSLabel, "\(name.quotedForMessage) is no namespace (RFC 1123, at most 63 characters)")
    }

    /// Labels of pods, of which an empty list would select every pod.
    fileprivate mutating func requireLabels(_ labels: [PodLabel], _ what: String) {
        require(!labels.isEmpty, "\(what) have no label, which means every pod")
        requireUnique(labels.map(\.key), "label")
        for label in labels {
            require(label.key.isQualifiedName, "\(label.key.quotedForMessage) is no key of a label")
            require(
                label.value.isLabelValue,
                "\(label.value.quotedForMessage) is no value of a label (at most 63 characters)"
            )
        }
    }

    fileprivate mutating func requireAnnotations(_ annotations: [PodLabel], longest: Int) {
        requireUnique(annotations.map(\.key), "annotation")
        for annotation in annotations {
            require(
                annotation.key.lowercased().isQualifiedName,
                "\(annotation.key.quotedForMessage) is no key of an annotation"
            )
        }
        let length = annotations.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        require(length <= longest, "the annotations have \(length) bytes, and \(longest) are allowed")
    }

    fileprivate mutating func requireRule(_ rule: NetworkPolicy.Rule) {
        require(!rule.ports.isEmpty, "a rule has no port, which means every port")
        for port in rule.ports {
            requirePort(port)
        }
        requireUnique(rule.ports.map { "\($0.port)-\($0.endPort ?? $0.port)/\($0.transport)" }, "port")
        guard case .listed(let peers) = rule.peers else { return }
        require(!peers.isEmpty, "a rule lists no peer, which means everybody")
        for peer in peers {
            requirePeer(peer)
        }
        require(Set(peers).count == peers.count, "a rule has the same peer twice")
    }

    private mutating func requirePort(_ port: NetworkPolicy.Port) {
        require(["TCP", "UDP"].contains(port.transport), "\(port.transport.quotedForMessage) is neither TCP nor UDP")
        require(port.port, "port", in: 1...65535)
        if let endPort = port.endPort {
            require(endPort, "endPort", in: 1...65535)
            require(endPort >= port.port, "endPort \(endPort) is before port \(port.port)")
        }
    }

    private mutating func requirePeer(_ peer: NetworkPolicy.Peer) {
        switch peer {
        case .block(let cidr): _ = requiredBlock(cidr)
        case .pods(let labels): requireLabels(labels, "a peer's pods")
        case .podsOf(let namespace, let labels):
            requireNamespace(namespace)
            if !labels.isEmpty { requireLabels(labels, "a peer's pods") }
        }
    }
}
