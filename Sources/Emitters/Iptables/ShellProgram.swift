/// What every script ends with: the commands that load, remove and show its rules.
///
/// Nothing of a policy is in it: it reads the functions `rules4`, `rules6`, `sets4` and `sets6` before it.
enum ShellProgram {
    /// All of it, in its order.
    static let parts = [preparation, rules, sets, verbs, reports]
}
