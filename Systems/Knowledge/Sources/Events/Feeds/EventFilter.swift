// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Which events are asked for: by topic, body, way and language. The list and its calendar ask alike.
struct EventFilter {
    private static let batch = 500
    /// The most events of one list or calendar.
    private static let most = 5_000

    let request: Request
    var tenant: String?
    let topic: Topic?
    let mode: Event.Mode?
    let language: Tongue?
    let invited: Event.Invited?

    /// - Parameter tenant: the body whose events alone are asked for; nil: the one that is named by
    ///   `body=`, if any.
    init(_ request: Request, tenant: String? = nil) {
        self.request = request
        let named = request.query["body"].flatMap { $0.isEmpty ? nil : $0 }
        self.tenant = tenant ?? named
        topic = request.query["topic"].flatMap(Topic.init(rawValue:))
        mode = request.query["mode"].flatMap(Event.Mode.init(rawValue:))
        language = request.query["language"].flatMap(Tongue.init(rawValue:))
        invited = request.query["invited"].flatMap(Event.Invited.init(rawValue:))
    }

    /// What may be asked for.
    static let choices: [String: [String]] = [
        "topic": Topic.names, "mode": Event.Mode.names, "language": Tongue.names,
        "invited": Event.Invited.names,
    ]

    /// What is asked for, as it stands in an address.
    var pairs: [(String, String?)] {
        [
            ("topic", topic?.rawValue), ("body", tenant), ("mode", mode?.rawValue),
            ("language", language?.rawValue), ("invited", invited?.rawValue),
        ]
    }

    /// The kinds of publication this reader may read.
    var kinds: [PublishedKind] { PublishedKind.events.filter { request.register.kind($0.name) != nil } }

    private var conditions: [RegisterQuery.Condition] {
        var all: [RegisterQuery.Condition] = []
        if let topic { all.append(.equal("topic", topic)) }
        if let mode { all.append(.equal("mode", mode)) }
        if let language { all.append(.equal("language", language)) }
        return all
    }

    /// What everyone may read of what is asked for, but for whom it is meant.
    var query: RegisterQuery {
        RegisterQuery(
            kind: PublishedKind.event.name, tenant: tenant, conditions: conditions, isWhole: true)
    }

    /// Every event that lasts until a day, or longer.
    /// - Parameter last: the day it must have begun by; nil: any.
    func events(lasting day: Day, begunBy last: Day? = nil) throws -> [PublicEvent] {
        let tenants = try request.site.network.tenants().filter { $0.systems.contains("knowledge") }
        let known = Set(tenants.map(\.slug))
        var found: [PublicEvent] = []
        for kind in kinds {
            var query = RegisterQuery(
                kind: kind.name, tenant: tenant, conditions: conditions + [.atLeast("ends_on", day)],
                until: last, limit: Self.batch, isWhole: true)
            repeat {
                let page = try request.register.page(query)
                found += page.items.compactMap(PublicEvent.init)
                    .filter { known.contains($0.tenant) && isFor($0) }
                query.cursor = page.next
            } while query.cursor != nil && found.count < Self.most
        }
        return found
    }

    /// A page of those that are over, the last first.
    func past(before day: Day, cursor: String?) throws -> (events: [PublicEvent], page: RegisterPage) {
        let page = try request.register.page(
            RegisterQuery(
                kind: PublishedKind.event.name, tenant: tenant,
                conditions: conditions + [.atMost("ends_on", day.previous)], cursor: cursor, limit: 30,
                isWhole: true))
        return (page.items.compactMap(PublicEvent.init).filter(isFor), page)
    }

    /// What is meant for nobody in particular is meant for everyone.
    func isFor(_ found: PublicEvent) -> Bool {
        guard let invited else { return true }
        return found.event.invited.isEmpty || found.event.invited.contains(invited)
    }
}
