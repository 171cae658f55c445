// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How a desk fits a question.
struct DeskFit {
    enum Nearness: Int { case elsewhere, unnamed, country, own }
    /// What the desk says of the topic.
    enum Knowledge: Int { case other, rest, all, named }

    let desk: OpenDesk
    let nearness: Nearness
    private let inquiry: Inquiry
    private let knowledge: Knowledge
    private let isForAsker: Bool
    private let knowsLanguage: Bool

    /// Nil for a desk that does not take it.
    init?(_ desk: OpenDesk, _ inquiry: Inquiry) {
        isForAsker = desk.audience.contains(inquiry.audience)
        guard isForAsker || desk.audience.isEmpty, let near = Self.nearness(desk, inquiry) else {
            return nil
        }
        (self.desk, self.inquiry, nearness) = (desk, inquiry, near)
        knowledge = Self.knowledge(desk, inquiry.topic)
        knowsLanguage = inquiry.language.map(desk.language.contains) ?? false
        // Whoever chose a topic is sent to nobody who says that they answer on others, unless it is the
        // very body that was named.
        let isChosen = inquiry.topic != nil && !inquiry.isTopicRead
        if knowledge == .other, isChosen, near != .own { return nil }
    }

    private static func nearness(_ desk: OpenDesk, _ inquiry: Inquiry) -> Nearness? {
        let isTown = desk.tenant.sort == "municipality"
        guard let place = inquiry.place else { return isTown ? nil : .unnamed }
        if desk.tenant.slug == place.slug {
            // A municipality does not ask itself.
            return inquiry.audience == .municipality && isTown ? nil : .own
        }
        if isTown { return nil }
        if desk.tenant.jurisdiction == place.jurisdiction { return .country }
        return desk.takesRest ? .elsewhere : nil
    }

    private static func knowledge(_ desk: OpenDesk, _ topic: Topic?) -> Knowledge {
        if let topic, topic != .other, desk.topic.contains(topic) { return .named }
        if desk.topic.isEmpty { return .all }
        return desk.takesRest ? .rest : .other
    }

    /// Without a topic none is missed.
    private var fitsTopic: Bool { inquiry.topic == nil || knowledge != .other }

    /// What counts first stands first; more is better.
    var rank: [Int] {
        let (asker, language) = (isForAsker ? 1 : 0, knowsLanguage ? 1 : 0)
        guard inquiry.place != nil else {
            return [language, fitsTopic ? 1 : 0, calling, asker, knowledge.rawValue]
        }
        let place =
            switch nearness {
            case .own: fitsTopic ? 5 : 3
            case .country: fitsTopic ? 4 : 2
            default: 1
            }
        return [place, asker, knowledge.rawValue, language]
    }

    /// Who is called upon where no place was named.
    private var calling: Int {
        // What helps a resident depends on their country: somebody has to find that out.
        if knowledge == .named, inquiry.audience != .resident { return 2 }
        return desk.takesRest ? 1 : 0
    }

    // MARK: Why

    /// - Parameter isFar: whether no desk of the place or its country takes it.
    func reasons(isFar: Bool) -> [Phrase] {
        let audience = Phrase("knowledge.why.audience.\(inquiry.audience.rawValue)")
        return (isForAsker ? [audience] : []) + placeReasons(isFar) + topicReasons + languageReasons
    }

    private func placeReasons(_ isFar: Bool) -> [Phrase] {
        guard let place = inquiry.place else {
            return desk.takesRest ? [Phrase("knowledge.why.place.none")] : []
        }
        let names = ["tenant": desk.tenant.name, "place": place.name]
        let written = inquiry.isPlaceRead ? [Phrase("knowledge.why.place.written", names)] : []
        return switch nearness {
        case .own: written + [Phrase("knowledge.why.place.own", names)]
        case .country: written + [Phrase("knowledge.why.place.country", names)]
        default: isFar ? written + [Phrase("knowledge.why.place.far", names)] : []
        }
    }

    private var topicReasons: [Phrase] {
        switch knowledge {
        case .named where inquiry.isTopicRead:
            [
                Phrase(
                    "knowledge.why.topic.written",
                    [
                        "words": inquiry.topicWords.prefix(4).joined(separator: " "),
                        "topic": inquiry.topic?.rawValue ?? "",
                    ])
            ]
        case .named: [Phrase("knowledge.why.topic.named")]
        case .all: [Phrase("knowledge.why.topic.any")]
        case .rest where inquiry.topic != nil || inquiry.place != nil: [Phrase("knowledge.why.rest")]
        default: []
        }
    }

    private var languageReasons: [Phrase] {
        guard let language = inquiry.language, knowsLanguage else { return [] }
        return inquiry.isLanguageRead
            ? [Phrase("knowledge.why.language.written", ["language": language.rawValue])]
            : [Phrase("knowledge.why.language")]
    }
}
