// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What is told at once. Every ten minutes one process looks whether anything new came, and has each body
/// tell those who follow it; the job that did so last says how far.
enum Alerts {
    private static let telling = "knowledge.alert"
    private static let page = 500
    /// What was done longer ago, in seconds, is news no more.
    private static let news = 2 * 24 * 60 * 60

    static func handlers(_ site: Site) -> [JobHandler] {
        [
            JobHandler("knowledge.alerts", every: (.everyTenMinutes, in: .commons)) { work in
                try await look(site.network, at: work.now)
            },
            JobHandler(telling) { try await tell($0, site) },
        ]
    }

    static let atOnce: [Query.Filter] = [
        .state(.active), .field("pace", is: Subscription.Pace.atOnce),
    ]

    /// Has every body that somebody follows so tell what came since it last did.
    private static func look(_ network: Network, at now: Instant) async throws {
        let until = try network.register.lastPlace()
        var known: [Int: Bool] = [:]
        for tenant in try network.tenants() where tenant.systems.contains("knowledge") {
            guard let store = try? network.tenant(tenant.slug) else { continue }
            let isFollowed = try store.read(as: .system("alert")) {
                try !$0.list(Subscription.self, Query(atOnce, limit: 1)).isEmpty
            }
            guard isFollowed else { continue }
            let last = try store.lastJob(of: telling)?.payload["until"]?.asInteger ?? 0
            // A commons that was restored counts anew from where it was.
            let after = min(Int(last), until)
            let isAny = try known[after]
                ?? !News(network, after: after, until: until, since: now.adding(seconds: -news)).isEmpty
            known[after] = isAny
            guard isAny else { continue }
            try await store.queue(
                Job(
                    telling,
                    [
                        "after": .integer(after), "until": .integer(until),
                        "at": .string(now.description),
                    ], key: "\(until) \(now.description.prefix(10))"), at: now)
        }
    }

    /// Tells those who follow one body, each once however often the job is begun.
    private static func tell(_ work: RunningJob, _ site: Site) async throws {
        guard let after = work.payload["after"]?.asInteger, let until = work.payload["until"]?.asInteger,
            let at = work.payload["at"]?.asString.flatMap({ Instant(iso: $0) })
        else { throw Hopeless("the job names no span") }
        let news = try News(
            site.network, after: Int(after), until: Int(until), since: at.adding(seconds: -Self.news))
        let asking = Query(atOnce + [.field("by_duty", is: true)], limit: 1)
        let holders = try work.list(Subscription.self, asking).isEmpty
            ? [:] : try DutyHolders.all(in: site.network, at: work.now)
        var cursor: Query.Cursor?
        repeat {
            let followers = try work.list(Subscription.self, Query(atOnce, after: cursor, limit: page))
            let people = try site.accounts.addressees(followers.compactMap(\.person), at: work.now)
            let notices = followers.compactMap { follower -> (id: RecordID, notice: Notice)? in
                guard let person = follower.person, let reader = people[person] else { return nil }
                let interest = Interest(
                    follower.fields, duties: holders[person] ?? [], at: work.store.tenant.slug)
                let since = follower.since ?? at
                let found = news.items(of: interest, for: reader.audience)
                    .filter { $0.item.recordedAt > since }
                let id = RecordID.once("\(telling) \(until) \(follower.id.text)", at: at)
                return notice(found, to: person, in: work.store).map { (id, $0) }
            }
            try await work.store.tell(notices, byMail: site.postmaster != nil, at: work.now)
            cursor = followers.last.map { Query.Cursor(value: .null, id: $0.id.text) }
            if followers.count < page { return }
        } while true
    }

    /// One that names it, of several the newest and how many.
    private static func notice(_ found: [NewsItem], to person: RecordID, in store: TenantStore) -> Notice? {
        guard let first = found.first else { return nil }
        let title = first.item.title
        if found.count == 1 {
            return Notice(
                to: person,
                Phrase("knowledge.notice.news.\(first.kind.rawValue)", ["title": title]),
                path: first.path)
        }
        return Notice(
            to: person,
            Phrase("knowledge.notice.news", ["title": title, "count": "\(found.count)"]),
            path: "/t/\(store.tenant.slug)/knowledge/digest")
    }
}
