import Policy
import RulesEngine

/// A selection of `runtimes` changed by `change`.
func selection(_ runtimes: [SelectedRuntime], _ change: (inout Selection) -> Void = { _ in }) -> Selection {
    var selection = Selection(runtimes: runtimes)
    change(&selection)
    return selection
}

/// The open ports of `host`, as `9443/tcp`, in table order.
func openPorts(_ host: ResolvedHost) -> [String] {
    host.ports.map(\.target.description)
}

/// The findings that make `body` fail; none where it doesn't.
func findings<Result>(_ body: () throws(InvalidInput) -> Result) -> [Finding] {
    do throws(InvalidInput) {
        _ = try body()
        return []
    } catch {
        return error.findings
    }
}
