// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension GuideActions {
    static let sectioning = [
        addSection.kind, changeSection.kind, moveSection.kind, removeSection.kind,
        putInGuide.kind,
    ]

    static let addSection = Action<Section, Section>("add_section", by: .officers, to: [.draft]) {
        section, input, desk in
        section.fields.take(["edition", "sort", "title", "text"], from: input.fields)
        try place(&section.fields, desk)
    }

    /// Puts a section after the others of its edition, under an anchor of its own.
    private static func place(_ section: inout Section, _ desk: any Desk) throws {
        guard let edition = try desk.find(Edition.self, section.edition), edition.state == .draft else {
            throw Problems("edition", "not_found", Phrase("knowledge.problem.no_draft"))
        }
        let others = try sections(of: edition.id, desk)
        guard others.count < mostSections else {
            throw Problems("title", "too_many", Phrase("knowledge.problem.too_many_sections"))
        }
        section.guide = edition.guide
        section.number = edition.number
        section.position = (others.last?.position ?? 0) + 1
        section.anchor = try anchor(for: section.title, in: edition.guide, desk)
    }

    struct Placing: Form {
        var edition = RecordID.none
        var title = ""
        var text = ""
        static let fields: Fields<Placing> = [
            .link("edition", \.edition, to: "knowledge.edition"), .text("title", \.title),
            .longText("text", \.text, max: 40_000),
        ]
    }

    /// A good answer becomes a section of a guide that is being written.
    static let putInGuide = Action<Question, Placing>(
        "put_in_guide", by: .officers, from: [.answered, .settled],
        prefill: { question, _ in
            var placing = Placing()
            placing.title = question?.subject ?? ""
            placing.text = question?.answer ?? ""
            return placing
        }
    ) { _, input, desk in
        var section = Section()
        section.take(from: input.fields)
        try place(&section, desk)
        _ = try desk.create(section, in: .draft)
    }

    /// A name no other section of the guide has, or has had: what was cited must not come to mean
    /// something else.
    private static func anchor(for title: String, in guide: RecordID, _ desk: any Desk) throws -> String {
        let letters = title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        let stem = letters.isEmpty ? "section" : String(letters.prefix(60))
        let editions = try desk.list(
            Edition.self, Query([.field("guide", is: guide)], limit: 10_000))
        var taken: Set<String> = []
        for edition in editions {
            let all = try desk.list(
                Section.self, Query([.field("edition", is: edition.id)], limit: 10_000))
            taken.formUnion(all.map(\.anchor))
        }
        guard taken.contains(stem) else { return stem }
        return (2...).lazy.map { "\(stem)-\($0)" }.first { !taken.contains($0) } ?? stem
    }

    struct Rewriting: Form {
        var sort = Section.Sort.text
        var title = ""
        var text = ""
        static let fields: Fields<Rewriting> = [
            .choice("sort", \.sort), .text("title", \.title),
            .longText("text", \.text, max: 40_000),
        ]
    }

    static let changeSection = Action<Section, Rewriting>(
        "change_section", by: .officers, from: [.draft],
        prefill: { section, _ in
            var rewriting = Rewriting()
            if let section { rewriting.take(from: section.fields) }
            return rewriting
        }
    ) { section, input, _ in section.fields.take(["sort", "title", "text"], from: input.fields) }

    struct Place: Form {
        var position = 1
        static let fields: Fields<Place> = [.integer("position", \.position, in: 1...mostSections)]
    }

    /// Puts it at a place among the others, counted from 1.
    static let moveSection = Action<Section, Place>(
        "move_section", by: .officers, from: [.draft],
        prefill: { section, _ in
            var place = Place()
            place.position = section?.position ?? 1
            return place
        }
    ) { section, input, desk in
        let id = section.id
        var others = try sections(of: section.edition, desk).filter { $0.id != id }
        let place = min(input.position, others.count + 1)
        section.position = place
        for index in others.indices {
            let position = index + 1 < place ? index + 1 : index + 2
            guard others[index].position != position else { continue }
            others[index].position = position
            _ = try desk.save(others[index])
        }
    }

    static let removeSection = Action<Section, Nothing>(
        "remove_section", by: .officers, from: [.draft], to: [.removed]
    ) { section, _, desk in
        let id = section.id
        for (index, var other) in try sections(of: section.edition, desk).filter({ $0.id != id }).enumerated()
        where other.position != index + 1 {
            other.position = index + 1
            _ = try desk.save(other)
        }
    }
}
