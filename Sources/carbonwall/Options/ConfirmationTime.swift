/// How long there is time to confirm a policy.
enum ConfirmationTime {
    /// Less is no time to open a second session in, more is no protection.
    private static let range: ClosedRange<Int> = 5...86_400

    /// Seconds.
    ///
    /// - Throws: `UnusableValue` where `text` is no whole number of them in the range.
    static func parse(_ text: String) throws(UnusableValue) -> UInt32 {
        guard let seconds = DecimalNumber.parse(text), range ~= seconds else {
            throw UnusableValue("it takes whole seconds, from \(range.lowerBound) to \(range.upperBound) (a day)")
        }
        return UInt32(seconds)
    }
}
