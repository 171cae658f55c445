// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The text of a digest, as each of those in line may read it at that moment. Who follows the same, in one
/// language, is written the same.
struct DigestMail {
    static let mailing = Mailing(DigestBuilding.job) { mails, desk in try DigestMail(desk).write(mails) }

    /// How many are told; of more, how many there are.
    private static let most = 40
    private static let summaryLength = 180

    private let desk: MailingDesk
    private var slug: String { desk.store.tenant.slug }
    private var zone: Zone {
        desk.store.moment(for: .system("digest"), system: "knowledge", at: desk.now)
            .calendar.jurisdiction.zone
    }

    private init(_ desk: MailingDesk) { self.desk = desk }

    /// What tells one text from another.
    private struct Text: Hashable {
        let span: Span
        let interest: Interest
        let audience: PublishedKind.Audience
        let language: Language
    }

    private struct Span: Hashable {
        let day: Day
        let after: Int
        let until: Int

        init?(_ about: JSON) {
            guard let day = about["day"]?.asString.flatMap({ Day(iso: $0) }),
                let after = about["after"]?.asInteger, let until = about["until"]?.asInteger
            else { return nil }
            (self.day, self.after, self.until) = (day, Int(after), Int(until))
        }
    }

    private func write(_ mails: [(mail: LinedMail, to: Addressee)]) throws -> [RecordID: MailText] {
        let ids = mails.compactMap { $0.mail.about["subscription"]?.asString }
        let followed = try desk.store.read(as: .system("digest")) { reader in
            try reader.list(
                Subscription.self,
                Query([.state(.active), .init("id", .oneOf(ids.map(Value.text)))], limit: mails.count))
        }
        let subscriptions = Dictionary(followed.map { ($0.id.text, $0) }, uniquingKeysWith: { $1 })
        var news: [Span: News] = [:]
        var texts: [Text: MailText?] = [:]
        var written: [RecordID: MailText] = [:]
        for (mail, reader) in mails {
            guard let span = Span(mail.about), let id = mail.about["subscription"]?.asString,
                let subscription = subscriptions[id], subscription.person == mail.person
            else { continue }
            let duties = (mail.about["duties"]?.asArray ?? []).compactMap(\.asString)
                .compactMap(Duty.init(rawValue:))
            let text = Text(
                span: span, interest: Interest(subscription.fields, duties: Set(duties), at: slug),
                audience: reader.audience, language: reader.language)
            let known = try news[span] ?? self.news(span)
            news[span] = known
            let shared = try texts[text] ?? self.text(text, known)
            texts.updateValue(shared, forKey: text)
            written[mail.id] = try shared.map { try signed($0, subscription.id, reader.language) }
        }
        return written
    }

    private func news(_ span: Span) throws -> News {
        var digest = Digest()
        (digest.dueOn, digest.after) = (span.day, span.after)
        return try News(
            desk.network, after: span.after, until: span.until,
            since: DigestDay.since(digest, in: zone))
    }

    /// Nil: there is nothing to say.
    private func text(_ text: Text, _ news: News) throws -> MailText? {
        let items = news.items(of: text.interest, for: text.audience)
        if items.isEmpty { return nil }
        let ui = UI(words: desk.words, language: text.language)
        let shown = items.prefix(Self.most)
        let sections = try Subscription.Part.allCases.compactMap { part -> String? in
            let own = shown.filter { $0.kind == part }
            if own.isEmpty { return nil }
            let title = ui("knowledge.digest.part.\(part.rawValue)")
            let lines = try own.map { try line($0, ui) }.joined(separator: "\n\n")
            return "\(title.uppercased())\n\n\(lines)"
        }
        let body = ui.name(of: desk.store.tenant)
        let rest = items.count - shown.count
        let more = rest > 0 ? ["\(ui.count("knowledge.digest.more", rest)) \(address("digest"))"] : []
        let lead = ui("knowledge.digest.lead", ["body": body])
        return MailText(
            subject: ui.count("knowledge.digest.subject", items.count)
                .replacing("{body}", with: body),
            text: ([lead] + sections + more).joined(separator: "\n\n"), stop: nil)
    }

    private func line(_ news: NewsItem, _ ui: UI) throws -> String {
        let item = news.item
        let facts = [
            try desk.network.find(item.tenant).map { ui.name(of: $0) },
            news.tongue.map { ui("knowledge.field.language.\($0.rawValue)") },
            news.kind == .events ? item.day.map { ui.words.day($0, in: ui.language) } : nil,
            item.kind == PublishedKind.guide.name
                ? item.columns["edition"]?.integer.map {
                    ui("knowledge.digest.edition", ["number": "\($0)"])
                } : nil,
        ].compactMap { $0 }
        return """
            * \(item.title)
              \(facts.joined(separator: " · "))
            \(summary(item.summary))\
              \(desk.setting.address)\(news.path)
            """
    }

    /// Its beginning, in one line; nothing where it says nothing.
    private func summary(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        var line = ""
        for word in words {
            if line.count + word.count >= Self.summaryLength { return "  \(line) …\n" }
            line += line.isEmpty ? word : " \(word)"
        }
        return line.isEmpty ? "" : "  \(line)\n"
    }

    /// With whose it is and how it is stopped, for one reader.
    private func signed(_ text: MailText, _ id: RecordID, _ language: Language) throws -> MailText {
        let ui = UI(words: desk.words, language: language)
        let stop = try desk.setting.address
            + StopLink(slug: slug, subscription: id).href(signedBy: desk.accounts).string
        let names = ["body": ui.name(of: desk.store.tenant), "site": desk.setting.siteName]
        var signed = text
        signed.stop = stop
        signed.text += """


            --\u{20}
            \(ui("knowledge.digest.foot", names))
            \(ui("knowledge.digest.foot.change", ["address": address("digest")]))
            \(ui("knowledge.digest.foot.stop", ["address": stop]))

            """
        return signed
    }

    private func address(_ page: String) -> String { "\(desk.setting.address)/t/\(slug)/knowledge/\(page)" }
}
