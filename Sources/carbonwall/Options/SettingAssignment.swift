import Catalog
import Policy

/// Which of the selected runtimes each `[NAME=]VALUE` of an option is for.
struct SettingAssignment {
    private let option: String
    private let kind: String
    private let settings: [RuntimeSetting]
    private let knownValues: (Runtime) -> [String]

    /// The values `settings` of `option`, which are each a `kind`; `knownValues` are those that a runtime has.
    init(_ option: String, _ kind: String, _ settings: [RuntimeSetting], knownValues: @escaping (Runtime) -> [String]) {
        self.option = option
        self.kind = kind
        self.settings = settings
        self.knownValues = knownValues
    }

    /// The value for each of `runtimes`; nil where none was given.
    ///
    /// One with the runtime's name comes before one without; of one without, those runtimes take notice that know it.
    ///
    /// - Throws: `CommandFailure.usage` for a value that is for none of them, and for two values for one.
    func values(for runtimes: [Runtime]) throws(CommandFailure) -> [String?] {
        for setting in settings where !runtimes.contains(where: { applies(setting, to: $0) }) {
            throw useless(setting, runtimes)
        }
        var values: [String?] = []
        for runtime in runtimes {
            let named = settings.filter { $0.runtime?.text == runtime.id }
            let unnamed = settings.filter { $0.runtime == nil && applies($0, to: runtime) }
            values.append(try single(named.isEmpty ? unnamed : named, runtime))
        }
        return values
    }

    private func applies(_ setting: RuntimeSetting, to runtime: Runtime) -> Bool {
        setting.runtime.map { $0.text == runtime.id } ?? knownValues(runtime).contains(setting.value.text)
    }

    private func single(_ settings: [RuntimeSetting], _ runtime: Runtime) throws(CommandFailure) -> String? {
        guard let first = settings.first else { return nil }
        if let other = settings.first(where: { $0.value != first.value }) {
            throw .usage("\(option) gives \(runtime.id) two values, \(first.value.text) and \(other.value.text)")
        }
        return first.value.text
    }

    private func useless(_ setting: RuntimeSetting, _ runtimes: [Runtime]) -> CommandFailure {
        if let name = setting.runtime?.text {
            let hint = suggestion(for: name, in: runtimes.map(\.id))
            return .usage("\(option) is for runtime \(name.quotedForMessage), which isn't selected", hint: hint)
        }
        let value = setting.value.text
        let hint = suggestion(for: value, in: runtimes.flatMap(knownValues))
        return .usage("no selected runtime has the \(kind) \(value.quotedForMessage)", hint: hint)
    }
}
