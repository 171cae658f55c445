// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Something that is translated, as it says it now: its texts by the names of their fields, those
/// alone that say something. The first of them is what it is called.
struct Original: Sendable {
    let record: RecordID
    let sort: Translation.Sort
    /// The anchor of a section.
    let part: String?
    let language: Tongue?
    /// The number of its edition, of a guide and its sections.
    let edition: Int?
    /// Who reads it as it stands.
    let seenBy: Event.Seen
    let texts: [(name: String, text: String)]

    private init(
        _ record: RecordID, _ sort: Translation.Sort, part: String? = nil, _ language: Tongue?,
        edition: Int? = nil, _ seenBy: Event.Seen, _ texts: [(String, String?)]
    ) {
        self.record = record
        self.sort = sort
        self.part = part
        self.language = language
        self.edition = edition
        self.seenBy = seenBy
        self.texts = texts.compactMap { name, text in
            text.flatMap { $0.isEmpty ? nil : (name: name, text: $0) }
        }
    }

    init(_ guide: Stored<Guide>) {
        let isOut = guide.state == .published || guide.state == .expired
        self.init(
            guide.id, .guide, guide.language, edition: guide.edition ?? 1,
            isOut ? .everyone : .staff, [("title", guide.title), ("summary", guide.summary)])
    }

    init(_ section: Section, of guide: Stored<Guide>) {
        let whole = Original(guide)
        self.init(
            guide.id, .section, part: section.anchor, guide.language, edition: whole.edition,
            whole.seenBy, [("title", section.title), ("text", section.text)])
    }

    init(_ answer: Stored<Answer>) {
        self.init(
            answer.id, .answer, answer.language, answer.state == .current ? .everyone : .staff,
            [("question", answer.question), ("answer", answer.answer)])
    }

    init(_ practice: Stored<Practice>) {
        self.init(
            practice.id, .practice, practice.language,
            practice.state == .shared ? .everyone : .staff,
            [
                ("title", practice.title), ("problem", practice.problem),
                ("solution", practice.solution), ("cost", practice.cost),
                ("preconditions", practice.preconditions), ("effect", practice.effect),
                ("evidence", practice.evidence),
            ])
    }

    init(_ event: Stored<Event>) {
        let isOut = event.state == .published || event.state == .cancelled
        let seenBy: Event.Seen = !isOut ? .staff : event.visibility == .members ? .members : .everyone
        self.init(
            event.id, .event, event.language, seenBy, [("title", event.title), ("text", event.text)])
    }

    subscript(name: String) -> String? { texts.first { $0.name == name }?.text }

    /// What it is called.
    var name: String { texts.first?.text ?? "" }

    /// By which it is known whether it says the same still.
    var digest: String {
        let parts = texts.map { JSON.array([.string($0.name), .string($0.text)]) }
        return Secret.digest(JSON.array(parts).text())
    }
}

/// Where records are read: of an act's own transaction, or of a snapshot.
protocol Finding {
    func find<R: Record>(_ kind: R.Type, _ id: RecordID) throws -> Stored<R>?
    func list<R: Record>(_ kind: R.Type, _ query: Query) throws -> [Stored<R>]
}

extension Reader: Finding {
    func find<R: Record>(_ kind: R.Type, _ id: RecordID) throws -> Stored<R>? {
        try find(kind, id, asOf: nil)
    }
}

/// The records of an act's transaction.
struct OnDesk: Finding {
    let desk: any Desk

    func find<R: Record>(_ kind: R.Type, _ id: RecordID) throws -> Stored<R>? { try desk.find(kind, id) }

    func list<R: Record>(_ kind: R.Type, _ query: Query) throws -> [Stored<R>] {
        try desk.list(kind, query)
    }
}

extension Finding {
    /// The original of that id; of a section, the one with that anchor in the edition that stands, or,
    /// before there is one, in the first that is being written. Nil if it is not there, or withdrawn.
    func original(_ sort: Translation.Sort, _ id: RecordID, part: String?) throws -> Original? {
        switch sort {
        case .guide: try find(Guide.self, id).flatMap { $0.state == .withdrawn ? nil : Original($0) }
        case .section:
            try find(Guide.self, id).flatMap { guide in
                try sections(of: guide).first { $0.anchor == part }.map { Original($0.fields, of: guide) }
            }
        case .answer: try find(Answer.self, id).flatMap { $0.state == .withdrawn ? nil : Original($0) }
        case .practice:
            try find(Practice.self, id).flatMap { $0.state == .withdrawn ? nil : Original($0) }
        case .event: try find(Event.self, id).flatMap { $0.state == .withdrawn ? nil : Original($0) }
        }
    }

    /// The original of a translation.
    func original(of translation: Translation) throws -> Original? {
        try RecordID(translation.original).flatMap {
            try original(translation.sort, $0, part: translation.part)
        }
    }

    /// A guide and its sections, each by itself.
    func parts(of guide: Stored<Guide>) throws -> [Original] {
        [Original(guide)] + (try sections(of: guide).map { Original($0.fields, of: guide) })
    }

    /// The sections of the edition that stands; before there is one, of the first.
    func sections(of guide: Stored<Guide>) throws -> [Stored<Section>] {
        guard let edition = guide.current ?? guide.draft else { return [] }
        return try list(
            Section.self,
            Query(
                [
                    .field("edition", is: edition),
                    .init("state", .notEqual, .text(State.removed.rawValue)),
                ], order: "position", limit: GuideActions.mostSections * 2))
    }

    /// The translations of an original, all of its parts and in every language, but those withdrawn.
    func translations(of record: RecordID) throws -> [Stored<Translation>] {
        try list(
            Translation.self,
            Query(
                [.field("original", is: record.text), .state(.requested, .current, .outdated)],
                limit: 10_000))
    }
}
