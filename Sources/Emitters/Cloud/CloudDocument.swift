/// A file for a cloud, and what its reader has to know.
package struct CloudDocument: Hashable, Sendable {
    /// The file's text.
    package let text: String
    /// What the cloud does otherwise than a host would, in one line each.
    package let notes: [String]

    /// The file `text`.
    package init(text: String, notes: [String] = []) {
        self.text = text
        self.notes = notes
    }
}
