// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Mails that go to many: those of a batch, one after the other, by one job.
extension Postmaster {
    static let many = "mail.many"
    /// How many are written together, and how many are handed on at once.
    private static let page = 200
    private static let atOnce = 4
    /// After so many failures one after the other the mail server is taken to be away.
    private static let mostFailures = 8

    /// The job that sends a batch. One at a time in a store, so that what people are told at once
    /// need not wait behind all of it.
    static func job(_ mailing: String, _ batch: String, key: String) -> Job {
        Job(many, ["mailing": .string(mailing), "batch": .string(batch)], key: key, lane: many)
    }

    /// Sends what waits of a batch. Begun again it goes on where it was; of the few that were being
    /// handed on nobody knows whether they were, and they are not sent again by themselves.
    /// - Throws: `MailFailure` where some are to be tried again.
    func many(_ work: RunningJob) async throws {
        guard let batch = work.payload["batch"]?.asString, let name = work.payload["mailing"]?.asString
        else { throw Hopeless("the job names no batch") }
        guard let mailing = mailings[name] else { throw Hopeless("nobody writes \(name)") }
        let why = "the process ended while it was being sent"
        try await work.store.database.write { try MailTable.leave(batch, why, on: $0) }
        let total = try work.store.database.read { try MailTable.waiting(of: batch, on: $0) }
        var (done, last, run) = (0, "", Run())
        while true {
            let after = last
            let next = try work.store.database.read {
                try MailTable.next(of: batch, after: after, Self.page, on: $0)
            }
            guard let end = next.last?.id.text else { break }
            try await send(next, of: mailing, work, &run)
            (done, last) = (done + next.count, end)
            try await work.progress(done, of: total)
        }
        if let failure = run.failure { throw failure }
    }

    /// How the sending of a batch goes.
    private struct Run {
        var failure: MailFailure?
        var failuresInARow = 0
    }

    private func send(
        _ next: [LinedMail], of mailing: Mailing, _ work: RunningJob, _ run: inout Run
    ) async throws {
        let people = try accounts.addressees(next.map(\.person), at: work.now)
        let reached = next.compactMap { mail -> (mail: LinedMail, to: Addressee)? in
            people[mail.person].flatMap { $0.takesMail ? (mail, $0) : nil }
        }
        let desk = MailingDesk(
            store: work.store, network: network, accounts: accounts, words: words, setting: setting,
            now: work.now)
        let texts = try mailing.write(reached, desk)
        let gone = next.map(\.id).filter { texts[$0] == nil }
        if !gone.isEmpty { try await work.store.database.write { try MailTable.drop(gone, on: $0) } }
        let letters = reached.compactMap { mail, person -> (MailDraft, SentMail)? in
            guard let text = texts[mail.id] else { return nil }
            let draft = MailDraft(
                template: mailing.name, person: person.account, subject: text.subject, text: text.text,
                stop: text.stop)
            return (draft, SentMail(mail.id, mailing.name, to: mail.person, at: work.now))
        }
        for start in stride(from: 0, to: letters.count, by: Self.atOnce) {
            try Task.checkCancellation()
            try await handOn(letters[start..<min(start + Self.atOnce, letters.count)], work, &run)
        }
    }

    /// Hands on a few at once.
    private func handOn(
        _ letters: ArraySlice<(MailDraft, SentMail)>, _ work: RunningJob, _ run: inout Run
    ) async throws {
        let failures = try await withThrowingTaskGroup(of: MailFailure?.self) { group in
            for (draft, entry) in letters {
                group.addTask {
                    do {
                        try await self.handOn(draft, as: entry, work) {
                            try await work.store.database.write { try MailTable.begin(entry.id, on: $0) }
                        }
                        return nil
                    } catch let failure as MailFailure { return failure }
                }
            }
            return try await group.reduce(into: [MailFailure?]()) { $0.append($1) }
        }
        run.failure = failures.compactMap { $0 }.last ?? run.failure
        run.failuresInARow = failures.contains { $0 == nil } ? 0 : run.failuresInARow + failures.count
        if run.failuresInARow >= Self.mostFailures, let failure = run.failure { throw failure }
    }
}
