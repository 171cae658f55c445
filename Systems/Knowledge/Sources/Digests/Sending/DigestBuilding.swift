// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Building a body's digest: who is told anything at all. What is new is read once; each page of followers
/// is put in line in one transaction, everybody once by an id made of their subscription and the day, so
/// that a process that takes over goes through them again and nobody is told twice or left out.
struct DigestBuilding {
    static let job = "knowledge.digest"
    private static let page = 500

    /// The job, in the store of the body.
    static func handler(_ site: Site) -> JobHandler {
        JobHandler(job) { work in
            guard let id = work.record, let digest = try work.find(Digest.self, id),
                let building = try DigestBuilding(digest, work, site)
            else { return }
            try await building.run()
        }
    }

    private let digest: Stored<Digest>
    private let work: RunningJob
    private let site: Site
    private let news: News
    private let day: Day
    /// What its mails' and notices' ids are made at, the same whoever builds it.
    private let due: Instant
    private var slug: String { work.store.tenant.slug }
    private var batch: String { "\(Self.job) \(day)" }

    private init?(_ digest: Stored<Digest>, _ work: RunningJob, _ site: Site) throws {
        guard let day = digest.dueOn, let after = digest.after, let until = digest.until else { return nil }
        let zone = work.moment.calendar.jurisdiction.zone
        self.digest = digest
        self.work = work
        self.site = site
        self.day = day
        due = DigestDay.moment(of: day, in: zone)
        news = try News(
            site.network, after: after, until: until, since: DigestDay.since(digest.fields, in: zone))
    }

    private func run() async throws {
        var told = 0
        if !news.isEmpty {
            var cursor: Query.Cursor?
            var done = 0
            let total = try work.store.read(as: .system("digest")) {
                try $0.count(Query(Self.weekly), kind: Subscription.kind)
            }
            let holders = try holders()
            var found: [Wanted: Bool] = [:]
            repeat {
                let followers = try work.list(
                    Subscription.self, Query(Self.weekly, after: cursor, limit: Self.page))
                let line = try line(followers, holders, &found)
                try await work.store.lineUp(line, at: work.now)
                told += line.mails.count + line.notices.count
                done += followers.count
                cursor = followers.last.map { Query.Cursor(value: .null, id: $0.id.text) }
                try await work.progress(done, of: total)
                if followers.count < Self.page { break }
            } while true
        }
        // One that is built once more has been told of already.
        if digest.people == nil {
            try await work.perform(
                DigestActions.note.kind, on: digest.id, input: ["people": told.stored], once: nil)
        }
        if site.postmaster != nil, told > 0 {
            try await work.store.sendLine(of: Self.job, batch: batch, at: work.now)
        }
    }

    static let weekly: [Query.Filter] = [
        .state(.active), .field("pace", is: Subscription.Pace.weekly),
    ]

    /// An interest and as whom its holder reads: whether there is anything is found out once for all.
    private struct Wanted: Hashable {
        let interest: Interest
        let audience: PublishedKind.Audience
    }

    /// Who holds which duties, where anybody asked for theirs.
    private func holders() throws -> [RecordID: Set<Duty>] {
        let asking = Query(Self.weekly + [.field("by_duty", is: true)], limit: 1)
        if try work.list(Subscription.self, asking).isEmpty { return [:] }
        return try DutyHolders.all(in: site.network, at: work.now)
    }

    private func line(
        _ followers: [Stored<Subscription>], _ holders: [RecordID: Set<Duty>], _ found: inout [Wanted: Bool]
    ) throws -> MailLine {
        var line = MailLine(of: Self.job, batch: batch)
        let people = try site.accounts.addressees(followers.compactMap(\.person), at: work.now)
        for follower in followers {
            guard let person = follower.person, let reader = people[person] else { continue }
            let duties = follower.byDuty == true ? holders[person] ?? [] : []
            let interest = Interest(follower.fields, duties: duties, at: slug)
            let wanted = Wanted(interest: interest, audience: reader.audience)
            let isAny = found[wanted] ?? !news.items(of: interest, for: reader.audience).isEmpty
            found[wanted] = isAny
            guard isAny else { continue }
            let id = RecordID.once("\(batch) \(follower.id.text)", at: due)
            if site.postmaster != nil, reader.takesMail {
                line.mails.append(LinedMail(id, to: person, about: about(follower, duties)))
            } else {
                line.notices.append((id, notice(to: person)))
            }
        }
        return line
    }

    /// What the mail's writer needs: which subscription, of which span, and the duties its holder had.
    private func about(_ follower: Stored<Subscription>, _ duties: Set<Duty>) -> JSON {
        [
            "subscription": .string(follower.id.text), "digest": .string(digest.id.text),
            "day": .string(day.description), "after": .integer(digest.after ?? 0),
            "until": .integer(digest.until ?? 0),
            "duties": .array(duties.map(\.rawValue).sorted().map(JSON.string)),
        ]
    }

    /// For those whom no mail reaches.
    private func notice(to person: RecordID) -> Notice {
        Notice(
            to: person,
            Phrase("knowledge.notice.digest", ["body": work.store.tenant.name, "day": day.description]),
            path: "/t/\(slug)/knowledge/digest")
    }
}
