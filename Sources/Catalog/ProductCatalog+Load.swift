public import Policy
import YAMLReader

extension ProductCatalog {
    /// The catalog that is compiled in: the files of `rules/`.
    ///
    /// - Throws: Everything wrong with those files.
    public static func builtIn() throws(InvalidInput) -> ProductCatalog {
        try load(CatalogFile.embedded)
    }

    /// The same with only the runtimes called `names`, which takes less time to read; all of them where a name is unknown.
    ///
    /// - Throws: Everything wrong with those files.
    public static func builtIn(only names: Set<String>) throws(InvalidInput) -> ProductCatalog {
        let files = CatalogFile.embedded.filter { file in names.contains { file.name == "rules/\($0).yaml" } }
        return files.count == names.count ? try load(files) : try builtIn()
    }

    /// The built-in catalog and what `files` describe; a runtime of theirs takes the place of the built-in one of its name.
    ///
    /// - Throws: Everything wrong with `files`.
    public static func builtIn(adding files: [CatalogFile]) throws(InvalidInput) -> ProductCatalog {
        try load(files, over: try CatalogFile.embedded.map { file throws(InvalidInput) in try RuntimeSource(file) })
    }

    /// The catalog that `files` make, in whatever order they come; rules/README.md describes them.
    ///
    /// - Throws: Everything wrong with them, by file, line and column; of a file that is no YAML only where that begins.
    public static func load(_ files: [CatalogFile]) throws(InvalidInput) -> ProductCatalog {
        try load(files, over: [])
    }

    private static func load(
        _ files: [CatalogFile],
        over base: [RuntimeSource]
    ) throws(InvalidInput) -> ProductCatalog {
        var findings: [Finding] = []
        var sources: [RuntimeSource] = []
        for file in files.sorted(by: { $0.name < $1.name }) {
            do throws(InvalidInput) {
                sources.append(try RuntimeSource(file))
            } catch {
                findings += error.findings
            }
        }
        let replaced = Set(sources.map(\.runtime.id))
        sources = base.filter { !replaced.contains($0.runtime.id) } + sources
        findings += findingsAcross(sources)
        if files.isEmpty { findings.append(Finding(.error, "empty-catalog", "the catalog has no files")) }
        guard findings.isEmpty else { throw InvalidInput(findings.inFileOrder) }
        return ProductCatalog(runtimes: sources.map(\.runtime))
    }

    /// What is wrong between files: a runtime twice, a caller of another runtime in a role that it doesn't have.
    private static func findingsAcross(_ sources: [RuntimeSource]) -> [Finding] {
        var findings: [Finding] = []
        var runtimes: [String: Runtime] = [:]
        for runtime in sources.map(\.runtime) {
            if let first = runtimes[runtime.id] {
                let message = "the runtime '\(runtime.id)' is already in \(first.location.file)"
                findings.append(Finding(.error, "duplicate-id", at: runtime.location, message))
            } else {
                runtimes[runtime.id] = runtime
            }
        }
        for caller in sources.flatMap(\.foreignCallers) {
            guard let roles = runtimes[caller.runtime]?.roles.map(\.id), !roles.contains(caller.role) else { continue }
            let message = "\(caller.runtime) has no role \(caller.role.quotedForMessage)"
            let hint = suggestion(for: caller.role, in: roles)
            findings.append(Finding(.error, "unknown-role", at: caller.location, message, hint: hint))
        }
        return findings
    }
}

extension [Finding] {
    /// By file, line and column; those without a place first.
    fileprivate var inFileOrder: [Finding] {
        enumerated().sorted { left, right in
            guard let first = left.element.location, let second = right.element.location, first != second else {
                return left.element.location == right.element.location
                    ? left.offset < right.offset : left.element.location == nil
            }
            return first < second
        }
        .map(\.element)
    }
}
