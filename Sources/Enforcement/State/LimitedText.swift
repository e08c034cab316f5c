extension String {
    /// As many whole characters as fit into `limit` bytes of UTF-8.
    func prefix(ofBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var length = 0
        return String(
            prefix { character in
                length += character.utf8.count
                return length <= limit
            }
        )
    }
}
