// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What somebody follows, in a form in which it is quickly told whether something belongs to it: many who
/// follow the same share one, and what is new is looked through once for all of them.
struct Interest: Hashable, Sendable {
    private let parts: UInt32
    private let topics: UInt32
    private let readers: UInt32
    private let languages: UInt32
    /// Whether neither a topic, nor readers, nor duties narrow it.
    private let isAboutEverything: Bool
    /// The body whose news alone are asked for.
    private let body: String?

    /// - Parameters:
    ///   - duties: those the person holds now.
    ///   - slug: the body that is followed.
    init(_ subscription: Subscription, duties: Set<Duty>, at slug: String) {
        var (topics, readers) = (subscription.topic.mask, subscription.readers.mask)
        isAboutEverything = topics == 0 && readers == 0 && subscription.byDuty != true
        if subscription.byDuty == true {
            for interests in duties.map(DutyInterests.init) {
                topics |= interests.topics.mask
                readers |= interests.readers.mask
            }
        }
        self.topics = topics
        self.readers = readers
        parts = subscription.parts.mask
        languages = subscription.language.mask
        body = subscription.scope == .body ? slug : nil
    }

    /// Whether something belongs to it. What says nothing of its language is for everybody.
    func includes(_ news: NewsItem) -> Bool {
        (parts == 0 || parts & news.part != 0)
            && (languages == 0 || news.language == 0 || languages & news.language != 0)
            && (isAboutEverything || topics & news.topic != 0 || readers & news.readers != 0)
            && (body == nil || body == news.item.tenant)
    }
}

extension Several {
    /// A bit for each case, in the order in which they are declared.
    var mask: UInt32 { all.reduce(0) { $0 | $1.bit } }
}

extension Choice {
    var bit: UInt32 { Self.names.firstIndex(of: rawValue).map { 1 << UInt32($0) } ?? 0 }
}
