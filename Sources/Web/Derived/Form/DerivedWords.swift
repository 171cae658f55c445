// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The words derived pages ask a system for. A test that asks what is missing is all a system
/// needs, to know that nothing on its derived pages is without a name.
public enum DerivedWords {
    /// The keys that have no text in a language: for each, of several that would do, the last.
    public static func missing(
        for systems: [System], in words: Words, language: Language
    ) -> [String] {
        var missing: [String] = []
        func need(_ keys: String...) { need(keys) }
        func need(_ keys: [String]) {
            if !keys.contains(where: { words.has($0, in: language) }) {
                missing.append(keys.last ?? "")
            }
        }
        for system in systems {
            need("\(system.name).title")
            for kind in system.records {
                need(kind.key)
                need("\(kind.key).list")
                for state in kind.states { need("\(kind.key).state.\(state.rawValue)") }
                let shared = "\(system.name).field"
                for field in kind.fields where field.kind != .json {
                    need(
                        "derived.field.\(field.name)", "\(shared).\(field.name)",
                        "\(kind.key).\(field.name)")
                    for option in field.options {
                        need(
                            "\(shared).\(field.name).\(option)",
                            "\(kind.key).\(field.name).\(option)")
                    }
                }
            }
            for action in system.actions where !action.isInternal {
                let name = "\(system.name).action.\(action.name)"
                need(name)
                need("\(name).done")
                for field in action.input where !field.isDerived && field.kind != .json {
                    let stems = ["\(system.name).field", action.key, action.record.key]
                    need(["derived.field.\(field.name)"] + stems.map { "\($0).\(field.name)" })
                    for option in field.options { need(stems.map { "\($0).\(field.name).\(option)" }) }
                }
            }
        }
        var seen = Set<String>()
        return missing.filter { seen.insert($0).inserted }
    }
}

extension FieldDescription {
    /// The stored names of a choice's answers.
    public var options: [String] {
        switch kind {
        case .choice(let names), .choices(let names): names
        default: []
        }
    }
}
