// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Sends mail: what people are told, and what only they may know. Each mail is a job in the store it
/// comes from, with a Message-ID made from the job's id. Before it is handed on it is noted that it
/// is; should the process end between the two nobody knows, and it is not sent again by itself:
/// sooner a mail too few than one twice.
public final class Postmaster: Sendable {
    /// How mail is sent, and what it says of where it comes from.
    public struct Setting: Sendable {
        public var from: Mailbox
        /// The site's address as others know it, without a final slash.
        public var address: String
        public var siteName: String
        /// Whether mail is only written down, whole, to be looked at: in a demonstration.
        public var isShown: Bool

        public init(from: Mailbox, address: String, siteName: String, isShown: Bool = false) {
            self.from = from
            self.address = address
            self.siteName = siteName
            self.isShown = isShown
        }
    }

    public let setting: Setting
    let network: Network
    let accounts: Accounts
    let words: Words
    /// What goes to many, by its name.
    let mailings: [String: Mailing]
    private let sender: any MailSending

    /// From now on what people are told is also sent to them.
    public init(
        _ network: Network, accounts: Accounts, words: Words, sender: any MailSending,
        setting: Setting, mailings: [Mailing] = []
    ) {
        self.network = network
        self.accounts = accounts
        self.words = words
        self.sender = sender
        self.setting = setting
        self.mailings = Dictionary(mailings.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        network.mailNotices()
    }

    /// The retries of a mail: for two days, as mail servers do.
    static let retry = Retry(attempts: 24, first: 60, longest: 4 * 3_600)

    /// Who does the jobs of mail.
    public var handlers: [JobHandler] {
        [
            JobHandler("mail.notice", retry: Self.retry) { [self] in
                try await accounts.makeMailKey()
                try await notice($0)
            },
            JobHandler("mail.digest", retry: Self.retry) { [self] in
                try await accounts.makeMailKey()
                try await digest($0)
            },
            JobHandler(Self.many, retry: Self.retry) { [self] in
                try await accounts.makeMailKey()
                try await many($0)
            },
            JobHandler("mail.confirm", retry: Self.retry) { [self] in
                try await secret($0, .confirm)
            },
            JobHandler("mail.reset", retry: Retry(attempts: 8, first: 20, longest: 600)) { [self] in
                try await secret($0, .reset)
            },
            JobHandler("mail.tidy", every: (.daily, in: .everyStore)) { work in
                let oldest = work.now.adding(seconds: -JobHandler.kept)
                try await work.store.database.write { try MailTable.forget(before: oldest, on: $0) }
            },
        ]
    }

    /// A text in a person's language, with the name of the site.
    func text(
        _ key: String, _ values: [String: String] = [:], for person: Stored<Person>
    ) -> String {
        words(key, values.merging(["site": setting.siteName]) { own, _ in own }, in: person.tongue)
    }

    /// What a phrase says to a person.
    func text(_ phrase: Phrase, for person: Stored<Person>) -> String {
        words(phrase, in: person.tongue)
    }

    /// Hands a mail on, once.
    /// - Throws: `MailFailure` if it was not taken and is to be tried again.
    func deliver(_ draft: MailDraft, for work: RunningJob) async throws {
        let known = try work.store.database.read { try MailTable.state(of: work.id, on: $0) }
        let entry = SentMail(work.id, draft.template, to: draft.person.id, at: work.now)
        switch known {
        case nil, .waiting: break
        case .sending:
            return try await note(entry, .unknown, "the process ended while it was being sent", work)
        default: return
        }
        try await handOn(draft, as: entry, work) {
            try await note(entry, .sending, nil, work)
            return true
        }
    }

    /// Hands on a mail that nobody has begun to.
    /// - Parameter begin: notes that it is being handed on; false: somebody else does.
    func handOn(
        _ draft: MailDraft, as entry: SentMail, _ work: RunningJob, begin: () async throws -> Bool
    ) async throws {
        var entry = entry
        let mail: Mail
        do {
            mail = try draft.mail(id: messageID(entry.id, work.store), in: setting, at: work.now)
        } catch { return try await fail(entry, "\(error)", work) }
        if setting.isShown {
            entry.content = String(decoding: try mail.rendered(), as: UTF8.self)
            return try await note(entry, .shown, nil, work)
        }
        guard try await begin() else { return }
        do {
            try await sender.send(mail)
        } catch let failure as MailFailure {
            return try await take(failure, entry, work)
        } catch {
            try await note(entry, .unknown, "it was broken off while it was being sent", work)
            throw error
        }
        entry.sentAt = network.now()
        try await note(entry, .sent, nil, work)
    }

    private func take(_ failure: MailFailure, _ entry: SentMail, _ work: RunningJob) async throws {
        if failure.isFinal { return try await fail(entry, failure.description, work) }
        if failure.mayBeSent { return try await note(entry, .unknown, failure.description, work) }
        let isLast = work.attempt >= Self.retry.attempts
        try await note(entry, isLast ? .failed : .waiting, failure.description, work)
        throw failure
    }

    /// Refused for good: the address does not work.
    private func fail(_ entry: SentMail, _ why: String, _ work: RunningJob) async throws {
        try await note(entry, .failed, why, work)
        try await accounts.noteBounce(of: entry.person, why, at: network.now())
    }

    /// Notes how a mail stands.
    func note(
        _ entry: SentMail, _ state: SentMail.State, _ detail: String?, _ work: RunningJob
    ) async throws {
        var entry = entry
        entry.state = state
        entry.detail = detail
        let noted = entry
        try await work.store.database.write { try MailTable.note(noted, on: $0) }
    }

    private func messageID(_ mail: RecordID, _ store: TenantStore) -> String {
        let host = setting.address.split(separator: "/").last.map(String.init) ?? "localhost"
        let plain = host.prefix { $0 != ":" && $0 != "[" }
        return "\(mail.text).\(store.tenant.slug)@\(plain.isEmpty ? "localhost" : plain)"
    }
}

extension Stored<Person> {
    /// The language they are written to in.
    var tongue: Language { self.language.map(Language.init(rawValue:)) ?? .english }
}
