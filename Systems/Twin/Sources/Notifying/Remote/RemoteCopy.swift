// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a source is subscribed to with for a subscription of ours: as much of it as the source has, to be
/// told to us (GS CIM 009, 5.8.1.4).
struct RemoteCopy: Sendable {
    private let subscription: Subscription
    private let source: Registration
    /// The parts of the source that matter.
    private let parts: [RegisteredInformation]
    /// Attributes of the source, whole IRIs; nil: it may have any.
    private let attributes: Set<String>?

    /// How many selections of entities are sent.
    private static let most = 100

    /// Nil: the source has nothing of it, or is not subscribed to.
    init?(_ subscription: Subscription, at source: Registration) {
        guard !subscription.isLocal, subscription.sources == nil, source.mode != .auxiliary,
            source.operations.contains(.createSubscription)
        else { return nil }
        let interest = subscription.interest
        parts = source.information.filter { $0.concerns(interest) }
        guard !parts.isEmpty, subscription.sourceCondition.map({
            $0.matches(RegistrationFilter.entity(source), linked: { _ in nil })
        }) ?? true else { return nil }
        (self.subscription, self.source) = (subscription, source)
        attributes = source.attributes(of: interest)
    }

    /// The members in other words.
    /// - Parameter place: where we are told.
    func members(_ words: TermTable, at place: String) -> JSONObject {
        let sent = subscription.document.members
        var copy: JSONObject = [:]
        for name in [
            "notificationTrigger", "timeInterval", "throttling", "isActive", "expiresAt", "datasetId",
        ] { copy[name] = sent[name] }
        if !subscription.isSplit {
            for name in ["q", "expandValues", "jsonKeys", "geoQ", "scopeQ"] { copy[name] = sent[name] }
        }
        copy["entities"] = entities
        if subscription.interval == nil, let names = watched {
            copy["watchedAttributes"] = .array(names.sorted().map(JSON.string))
        }
        copy["notification"] = .object(notification(place))
        if source.management.isLocalOnly { copy["localOnly"] = true }
        if let link = words.link { copy["jsonldContext"] = .string(link) }
        return SubscriptionNames(from: subscription.document.naming, to: words).translated(copy)
    }

    private var watched: Set<String>? {
        guard let watched = subscription.watched else { return attributes }
        return attributes.map(watched.intersection) ?? watched
    }

    /// All that is told is told by us in the form that is wanted, so that it is wanted whole.
    private func notification(_ place: String) -> JSONObject {
        var told: JSONObject = [
            "endpoint": ["uri": .string(place), "accept": "application/json"], "sysAttrs": true,
        ]
        if subscription.notification.showsChanges { told["showChanges"] = true }
        if let attributes { told["attributes"] = .array(attributes.sorted().map(JSON.string)) }
        return told
    }

    /// What is meant both by us and by the source; nil: entities of any kind.
    private var entities: JSON? {
        guard parts.allSatisfy({ !$0.entities.isEmpty }) else {
            return subscription.document.members["entities"]
        }
        var items: [JSON] = []
        let registered = parts.flatMap(\.entities)
        guard !subscription.filter.selectors.isEmpty else {
            for own in registered { items.append(contentsOf: own.items(for: nil)) }
            return .array(Array(items.prefix(Self.most)))
        }
        for selector in subscription.filter.selectors {
            let meant = Interest([selector], attributes: nil).entities
            for own in registered where meant.contains(where: { $0.mayMean(own) }) {
                for item in own.items(for: selector) where !items.contains(item) { items.append(item) }
            }
        }
        return .array(Array(items.prefix(Self.most)))
    }
}

extension RegisteredInformation.Entities {
    /// Selections of what is meant by it and by a selector, in whole names.
    fileprivate func items(for selector: EntitySelector?) -> [JSON] {
        let own = TypeSelection(types.map { [$0] })
        var types = own
        if let wanted = selector?.types, !wanted.isAll { types = wanted.narrowed(to: Set(self.types)) ?? own }
        var item: JSONObject = ["type": .string(types.text(WholeNames()))]
        if let id {
            item["id"] = .string(id)
            return [.object(item)]
        }
        if let ids = selector?.ids.ids {
            return ids.filter { pattern?.matches($0) ?? true }.map { id in
                item["id"] = .string(id)
                return .object(item)
            }
        }
        if let pattern = selector?.ids.pattern ?? pattern { item["idPattern"] = .string(pattern.text) }
        return [.object(item)]
    }
}

extension Subscription {
    /// What it is about, as far as it decides which sources are subscribed to.
    var interest: Interest { Interest(filter.selectors, attributes: watched) }
}

/// Names as they are: whole.
private struct WholeNames: Naming {
    func expand(_ name: String) -> String { name }
    func compact(_ iri: String) -> String { iri }
}
