import Policy
import YAMLReader

/// A runtime as one file describes it, and what can be checked only beside the other files.
struct RuntimeSource {
    /// A caller in a role of another runtime: `si/worker`.
    struct ForeignCaller {
        let runtime: String
        let role: String
        let location: SourceLocation
    }

    let runtime: Runtime
    let foreignCallers: [ForeignCaller]

    /// What `file` says.
    ///
    /// - Throws: Everything wrong with it.
    init(_ file: CatalogFile) throws(InvalidInput) {
        let root: YAMLNode
        do throws(YAMLError) {
            root = try YAMLNode.parse(file.bytes)
        } catch {
            throw InvalidInput([error.finding(in: file.name)])
        }
        var reader = RuntimeReader(file: file.name)
        let runtime = reader.runtime(root)
        guard let runtime, reader.fields.findings.isEmpty else { throw InvalidInput(reader.fields.findings) }
        self.runtime = runtime
        foreignCallers = reader.foreignCallers
    }
}
