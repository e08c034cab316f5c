import Emitters

extension GoogleMachineNames.Given {
    /// `[NODE=]NAME`: a network tag or service account, and the node of a policy file whose machines have it.
    ///
    /// - Throws: `UnusableValue` where a part of it is empty.
    init(argument text: String) throws(UnusableValue) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }) else { throw UnusableValue("a value is missing") }
        self.init(parts[parts.count - 1], node: parts.count == 2 ? parts[0] : nil)
    }
}
