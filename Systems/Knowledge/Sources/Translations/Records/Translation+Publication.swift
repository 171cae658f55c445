// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PublishedKind {
    private static let page = "/t/:tenant/knowledge/:collection/:record?in=:language#:part"
    private static let columns: [PublishedColumn] = [
        "original", "sort", "part", "collection", "language", "source", "made",
    ]

    /// Found by its words, read where its original is. What is part of something nobody may read,
    /// nobody may read.
    static let translation = PublishedKind(
        "knowledge.translation", path: "/knowledge", page: page, columns: columns, isNews: false,
        past: .asItIsNow, partOf: "original")

    /// The same of what is for those alone who work for a tenant of the network.
    static let memberTranslation = PublishedKind(
        "knowledge.member_translation", of: "knowledge.translation", audience: .members,
        path: "/knowledge", page: page, columns: columns, isNews: false, past: .asItIsNow, partOf: "original")

    static let translations = [translation, memberTranslation]
}

extension Translation {
    public static func publication(
        of translation: Stored<Translation>, at moment: Moment
    ) -> Publication? {
        guard translation.isRead, translation.seenBy != .staff else { return nil }
        let kind = translation.seenBy == .members ? PublishedKind.memberTranslation : .translation
        return Publication(
            kind: kind.name, reference: "", title: translation.fields.name,
            summary: translation.fields.found, status: translation.state.rawValue,
            day: translation.checkedOn ?? translation.madeOn,
            columns: [
                "original": .text(translation.original), "sort": translation.sort.stored,
                "part": translation.part.stored, "collection": .text(translation.sort.collection),
                "language": translation.language.stored, "source": translation.source.stored,
                "made": translation.made.stored,
            ], body: translation.json)
    }

    /// What the thing is called in this language.
    var name: String { texts.title ?? texts.question ?? "" }

    /// The words it is found by beside its name.
    private var found: String {
        switch sort {
        case .section: GuideText(texts.text ?? "").plain
        default:
            TranslatedTexts.all.map(\.name).filter { $0 != "title" && $0 != "question" }
                .compactMap { texts[$0] }.joined(separator: "\n")
        }
    }
}

extension Translation.Sort {
    /// The records among which the original is, as addresses name them.
    var collection: String {
        switch self {
        case .guide, .section: "guides"
        case .answer: "answers"
        case .practice: "practices"
        case .event: "events"
        }
    }
}

extension Stored<Translation> {
    /// Whether there is something of it to read.
    var isRead: Bool { state == .current || state == .outdated }

    /// What is known of it, as programs are told.
    var json: JSON {
        var texts: JSONObject = [:]
        for field in TranslatedTexts.all {
            if let text = fields.texts[field.name] { texts[field.name] = .string(text) }
        }
        let own = fields
        return [
            "original": .string(own.original), "sort": .string(own.sort.rawValue),
            "part": .optional(own.part),
            "language": .string(own.language.rawValue), "source": .optional(own.source),
            "state": .string(state.rawValue), "made": .string(own.made.rawValue),
            "madeOn": .optional(own.madeOn?.description), "checkedOn": .optional(own.checkedOn?.description),
            "edition": own.edition.map { .integer($0) } ?? .null,
            "staleSince": own.staleSince.map { .integer($0) } ?? .null,
            "staleOn": .optional(own.staleOn?.description), "texts": .object(texts),
        ]
    }
}
