// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What the fields of a record or of an action's input are called, by the keys of `Words/`:
/// `SYSTEM.ACTION.FIELD`, falling back to `SYSTEM.RECORD.FIELD` and to `SYSTEM.field.FIELD`, which
/// several records share; with `.hint` the help above the
/// input, with `.noun` how a message names it ("Enter the address of the tree"), with `.OPTION` an
/// answer of a choice.
public struct FieldWords: Sendable {
    let ui: UI
    private let stems: [String]
    let fields: [FieldDescription]

    /// The words of a kind of record.
    public init(_ ui: UI, kind: RecordKind) {
        self.ui = ui
        stems = [kind.key, "\(kind.system).field"]
        fields = kind.fields
    }

    /// The words of an action's input.
    public init(_ ui: UI, action: ActionKind) {
        self.ui = ui
        stems = [action.key, action.record.key, "\(action.system).field"]
        fields = action.input
    }

    /// What the field is called.
    public func label(_ field: String) -> String {
        find(field) ?? ui.words.find("derived.field.\(field)", in: ui.language)
            ?? "[\(stems.first ?? "").\(field)]"
    }

    /// Help that stands above the input.
    public func hint(_ field: String) -> String? { find("\(field).hint") }

    /// How a message names what is asked; nil where no word says it.
    public func noun(_ field: String) -> String? { find("\(field).noun") }

    /// What an answer of a choice is called.
    public func option(_ field: String, _ option: String) -> String {
        find("\(field).\(option)") ?? "[\(stems.first ?? "").\(field).\(option)]"
    }

    func description(_ field: String) -> FieldDescription? { fields.first { $0.name == field } }

    private func find(_ key: String) -> String? {
        for stem in stems {
            if let text = ui.words.find("\(stem).\(key)", in: ui.language) { return text }
        }
        return nil
    }
}

extension UI {
    /// What an action is called on its button: `SYSTEM.action.NAME`.
    public func name(of action: ActionKind) -> String {
        self("\(action.system).action.\(action.name)")
    }

    /// What history says was done: `SYSTEM.action.NAME.done`, by the journal's name of the action.
    public func done(_ action: String) -> String {
        let parts = action.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return Self.spelled(action) }
        let key = "\(parts[0]).action.\(parts[1])"
        return words.find("\(key).done", in: language) ?? words.find(key, in: language)
            ?? Self.spelled(String(parts[1]))
    }

    /// What a state is called: `SYSTEM.RECORD.state.NAME`.
    public func state(_ state: State, of kind: RecordKind) -> String {
        self("\(kind.key).state.\(state.rawValue)")
    }

    /// What a kind of record is called, one of them: `SYSTEM.RECORD`.
    public func name(of kind: RecordKind) -> String {
        words.find(kind.key, in: language) ?? Self.spelled(kind.name)
    }

    /// What a list of them is called: `SYSTEM.RECORD.list`.
    public func plural(of kind: RecordKind) -> String {
        words.find("\(kind.key).list", in: language) ?? Self.spelled(kind.plural)
    }

    /// What a tenant is called in the reader's language, as far as it was told.
    public func name(of tenant: Tenant) -> String { words.name(of: tenant, in: language) }

    /// What a system is called: `SYSTEM.title`.
    public func name(ofSystem system: String) -> String {
        words.find("\(system).title", in: language) ?? Self.spelled(system)
    }

    /// A stored name as plain words, where `Words/` has none: `site_area` is "Site area".
    static func spelled(_ name: String) -> String {
        let text = name.replacing("_", with: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
