// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Picks the desk a question goes to, by who asks, on what, where and in which language; and says why.
///
/// Who asks and where are conditions: no desk answers those it is not there for. Of the desks that
/// are left the one for the place itself comes before that of its country, one that names the topic
/// before one for everything, one that knows the language before one that does not. What nobody
/// takes goes to a desk for the rest.
struct Router {
    let desks: [OpenDesk]

    /// A desk, and why it is the one.
    struct Choice {
        let desk: OpenDesk
        let reasons: [Phrase]
    }

    /// The desks that would take a question, the best first.
    func choices(for inquiry: Inquiry) -> [Choice] {
        desks.compactMap { desk in match(desk, inquiry).map { (desk, $0) } }
            .sorted { ($1.1.rank, $0.0.name, $0.0.id.text) < ($0.1.rank, $1.0.name, $1.0.id.text) }
            .map { Choice(desk: $0.0, reasons: $0.1.reasons) }
    }

    private struct Match {
        var reasons: [Phrase] = []
        /// By topic and place together, then language: a desk for the rest has the least.
        var rank = 0
    }

    private func match(_ desk: OpenDesk, _ inquiry: Inquiry) -> Match? {
        var match = Match()
        guard fitsAudience(desk, inquiry, &match), fitsPlace(desk, inquiry, &match),
            fitsTopic(desk, inquiry, &match)
        else { return nil }
        if let language = inquiry.language, desk.language.contains(language) {
            match.rank += 1
            match.reasons.append(Phrase("knowledge.why.language"))
        }
        return match
    }

    private func fitsAudience(_ desk: OpenDesk, _ inquiry: Inquiry, _ match: inout Match) -> Bool {
        if desk.audience.contains(inquiry.audience) {
            match.rank += 8
            match.reasons.append(Phrase("knowledge.why.audience.\(inquiry.audience.rawValue)"))
            return true
        }
        return desk.audience.isEmpty
    }

    private func fitsPlace(_ desk: OpenDesk, _ inquiry: Inquiry, _ match: inout Match) -> Bool {
        let isTown = desk.tenant.sort == "municipality"
        guard let place = inquiry.place else {
            // Of no place a body of some country knows less than whoever finds out whose it is.
            if desk.takesRest {
                match.rank += 16
                match.reasons.append(Phrase("knowledge.why.place.none"))
            }
            return !isTown
        }
        if desk.tenant.slug == place.slug {
            // A municipality does not ask itself.
            guard inquiry.audience != .municipality || !isTown else { return false }
            match.rank += 32
            match.reasons.append(Phrase("knowledge.why.place.own", ["tenant": desk.tenant.name]))
            return true
        }
        guard !isTown, desk.tenant.jurisdiction == place.jurisdiction else { return false }
        match.rank += 16
        match.reasons.append(
            Phrase("knowledge.why.place.country", ["tenant": desk.tenant.name, "place": place.name]))
        return true
    }

    private func fitsTopic(_ desk: OpenDesk, _ inquiry: Inquiry, _ match: inout Match) -> Bool {
        if let topic = inquiry.topic, topic != .other, desk.topic.contains(topic) {
            match.rank += 6
            match.reasons.append(Phrase("knowledge.why.topic.named"))
            return true
        }
        if desk.topic.isEmpty {
            match.rank += 3
            match.reasons.append(Phrase("knowledge.why.topic.any"))
            return true
        }
        if desk.takesRest, inquiry.topic != nil {
            match.reasons.append(Phrase("knowledge.why.rest"))
        }
        return desk.takesRest
    }
}
