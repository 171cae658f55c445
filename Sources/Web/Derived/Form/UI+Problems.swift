// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension UI {
    /// What a problem says to the person. The text stands under the problem's key, in a wording of
    /// its own where the kind of field or the lack of a noun asks for one
    /// (`problem.required.choice`, `problem.required.label`, `problem.required.choice.phrase`), and
    /// may name the field by its `{label}` and `{noun}`. Programs are told in wordings of their own
    /// where there are some (`api.problem.not_a_day`): they send other things than people type.
    /// - Parameter label: what the field is called where `words` do not know it.
    public func text(
        of problem: Problem, in words: FieldWords? = nil, label: String? = nil,
        for reader: Reader = .people
    ) -> String {
        let field = problem.field ?? ""
        let known = words?.description(field)
        let label =
            known.flatMap { words?.label($0.name) } ?? label ?? self.label(ofParameter: field)
        let noun = words?.noun(field)
        var values = problem.phrase.values
        values["label"] = label
        values["noun"] = noun ?? Self.lowered(label)
        let key = problem.phrase.key
        let byKind = known.flatMap { Self.wording($0.kind) }.map { "\(key).\($0)" }
        // "Enter is the tree protected?" is no sentence: a question is quoted instead.
        let isQuestion = noun == nil && (label.hasSuffix("?") || known?.kind == .flag)
        let own = reader == .programs ? ["api.\(key)"] : []
        let plain = [byKind, key].compactMap(\.self)
        // Nor is "Select i ask as": what is no name of a thing is quoted, too.
        let quoted = noun == nil && isPhrase(label) ? plain.map { "\($0).phrase" } : []
        let keys = own + (isQuestion ? ["\(key).label"] : []) + quoted + plain
        for key in keys {
            guard let text = self.words.find(key, values, in: language) else { continue }
            // A wording with a place nobody has filled says nothing; a plainer one does.
            if !text.contains(/\{\w+\}/) { return text }
        }
        return self(key, values)
    }

    /// Who is told what is wrong.
    public enum Reader: Sendable {
        case people, programs
    }

    /// What a part of an address is called that is no field, such as `asOf`; where no word says it,
    /// what it is written as.
    private func label(ofParameter name: String) -> String {
        words.find("derived.field.\(name)", in: language) ?? Self.spelled(name)
    }

    /// Whether a label is part of a sentence rather than the name of a thing, by its first word:
    /// "I ask as", "What you call it".
    private func isPhrase(_ label: String) -> Bool {
        let first = label.prefix { $0.isLetter }.lowercased()
        return words.find("problem.phrase_words", in: language)?.split(separator: " ")
            .contains { $0 == first } ?? false
    }

    /// The problems for the summary at the head of a page.
    /// - Parameters:
    ///   - words: of the fields they name.
    ///   - form: where the fields stand; a problem with one that does not leads nowhere.
    public func mistakes(
        _ problems: Problems, in words: FieldWords? = nil, on form: HTML
    ) -> [Mistake] {
        let html = problems.all.isEmpty ? "" : form.string
        return problems.all.map { problem in
            let id = problem.field.map { " id=\"\(Self.fieldID($0))\"" }
            let isShown = id.map(html.contains) ?? false
            return Mistake(isShown ? problem.field : nil, text(of: problem, in: words))
        }
    }

    /// What is refused, in words: a state is named as its record names it.
    public func text(of refusal: Phrase) -> String {
        guard refusal.key == "refusal.state", let state = refusal.values["state"],
            let record = refusal.values["record"]
        else { return self(refusal) }
        let name = words.find("\(record).state.\(state)", in: language) ?? Self.spelled(state)
        return self(refusal.key, ["state": name])
    }

    private static func wording(_ kind: FieldKind) -> String? {
        switch kind {
        case .choice, .choices, .link, .person, .tenant: "choice"
        case .files: "files"
        case .day: "day"
        case .geometry: "geometry"
        default: nil
        }
    }

    /// A label as it stands within a sentence; an abbreviation stays as it is.
    private static func lowered(_ label: String) -> String {
        let second = label.dropFirst().first
        guard second.map({ $0.isLowercase || $0 == " " }) ?? false else { return label }
        return label.prefix(1).lowercased() + label.dropFirst()
    }
}

extension Request {
    /// The kind of record a request is about, read off its path; nil where that names none.
    var fieldKind: RecordKind? {
        let parts = path.split(separator: "/").drop { $0 == "api" }.map(String.init)
        guard parts.count >= 4, parts[0] == "t" else { return nil }
        return site.network.systems[parts[2]]?.records.first { $0.plural == parts[3] }
    }

    /// The words of the fields a request is about, read off its path; nil where that names no kind
    /// of record.
    var fieldWords: FieldWords? {
        guard let kind = fieldKind, let system = site.network.systems[kind.system] else { return nil }
        let last = path.split(separator: "/").last.map(String.init)
        let action = system.actions.first { $0.segment == last && $0.record.name == kind.name }
        return action.map { FieldWords(ui, action: $0) } ?? FieldWords(ui, kind: kind)
    }
}
