// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What people are told in the application, by mail.
extension Postmaster {
    /// How old, in seconds, a notice may be that is still news.
    private static let news: Int64 = 2 * 24 * 60 * 60
    /// The hour at which what happened in a day is told, in the tenant's own time.
    private static let morning = 7

    /// One notice, at once or with the others of its day; not if it has been seen, or nobody wants it.
    func notice(_ work: RunningJob) async throws {
        guard let id = work.payload["notice"]?.asString.flatMap({ RecordID($0) }),
            let (person, notice) = try find(id, in: work.store),
            !notice.isSeen, work.now - notice.at < Self.news * 1_000,
            let account = try accounts.reachable(person)
        else { return }
        switch account.mailChoice {
        case .never: return
        case .daily: try await collect(notice, for: person, work)
        case .atOnce:
            let tenant = words.name(of: work.store.tenant, in: account.tongue)
            try await deliver(
                MailDraft(
                    template: "notice", person: account,
                    subject: text("mail.notice.subject", ["tenant": tenant], for: account),
                    text: body([notice], in: work.store, for: account), stop: stop(account.id)),
                for: work)
        }
    }

    /// Has it told the next morning. The first of a day says from when on.
    private func collect(_ notice: KeptNotice, for person: RecordID, _ work: RunningJob) async throws {
        let moment = work.moment
        let zone = moment.calendar.jurisdiction.zone
        let today = zone.start(of: moment.today).adding(seconds: Self.morning * 3_600)
        let due = moment.now < today
            ? today : zone.start(of: moment.today.next).adding(seconds: Self.morning * 3_600)
        try await work.queue(
            Job(
                "mail.digest",
                ["person": .string(person.text), "since": .string(notice.at.description)],
                key: "\(person.text) \(due)", notBefore: due))
    }

    /// All that somebody was told in a day and has not seen.
    func digest(_ work: RunningJob) async throws {
        guard let person = work.payload["person"]?.asString.flatMap({ RecordID($0) }),
            let since = work.payload["since"]?.asString.flatMap({ Instant(iso: $0) }),
            let account = try accounts.reachable(person), account.mailChoice != .never
        else { return }
        let unseen = try work.store.read(as: Actor(.person(person))) {
            try $0.notices(limit: 200).filter { !$0.isSeen && $0.at >= since }
        }
        guard !unseen.isEmpty else { return }
        let tenant = words.name(of: work.store.tenant, in: account.tongue)
        try await deliver(
            MailDraft(
                template: "digest", person: account,
                subject: text("mail.digest.subject", ["tenant": tenant], for: account),
                text: body(unseen.reversed(), in: work.store, for: account), stop: stop(person)),
            for: work)
    }

    private func body(
        _ notices: [KeptNotice], in store: TenantStore, for account: Stored<Person>
    ) -> String {
        let told = notices.map { notice in
            "\(text(notice.phrase, for: account))\n\(setting.address)\(notice.path)"
        }
        let tenant = words.name(of: store.tenant, in: account.tongue)
        return told.joined(separator: "\n\n") + "\n\n-- \n"
            + text("mail.foot", ["tenant": tenant], for: account) + "\n"
            + text("mail.foot.choose", ["address": "\(setting.address)/account"], for: account) + "\n"
            + text("mail.foot.stop", ["address": stop(account.id)], for: account) + "\n"
    }

    private func stop(_ person: RecordID) -> String {
        guard let signature = try? accounts.stopSignature(of: person) else { return setting.address }
        return "\(setting.address)/mail/stop?person=\(person.text)&signature=\(signature)"
    }

    private func find(_ id: RecordID, in store: TenantStore) throws -> (RecordID, KeptNotice)? {
        let row = try store.database.read {
            try $0.rows(
                "SELECT id, at, phrase, path, seen_at, person FROM notice WHERE id = $1",
                [id.stored]
            ).first
        }
        guard let row, let notice = KeptNotice(row: row), let person = RecordID(stored: row[5]) else {
            return nil
        }
        return (person, notice)
    }
}
