import TestSupport
import Testing

/// Runs the built program with `arguments`, in a pipe.
func carbonwall(_ arguments: String..., environment: [String: String] = [:]) throws -> ProcessResult {
    try carbonwall(arguments, environment: environment)
}

/// Runs the built program with `arguments`, in a pipe.
func carbonwall(_ arguments: [String], environment: [String: String] = [:]) throws -> ProcessResult {
    let variables = ["COLUMNS": ""].merging(environment) { _, given in given }
    return try ProcessRunner.run([Locations.carbonwall] + arguments, environment: variables)
}

/// Runs the shell line `line`, in which `$carbonwall` is the built program.
func shell(_ line: String) throws -> ProcessResult {
    try ProcessRunner.run(["bash", "-c", line], environment: ["carbonwall": Locations.carbonwall])
}

extension ProcessResult {
    /// The lines of standard error.
    var errorLines: [String] {
        errors.split(separator: "\n").map(String.init)
    }
}
