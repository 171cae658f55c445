// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Contexts, and what is kept beside entities.
extension TwinTrial {
    private static let naming = TermTable.core

    static func context(_ given: TrialInput) async -> String? {
        guard let context = given.json(0) else { return nil }
        struct NotThere: Error {}
        let documents = (1...3).map { given.json($0) }
        let compiler = ContextCompiler { url, _ in
            let place = url.utf8.last.map { Int($0) - 0x31 } ?? -1
            guard url.hasPrefix("https://c.example/"), documents.indices.contains(place),
                let document = documents[place]
            else { throw NotThere() }
            return document
        }
        guard let table = try? await compiler.compile(context) else { return nil }
        guard table.weight <= compiler.limits.terms else { return "there are \(table.weight) terms" }
        // A term that looks like an IRI may stand for another one.
        let texts = [context] + documents.compactMap(\.self)
        guard !texts.contains(where: { hasWholeTerm($0) }) else { return nil }
        for name in given.lines(4) + Array(context.asObject?.keys.prefix(50) ?? []) {
            let iri = table.expand(name)
            guard table.expand(table.compact(iri)) == iri else {
                return
                    "\(iri) is shown as \(table.compact(iri)), which is \(table.expand(table.compact(iri)))"
            }
        }
        return nil
    }

    private static func hasWholeTerm(_ json: JSON) -> Bool {
        switch json {
        case .array(let items): items.contains(where: hasWholeTerm)
        case .object(let members):
            members.contains { $0.key.contains(":") } || members["@context"].map(hasWholeTerm) ?? false
        default: false
        }
    }

    static func subscription(_ given: TrialInput) -> String? {
        guard let sent = given.json(0)?.asObject else { return nil }
        let kind = given.bytes(1).isEmpty ? SubscriptionDocument.Kind.entities : .sources
        var members = SubscriptionDocument.said(sent)
        if members["id"] == nil { members["id"] = "urn:s:1" }
        var document = SubscriptionDocument(
            members, kind, words: naming.document, tenant: nil, access: .everything, at: TrialInput.now)
        let noting = NotingNaming(naming)
        guard (try? Subscription(document, naming: noting)) != nil else { return nil }
        document.terms = noting.terms
        document.link = CoreContext.url
        let json = try? JSON(parsing: document.json.encoded(), limits: JSON.Limits(depth: 900))
        guard let kept = json.flatMap(SubscriptionDocument.init), kept == document else {
            return "a subscription is kept as another"
        }
        guard let subscription = try? Subscription(kept) else { return "what is kept is no subscription" }
        _ = SubscriptionNames(from: naming, to: naming).translated(members)
        return wrong(with: subscription)
    }

    private static func wrong(with subscription: Subscription) -> String? {
        let known = TrialInput.known
        var other = known
        other.attributes.removeLast()
        let place = DueNotification.Place(line: 1, index: 0)
        let writing = NotificationWriting(
            subscription: subscription, naming: naming, find: { TrialInput.linked($0) })
        for (old, new) in [(nil, known), (other, known), (known, other), (known, nil)] as [(Entity?, Entity?)]
        {
            let change = EntityChange(
                old: old, new: new, changes: new.map(EntityChange.all) ?? [], at: TrialInput.later)
            _ = subscription.waits(for: change, linked: TrialInput.linked)
            guard subscription.sources == nil else { continue }
            let due = DueNotification(change, at: place)
            let body = writing.body(due, at: TrialInput.later)
            if let wrong = unreadable({ $0.raw(writing.payload(body)) }) { return wrong }
        }
        return nil
    }

    static func registration(_ given: TrialInput) -> String? {
        let reading = RegistrationReading(naming: naming, now: TrialInput.now)
        guard let sent = given.json(0)?.asObject,
            let kept = try? reading.registration(sent, id: "urn:r:1")
        else { return nil }
        let json = try? JSON(parsing: JSON.object(kept).encoded(), limits: JSON.Limits(depth: 900))
        guard let registration = json.flatMap(Registration.init(kept:)), json == .object(kept) else {
            return "what is kept is no registration"
        }
        let parameters = given.parameters(["type", "csf", "idPattern"], from: 2)
        if let filter = try? RegistrationFilter(parameters: parameters, naming: naming) {
            _ = filter.matches(registration)
            _ = filter.members(of: registration)
        }
        _ = registration.concerns(Interest(id: "urn:x:0", types: TrialInput.known.types, attributes: nil))
        _ = registration.information.map { part in (part.overlaps(part), part.holds(TrialInput.known)) }
        if let patch = given.json(1)?.asObject, let changed = try? reading.changed(kept, by: patch),
            Registration(kept: .object(changed)) == nil
        {
            return "what a patch makes is no registration"
        }
        let showing = RegistrationShowing(naming: naming, showsSystem: true, showsKeys: true)
        return unreadable { $0.value(showing.json(kept)) }
    }

    static func snapshot(_ given: TrialInput) -> String? {
        guard let sent = given.json(0)?.asObject else { return nil }
        let reading = SnapshotReading(sent, at: TrialInput.now)
        do throws(TwinProblem) {
            try reading.requireType()
            let id = try reading.id()
            let members = try reading.members(over: ["id": .string(id), "type": .string(Branch.type)])
            for query in try reading.queries() ?? [] {
                _ = try EntityFilter(query: query, naming: naming).matches(TrialInput.known)
            }
            let branch = Branch(
                id: id, members: members, ledger: "twin:branch:1", line: 1, moment: try reading.moment(),
                ids: nil, expiresAt: try reading.expiry())
            let json = try? JSON(parsing: branch.kept.encoded(), limits: JSON.Limits(depth: 900))
            guard let kept = json.flatMap(Branch.init(kept:)), kept.kept == branch.kept else {
                return "a snapshot is kept as another"
            }
            _ = branch.entity(members, naming)
        } catch { return nil }
        return nil
    }
}
