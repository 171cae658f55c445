// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Writes what a subscriber is sent (5.3.1, 6.3.8; 4.5 for the entities).
struct NotificationWriting {
    let subscription: Subscription
    let naming: TermTable
    /// Finds linked entities.
    let find: @Sendable (String) -> Entity?

    private var setting: NotificationSetting { subscription.notification }
    private var endpoint: NotificationEndpoint { setting.endpoint }

    /// The body of a notification.
    func body(_ due: DueNotification, at now: Stamp) -> [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.field("id", due.id(of: subscription.id))
            writer.field("type", subscription.sources == nil ? "Notification" : "ContextSourceNotification")
            writer.field("subscriptionId", subscription.id)
            writer.field("notifiedAt", now.description)
            if case .sources(_, let reason, _) = due.content {
                writer.field("triggerReason", reason.rawValue)
            }
            writer.key("data")
            data(due, into: &writer)
            if endpoint.accept == .linked { writer.field("@context", naming.document) }
        }
        return writer.bytes
    }

    /// What goes along: headers, or what stands beside the body (7.2).
    func headers() -> [(name: String, value: String)] {
        var headers = [(name: "Content-Type", value: endpoint.accept.rawValue)]
        if endpoint.accept == .json || (endpoint.accept == .geo && endpoint.wantsBareBody) {
            headers.append(("Link", LinkHeader.naming(subscription.document.link)))
        }
        if let tenant = subscription.document.tenant { headers.append(("NGSILD-Tenant", tenant)) }
        for (key, value) in endpoint.headers where key.lowercased() != "content-type" {
            headers.append((key, value))
        }
        return headers
    }

    /// What is published by MQTT (7.2).
    func payload(_ body: [UInt8]) -> [UInt8] {
        var writer = JSONWriter(capacity: body.count + 512)
        writer.object { writer in
            writer.object("metadata") { writer in
                var seen: Set<String> = []
                for (name, value) in headers() where seen.insert(name).inserted {
                    writer.field(name, value)
                }
            }
            writer.key("body")
            writer.raw(body)
        }
        return writer.bytes
    }

    private func data(_ due: DueNotification, into writer: inout JSONWriter) {
        if case .sources(let all, _, _) = due.content { return sources(all, into: &writer) }
        entities(due, into: &writer)
    }

    /// Registrations, with what matters of them to the subscriber (5.11.7).
    private func sources(_ all: [Registration], into writer: inout JSONWriter) {
        let showing = RegistrationShowing(naming: naming, showsSystem: setting.showsSystem)
        writer.array { writer in
            for source in all {
                writer.value(showing.json(subscription.sources?.members(of: source) ?? source.members))
            }
        }
    }

    /// The entities as they are told. What was before is told where one is told alone.
    private func tell(_ changes: [EntityChange], _ representation: inout Representation) -> [Entity] {
        if !setting.showsSystem { representation.shownTime = .deletedAt }
        if setting.showsChanges, changes.count == 1, let change = changes.first {
            representation.previous = { [edition = subscription.edition, naming] name, dataset in
                let previous = change.previous(name, dataset)
                return edition.flatMap { edition in previous.map { edition.value($0, naming) } } ?? previous
            }
        }
        return changes.compactMap { $0.told(setting.showsChanges, subscription.triggers) }
    }

    private func entities(_ due: DueNotification, into writer: inout JSONWriter) {
        var representation = Representation(naming, form: setting.form)
        representation.showsSystem = setting.showsSystem
        representation.language = subscription.language
        representation.datasets = subscription.datasets
        representation.picking = setting.picking
        var entities: [Entity]
        switch due.content {
        case .entities(let all): entities = all
        case .changes(let changes, _, _): entities = tell(changes, &representation)
        case .relayed(let changes, _, _): entities = tell(changes, &representation)
        case .sources: entities = []
        }
        var others: [Linking.Reached] = []
        if let joining = setting.joining {
            let find = Linking.limited(find)
            if joining.isFlat {
                others = Linking.reached(
                    from: entities, shownAs: representation, level: joining.level, find)
            } else {
                let first = Set(entities.map(\.id))
                let edition = subscription.edition
                representation.joining = .init(level: joining.level) { [naming] id in
                    let found = first.contains(id) ? Optional.none : find(id)
                    return edition.flatMap { edition in found.map { edition.form(of: $0, naming) } } ?? found
                }
            }
        }
        if let edition = subscription.edition { entities = entities.map { edition.form(of: $0, naming) } }
        if endpoint.accept == .geo {
            GeoJSONWriting(representation: representation).write(
                entities, and: others, into: &writer,
                context: endpoint.wantsBareBody ? Optional.none : naming.document)
        } else {
            representation.write(entities, and: others, into: &writer)
        }
    }
}

extension EntityChange {
    /// The entity as it is told: what went stands in it with the null of NGSI-LD (4.5.0), if deletions are
    /// waited for.
    func told(_ showsChanges: Bool, _ triggers: Triggers) -> Entity? {
        guard var entity = new else {
            guard var entity = old else { return nil }
            entity.attributes = showsChanges ? entity.attributes.map { $0.gone(at: at) } : []
            entity.deletedAt = at
            return entity
        }
        guard triggers.contains(.attributeDeleted) else { return entity }
        for change in changes where change.kind == .deleted {
            guard let previous = change.previous else { continue }
            var attribute = entity[change.name] ?? Attribute(change.name, [])
            attribute.instances.append(previous.gone(at: at))
            entity[change.name] = attribute
        }
        return entity
    }

    /// What an instance was before; nil: it was not, or has not changed.
    func previous(_ name: String, _ datasetId: String?) -> AttributeValue? {
        guard new != nil else { return old?[name]?.instances.first { $0.datasetId == datasetId }?.value }
        let previous = changes.last { $0.name == name && $0.datasetId == datasetId }?.previous?.value
        return previous?.isGone == true ? nil : previous
    }
}

extension Attribute {
    fileprivate func gone(at now: Stamp) -> Attribute {
        Attribute(name, instances.map { $0.gone(at: now) })
    }
}
