/// What can go wrong here: an error that says in one line what is wrong, and in another what to do about it.
package protocol EnforcementError: Error, CustomStringConvertible {
    /// What to do about it; nil where the description says it all.
    var advice: String? { get }
}
