/// What every script ends with: the commands that load, remove and show its rules.
///
/// Nothing of a policy is in it: it reads the functions `rules4`, `rules6`, `sets4` and `sets6` before it. The status of a pipeline is
/// its last program's, so that nothing is loaded out of one: each text is read whole into a variable, and looked at, before it goes on.
enum ShellProgram {
    /// All of it behind the data, in its order.
    static let parts = [preparation, listing, rules, sets, verbs, reports]
}
