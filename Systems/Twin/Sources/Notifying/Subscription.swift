// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A subscription, read once (5.2.12): which changes of which entities are told, how often, and where.
struct Subscription: Sendable {
    let document: SubscriptionDocument
    let filter: EntityFilter
    /// Which sources it is told of; nil: it is told of entities.
    let sources: RegistrationFilter?
    /// Attributes, whole IRIs, whose changes are told; nil: all.
    let watched: Set<String>?
    /// Whether only what is held here is told of (`localOnly`).
    let isLocal: Bool
    /// Whether entities may lie in parts, here and with sources, so that filters are asked of the whole.
    let isSplit: Bool
    /// Which sources it is passed on to (`csf`); nil: all that have something of it.
    let sourceCondition: Condition?
    let triggers: Triggers
    /// In microseconds; nil: it is told of changes.
    let interval: Int64?
    /// In microseconds.
    let throttling: Int64
    let isActive: Bool
    let expiresAt: Stamp?
    let language: LanguageChoice?
    let datasets: Set<String>?
    /// Of which edition of the specification what is told has to be; nil: of the latest.
    let edition: Edition?
    let notification: NotificationSetting

    var id: String { document.id }
    var key: String { document.key }

    /// As it was kept.
    init(_ document: SubscriptionDocument) throws(TwinProblem) {
        try self.init(document, naming: document.naming)
    }

    init(_ document: SubscriptionDocument, naming: any Naming) throws(TwinProblem) {
        self.document = document
        let members = StrictMembers(document.members, at: "", clause: "5.2.12")
        try Self.checkPlain(members)
        filter = try EntityFilter(
            members: JSONObject(document.members.filter { $0.key != "attrs" }), naming: naming,
            clause: "5.2.12")
        sources = document.kind == .entities
            ? nil : try RegistrationFilter(members: document.members, naming: naming)
        watched = try members.names("watchedAttributes", naming).map { Set($0.names) }
        // What is of this broker alone may be of everything (5.5.13).
        isLocal = try members.flag("localOnly") ?? filter.isLocal
        isSplit = try members.flag("splitEntities") ?? true
        sourceCondition = try members.text("csf").map { text throws(TwinProblem) in
            try QueryLanguage.condition(text, naming: naming, at: "/csf")
        }
        guard !filter.selectors.isEmpty || watched != nil || isLocal else {
            throw .bad(
                "A subscription needs “entities” or “watchedAttributes”.", at: "", clause: "5.2.12")
        }
        triggers =
            try document.members["notificationTrigger"].map { json throws(TwinProblem) in
                try Triggers.read(json, at: "/notificationTrigger")
            } ?? .usual
        interval = try members.number("timeInterval").map { Int64($0 * 1_000_000) }
        throttling = Int64((try members.number("throttling") ?? 0) * 1_000_000)
        isActive = try members.flag("isActive") ?? true
        expiresAt = try members.moment("expiresAt")
        language = try members.text("lang").map { text throws(TwinProblem) in
            guard let choice = LanguageChoice(text) else {
                throw members.problem("lang", "“lang” is a list of language tags.")
            }
            return choice
        }
        datasets = try Self.datasets(members)
        edition = try members.text("ngsildConformance").map { text throws(TwinProblem) in
            guard let edition = Edition(text) else {
                throw members.problem("ngsildConformance", "“ngsildConformance” is an edition such as 1.6.")
            }
            return edition
        }
        guard let notification = try members.object("notification") else {
            throw members.problem("notification", "A subscription needs “notification”.")
        }
        self.notification = try NotificationSetting(notification, naming: naming)
        try requireOneWay()
        guard sources == nil || self.notification.endpoint.accept != .geo else {
            throw .bad(
                "Of sources it is told in JSON or JSON-LD.", at: "/notification/endpoint/accept",
                clause: "5.11.2")
        }
    }

    /// What is not needed to work but must be sound.
    private static func checkPlain(_ members: StrictMembers) throws(TwinProblem) {
        guard let id = members.members["id"]?.asString, NameRules.isURI(id) else {
            throw members.problem("id", "The id of a subscription is a URI.")
        }
        guard members.members["type"]?.asString == "Subscription" else {
            throw members.problem("type", "The type of a subscription is “Subscription”.")
        }
        for name in ["subscriptionName", "description"] { _ = try members.text(name) }
        if let address = try members.text("jsonldContext"), !NameRules.isURI(address) {
            throw members.problem("jsonldContext", "“jsonldContext” is the address of a context.")
        }
    }

    private static func datasets(_ members: StrictMembers) throws(TwinProblem) -> Set<String>? {
        guard let json = members.members["datasetId"] else { return nil }
        let ids = try NameList.read(
            json, allowsText: true, at: members.place("datasetId"), clause: "5.2.12")
        for id in ids where id != "@none" && !NameRules.isURI(id) {
            throw members.problem("datasetId", "“\(id.prefix(100))” is no URI.")
        }
        return Set(ids)
    }

    /// A subscription is told at intervals, or of changes; not both (5.2.12).
    private func requireOneWay() throws(TwinProblem) {
        guard interval != nil else { return }
        for name in ["watchedAttributes", "throttling", "notificationTrigger"]
        where document.members[name] != nil {
            throw .bad(
                "“timeInterval” and “\(name)” stand against each other.", at: "/\(name)", clause: "5.2.12")
        }
        guard !filter.selectors.isEmpty || isLocal else {
            throw .bad("“timeInterval” needs “entities”.", at: "/entities", clause: "5.2.12")
        }
    }

    /// - Throws: `BadRequestData` if it would have ended already.
    func requireFuture(at now: Stamp) throws(TwinProblem) {
        guard let expiresAt, expiresAt <= now else { return }
        throw .bad("“expiresAt” has passed.", at: "/expiresAt", clause: "5.8.1")
    }

    /// Whether anything is told at a moment.
    func isOn(at now: Stamp) -> Bool { isActive && !isOver(at: now) }

    func isOver(at now: Stamp) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// `active`, `paused` or `expired` (5.2.12).
    func status(at now: Stamp) -> String { isOver(at: now) ? "expired" : isActive ? "active" : "paused" }
}
