import CNetfilter

/// What nft keeps with an object for itself, which the kernel only stores: comments, and how to list a set.
///
/// A row of entries, each a type (one byte), a length (one byte) and the content.
enum UserData {
    /// The longest comment that nft takes, in bytes.
    static let longestComment = Int(NFTNL_UDATA_COMMENT_MAXLEN)

    static func table(comment: String) -> [UInt8] {
        entry(UInt8(NFTNL_UDATA_TABLE_COMMENT.rawValue), comment)
    }

    static func chain(comment: String) -> [UInt8] {
        entry(UInt8(NFTNL_UDATA_CHAIN_COMMENT.rawValue), comment)
    }

    static func rule(comment: String) -> [UInt8] {
        entry(UInt8(NFTNL_UDATA_RULE_COMMENT.rawValue), comment)
    }

    static func counter(comment: String) -> [UInt8] {
        entry(UInt8(NFTNL_UDATA_OBJ_COMMENT.rawValue), comment)
    }

    static func element(comment: String) -> [UInt8] {
        entry(UInt8(NFTNL_UDATA_SET_ELEM_COMMENT.rawValue), comment)
    }

    /// How the numbers in a set's keys stand, what it was declared with, and its comment.
    static func set(key: SetKey, comment: String?) -> [UInt8] {
        var data = entry(UInt8(NFTNL_UDATA_SET_KEYBYTEORDER.rawValue), byteOrder(of: key).hostBytes)
        if let typeof = key.typeof {
            data += entry(UInt8(NFTNL_UDATA_SET_KEY_TYPEOF.rawValue), content(of: typeof))
        }
        if let comment {
            data += entry(UInt8(NFTNL_UDATA_SET_COMMENT.rawValue), comment)
        }
        return data
    }

    /// nft's `enum byteorder`: none for a concatenation, host 1, network 2.
    private static func byteOrder(of key: SetKey) -> UInt32 {
        if key.isConcatenation { return 0 }
        return key.fields.first?.layout == .networkOrder ? 2 : 1
    }

    /// nft's own numbers: a payload expression (7), of which the header is entry 0 and the field entry 1.
    private static func content(of typeof: TypeofNote) -> [UInt8] {
        let payload = entry(0, typeof.header.hostBytes) + entry(1, typeof.field.hostBytes)
        return entry(UInt8(NFTNL_UDATA_SET_TYPEOF_EXPR), payloadExpression.hostBytes)
            + entry(UInt8(NFTNL_UDATA_SET_TYPEOF_DATA), payload)
    }

    /// nft's `EXPR_PAYLOAD`.
    private static let payloadExpression: UInt32 = 7

    private static func entry(_ type: UInt8, _ text: String) -> [UInt8] {
        entry(type, Array(text.utf8) + [0])
    }

    private static func entry(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        [type, UInt8(content.count)] + content
    }
}

extension UserData {
    static func comment(ofTable data: ArraySlice<UInt8>) -> String? {
        text(UInt8(NFTNL_UDATA_TABLE_COMMENT.rawValue), in: data)
    }

    static func comment(ofChain data: ArraySlice<UInt8>) -> String? {
        text(UInt8(NFTNL_UDATA_CHAIN_COMMENT.rawValue), in: data)
    }

    static func comment(ofRule data: ArraySlice<UInt8>) -> String? {
        text(UInt8(NFTNL_UDATA_RULE_COMMENT.rawValue), in: data)
    }

    static func comment(ofCounter data: ArraySlice<UInt8>) -> String? {
        text(UInt8(NFTNL_UDATA_OBJ_COMMENT.rawValue), in: data)
    }

    static func comment(ofElement data: ArraySlice<UInt8>) -> String? {
        text(UInt8(NFTNL_UDATA_SET_ELEM_COMMENT.rawValue), in: data)
    }

    static func comment(ofSet data: ArraySlice<UInt8>) -> String? {
        text(UInt8(NFTNL_UDATA_SET_COMMENT.rawValue), in: data)
    }

    /// The payload expression that a set was declared with; nil where it was declared by types, or with something else.
    static func typeof(ofSet data: ArraySlice<UInt8>) -> TypeofNote? {
        guard let note = content(UInt8(NFTNL_UDATA_SET_KEY_TYPEOF.rawValue), in: data),
            number(UInt8(NFTNL_UDATA_SET_TYPEOF_EXPR), in: note) == payloadExpression,
            let payload = content(UInt8(NFTNL_UDATA_SET_TYPEOF_DATA), in: note),
            let header = number(0, in: payload),
            let field = number(1, in: payload)
        else { return nil }
        return TypeofNote(header: header, field: field)
    }

    private static func number(_ type: UInt8, in data: ArraySlice<UInt8>) -> UInt32? {
        content(type, in: data).flatMap { UInt32(hostBytes: $0) }
    }

    /// The text of the first entry of a type.
    private static func text(_ type: UInt8, in data: ArraySlice<UInt8>) -> String? {
        content(type, in: data).map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The content of the first entry of a type; nil where there is none, or the data is cut short.
    private static func content(_ type: UInt8, in data: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = data
        while let entryType = rest.first, let length = rest.dropFirst().first, rest.count >= Int(length) + 2 {
            let content = rest.dropFirst(2).prefix(Int(length))
            if entryType == type { return content }
            rest = rest.dropFirst(2 + Int(length))
        }
        return nil
    }
}
