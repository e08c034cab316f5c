import TestSupport

/// How often the test of many applies goes round.
enum Applies {
    /// What the variable CARBONWALL_APPLIES says; 300 without it.
    static let count =
        (try? ProcessRunner.output(of: ["printenv", "CARBONWALL_APPLIES"])).flatMap { Int($0.dropLast()) } ?? 300
}
