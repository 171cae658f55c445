// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// Subscribing to context sources (GS CIM 009, 5.11; 6.12 and 6.13).
enum SourceSubscriptionOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "csourceSubscriptions", subscribe),
        TwinOperation(.get, "csourceSubscriptions", ["limit", "offset", "count"], query),
        TwinOperation(.get, "csourceSubscriptions/:id", retrieve),
        TwinOperation(.patch, "csourceSubscriptions/:id", update),
        TwinOperation(.delete, "csourceSubscriptions/:id", delete),
    ]

    /// 5.11.2.
    @Sendable private static func subscribe(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let members = try body.object(clause: "5.11.2")
        var id = "urn:ngsi-ld:Subscription:\(UUID().uuidString.lowercased())"
        if let said = members["id"] ?? members["@id"] {
            guard let text = said.asString, NameRules.isURI(text) else {
                throw TwinProblem.bad("The id is a URI.", at: "/id", clause: "5.11.2")
            }
            id = text
        }
        let subscription = try SourceSubscription.read(
            members, id: id, context: body.naming.document, naming: body.naming, now: call.now)
        try await call.perform { draft in
            let old = draft.document(SourceSubscription.sort, subscription.id).flatMap(
                SourceSubscription.init(kept:))
            guard old?.isThere(at: draft.now) != true else {
                throw TwinProblem(
                    .alreadyExists, "There is a subscription \(subscription.id) already.", at: "/id",
                    clause: "5.11.2")
            }
            draft.keep(subscription.kept, as: SourceSubscription.sort, subscription.id)
        }
        SourceNotifier(call).tell(subscription)
        return call.created("csourceSubscriptions", id)
    }

    /// 5.11.3.
    @Sendable private static func update(_ call: Call) async throws -> Response {
        let old = try find(call, "5.11.3")
        let body = try await call.body()
        let patch = try body.object(clause: "5.11.3")
        // What was said in its first words keeps its meaning: the change must be in the same.
        let own = try await call.twin.contexts.table(for: old.context, of: call)
        let renamed = Self.renamed(patch, from: body.naming, to: own)
        let new = try SourceSubscription.read(
            renamed, id: old.id, context: old.context, naming: own, now: call.now, old: old.members)
        try await call.perform { $0.keep(new.kept, as: SourceSubscription.sort, new.id) }
        SourceNotifier(call).tell(new)
        return Call.done
    }

    private static func renamed(_ patch: JSONObject, from: TermTable, to own: TermTable) -> JSONObject {
        let json = SourceSubscription(id: "", members: patch, context: .null)
            .json(from: from, to: own, nil, at: Stamp(microseconds: 0))
        var renamed = json.asObject ?? patch
        if patch["notification"] == nil { renamed["notification"] = nil }
        renamed["status"] = nil
        return renamed
    }

    /// 5.11.6.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        let old = try find(call, "5.11.6")
        try await call.perform { $0.keep(nil, as: SourceSubscription.sort, old.id) }
        call.twin.registrations.forget(old.id)
        return Call.done
    }

    /// 5.11.4.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        RegistrationOperations.show(call, try await show(try find(call, "5.11.4"), call))
    }

    /// 5.11.5.
    @Sendable private static func query(_ call: Call) async throws -> Response {
        let page = try Paging(call)
        let all = try call.twin.read { $0.documents[SourceSubscription.sort] ?? [:] }.sorted {
            $0.key < $1.key
        }
        .compactMap { SourceSubscription(kept: $0.value) }
        let found = page.page(of: all)
        var list: [JSON] = []
        for subscription in found.entities { list.append(try await show(subscription, call)) }
        return RegistrationOperations.show(call, .array(list), more: page.headers(found, call))
    }

    private static func show(_ subscription: SourceSubscription, _ call: Call) async throws -> JSON {
        let own = try await call.twin.contexts.table(for: subscription.context, of: call)
        var json = subscription.json(
            from: own, to: call.context, call.twin.registrations.record(subscription.id), at: call.now)
        // What opens the endpoint is shown to those who could have written it.
        if !call.access.mayWrite { json["notification"]?["endpoint"]?["receiverInfo"] = nil }
        return json
    }

    private static func find(_ call: Call, _ clause: String) throws -> SourceSubscription {
        let id = try call.id()
        let json = try call.twin.read { $0.documents[SourceSubscription.sort]?[id] }
        guard let found = json.flatMap(SourceSubscription.init(kept:)) else {
            throw TwinProblem(.resourceNotFound, "There is no subscription \(id).", clause: clause)
        }
        return found
    }
}
