// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Something new that may be told, with what decides to whom.
struct NewsItem: Sendable {
    let item: RegisterItem
    let kind: Subscription.Part
    let part: UInt32
    let topic: UInt32
    let language: UInt32
    /// Whom it names as its readers; of what is for everybody none.
    let readers: UInt32
    /// The language it is in, as people call it.
    let tongue: Tongue?

    /// - Parameter whole: the guide a comment round is about, which says more of it than itself.
    init?(_ item: RegisterItem, about whole: RegisterItem? = nil) {
        guard let kind = Subscription.Part(item.kind) else { return nil }
        let columns = (whole ?? item).columns
        tongue = columns["language"]?.text.flatMap(Tongue.init(rawValue:))
        self.item = item
        self.kind = kind
        part = kind.bit
        topic = columns["topic"]?.text.flatMap(Topic.init(rawValue:))?.bit ?? 0
        language = tongue?.bit ?? 0
        readers = Self.readers(whole ?? item)
    }

    private static func readers(_ item: RegisterItem) -> UInt32 {
        let body = item.publication?.body
        let named = (body?["readers"]?.asArray ?? []).compactMap(\.asString)
            .compactMap(ReaderRole.init(rawValue:))
        let invited = (body?["invited"]?.asArray ?? []).compactMap(\.asString)
        let elected = invited.contains(Event.Invited.elected.rawValue) ? [ReaderRole.electedMember] : []
        return (named + elected).reduce(0) { $0 | $1.bit }
    }

    /// The path of its page.
    var path: String {
        PublishedKind.news.first { $0.name == item.kind }?.page?
            .replacing(":tenant", with: item.tenant).replacing(":record", with: item.record.text)
            ?? "/t/\(item.tenant)"
    }
}

extension PublishedKind {
    /// What is told as news.
    static let news: [PublishedKind] =
        [.answer, .question, .sharedQuestion, .guide, .round, .sharedRound, .practice] + events
}

extension Subscription.Part {
    /// The part a kind of publication belongs to; nil: it is no news.
    init?(_ kind: String) {
        switch kind {
        case PublishedKind.answer.name: self = .answers
        case PublishedKind.question.name, PublishedKind.sharedQuestion.name: self = .questions
        case PublishedKind.guide.name, PublishedKind.round.name, PublishedKind.sharedRound.name:
            self = .guides
        case PublishedKind.practice.name: self = .practices
        case PublishedKind.event.name, PublishedKind.memberEvent.name: self = .events
        default: return nil
        }
    }
}
