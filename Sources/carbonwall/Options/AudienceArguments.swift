import Policy
import RulesEngine
import SystemPackage

/// `--from AUDIENCE=CIDR[,CIDR]` or `--from AUDIENCE=@FILE`; for `explain` also the probing address.
enum FromArgument: Hashable {
    case addresses(Audience, [CIDR])
    case file(Audience, FilePath)
    case probe(IPAddress)
    /// An audience that a cloud's group stands for, as `--source-group` says: none of its default addresses.
    case group(Audience)

    /// - Throws: `UnusableValue` where `text` is none of these.
    init(_ text: String) throws(UnusableValue) {
        guard let sign = text.firstIndex(of: "=") else {
            guard let address = IPAddress(text) else {
                throw UnusableValue("it takes AUDIENCE=CIDR[,CIDR] or AUDIENCE=@FILE")
            }
            self = .probe(address)
            return
        }
        let audience = try Audience(argument: text[..<sign])
        let value = text[text.index(after: sign)...]
        if value.first == "@" {
            guard value.count > 1 else { throw UnusableValue("a file's name is missing behind the '@'") }
            self = .file(audience, FilePath(String(value.dropFirst())))
        } else {
            self = .addresses(audience, try value.commaSeparated(Self.block))
        }
    }

    /// The same without the probing address.
    ///
    /// - Throws: `UnusableValue` if `text` names no audience.
    init(audience text: String) throws(UnusableValue) {
        try self.init(text)
        guard audience != nil else { throw UnusableValue("it takes AUDIENCE=CIDR[,CIDR] or AUDIENCE=@FILE") }
    }

    /// Whom it is about; nil for a probing address.
    var audience: Audience? {
        switch self {
        case .addresses(let audience, _), .file(let audience, _): audience
        case .probe, .group: nil
        }
    }

    private static func block(_ text: Substring) throws(UnusableValue) -> CIDR {
        do {
            return try CIDR(text)
        } catch {
            throw UnusableValue(in: text, error)
        }
    }
}

extension Exposure {
    /// `ID=AUDIENCE[,AUDIENCE]`.
    ///
    /// - Throws: `UnusableValue` where `text` isn't that.
    init(argument text: String) throws(UnusableValue) {
        guard let sign = text.firstIndex(of: "=") else {
            throw UnusableValue("it takes ID=AUDIENCE[,AUDIENCE], such as servlet-https=admins,clients")
        }
        let audiences = try text[text.index(after: sign)...].commaSeparated { part throws(UnusableValue) in
            try Audience(argument: part)
        }
        self.init(port: try CatalogReference(argument: text[..<sign]), audiences: audiences)
    }
}

extension Audience {
    /// - Throws: `UnusableValue` where `text` is no audience's name.
    fileprivate init(argument text: Substring) throws(UnusableValue) {
        do {
            self = try Choice.parse(text)
        } catch {
            throw UnusableValue(in: text, error)
        }
    }
}

extension Substring {
    /// Every part between commas, read by `read`.
    fileprivate func commaSeparated<Part>(
        _ read: (Substring) throws(UnusableValue) -> Part
    ) throws(UnusableValue) -> [Part] {
        var parts: [Part] = []
        for part in split(separator: ",", omittingEmptySubsequences: false) {
            parts.append(try read(part))
        }
        return parts
    }
}
