#if os(Linux)
public import Testing

/// A file that holds what something has to give.
public enum GoldenFile {
    /// Expects that `text` is what the file at `path` holds.
    ///
    /// With `RECORD=1` in the environment the file is written instead, and the test fails, so that nobody records by accident.
    public static func expect(
        _ text: String,
        at path: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        if isRecording {
            try ProcessRunner.output(of: ["tee", path], input: Array(text.utf8))
            Issue.record("recorded \(path)", sourceLocation: sourceLocation)
        } else {
            let golden = try ProcessRunner.output(of: ["cat", path])
            #expect(golden == text, "RECORD=1 would write \(path) anew", sourceLocation: sourceLocation)
        }
    }

    private static let isRecording = (try? ProcessRunner.output(of: ["printenv", "RECORD"])) == "1\n"
}
#endif
