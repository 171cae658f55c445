// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// Subscriptions to entities and to context sources (GS CIM 009, 5.8 and 5.11; 6.10 to 6.13).
enum SubscriptionOperations {
    private typealias Kind = SubscriptionDocument.Kind

    static let all: [TwinOperation] = Kind.allCases.flatMap { kind in
        let (path, one) = (kind.path, "\(kind.path)/:id")
        return [
            TwinOperation(.post, path) { try await create($0, kind) },
            TwinOperation(.get, path, ["limit", "offset", "count"]) { try await list($0, kind) },
            TwinOperation(.get, one) { try await show($0, kind) },
            TwinOperation(.patch, one) { try await update($0, kind) },
            TwinOperation(.delete, one) { try await delete($0, kind) },
        ]
    }

    /// 5.8.1, 5.11.2.
    private static func create(_ call: Call, _ kind: Kind) async throws -> Response {
        let body = try await call.body()
        let sent = SubscriptionDocument.said(try body.object(clause: kind.clause(1)))
        var members = JSONObject()
        members["id"] = sent["id"] ?? .string("urn:ngsi-ld:Subscription:\(UUID().uuidString.lowercased())")
        for (key, value) in sent where key != "id" { members[key] = value }
        var document = SubscriptionDocument(
            members, kind, words: body.naming.document, tenant: call.request.headers["ngsild-tenant"],
            access: call.access, at: call.now)
        document.via = call.request.headers["via"]
        let made = try await checked(document, body.naming, call, isNewEnd: true)
        // What comes round would be told twice (4.3.6.4).
        if kind == .entities, call.isLooping, made.members["localOnly"] != true { throw LoopDetected() }
        try await call.perform { draft in
            guard draft.document(kind.sort, made.id) == nil else {
                throw TwinProblem(
                    .alreadyExists, "There is a subscription \(made.id) already.", at: "/id",
                    clause: kind.clause(1))
            }
            var made = made
            (made.createdAt, made.modifiedAt) = (draft.now, draft.now)
            draft.keep(made.json, as: kind.sort, made.id)
        }
        await call.settle(made.id, kind)
        return call.created(kind.path, made.id)
    }

    /// The document with all it needs to be read again; whatever is wrong with it is said.
    /// - Parameter isNewEnd: whether its end was said now, and must come yet.
    static func checked(
        _ document: SubscriptionDocument, _ naming: TermTable, _ call: Call, isNewEnd: Bool
    ) async throws -> SubscriptionDocument {
        var document = document
        if let condition = decoded(document.members["q"]?.asString, naming) {
            document.members["q"] = .string(condition)
        }
        let noting = NotingNaming(naming)
        let subscription = try Subscription(document, naming: noting)
        if isNewEnd { try subscription.requireFuture(at: call.now) }
        document.terms = noting.terms
        var words = naming
        if case .string(let url)? = document.members["jsonldContext"] {
            words = try await call.twin.contexts.table(for: .string(url), of: call)
        }
        try await call.twin.contexts.keepImplicit(words, of: call)
        (document.context, document.link) = (words.document, call.link(of: words))
        return document
    }

    /// What a condition says that some clients encode as if it stood in an address; nil for one that is sound
    /// as it is, or is not even so.
    private static func decoded(_ text: String?, _ naming: any Naming) -> String? {
        func isSound(_ text: String) -> Bool {
            (try? QueryLanguage.condition(text, naming: naming, at: "/q")) != nil
        }
        guard let text, text.utf8.contains(UInt8(ascii: "%")), !isSound(text),
            let plain = text.removingPercentEncoding, isSound(plain)
        else { return nil }
        return plain
    }

    /// 5.8.4, 5.11.5.
    private static func list(_ call: Call, _ kind: Kind) async throws -> Response {
        let page = try Paging(call)
        let known = try call.twin.read { $0.documents[kind.sort] ?? [:] }
            .compactMap { SubscriptionDocument($0.value) }
            .filter { $0.isOpen(to: call.access) }
            .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        let found = page.page(of: known)
        let shown = try found.entities.map { JSON.object(try call.showing($0)) }
        return call.answer(JSON.array(shown).encoded(), more: page.headers(found, call))
    }

    /// 5.8.3, 5.11.4.
    private static func show(_ call: Call, _ kind: Kind) async throws -> Response {
        let id = try call.id()
        let json = try call.twin.read { $0.documents[kind.sort]?[id] }
        let document = try known(json, id, call, clause: kind.clause(3))
        return call.answer(JSON.object(try call.showing(document)).encoded())
    }

    private static func known(
        _ json: JSON?, _ id: String, _ call: Call, clause: String
    ) throws(TwinProblem) -> SubscriptionDocument {
        guard let document = json.flatMap(SubscriptionDocument.init), document.isOpen(to: call.access)
        else {
            throw TwinProblem(.resourceNotFound, "There is no subscription \(id).", clause: clause)
        }
        return document
    }

    /// 5.8.2, 5.11.3.
    private static func update(_ call: Call, _ kind: Kind) async throws -> Response {
        let id = try call.id()
        let body = try await call.body()
        let sent = try body.object(clause: kind.clause(2))
        guard !sent.isEmpty else {
            throw TwinProblem.bad("There is nothing to change.", at: "", clause: kind.clause(2))
        }
        // What only the broker says is passed over (5.2.12), also where nothing else was sent.
        let patch = SubscriptionDocument.said(sent)
        if let other = patch["id"], other != .string(id) {
            throw TwinProblem.bad("The id of a subscription stays.", at: "/id", clause: kind.clause(2))
        }
        while true {
            let before = try call.twin.read { $0.documents[kind.sort]?[id] }
            let old = try known(before, id, call, clause: kind.clause(2))
            let own = try await call.words(of: old)
            var new = old
            let names = SubscriptionNames(from: body.naming, to: own)
            new.members =
                JSON.object(old.members).merged(
                    with: .object(body.naming.document == own.document ? patch : names.translated(patch))
                ).asObject ?? [:]
            let made = try await checked(new, own, call, isNewEnd: patch["expiresAt"] != nil)
            let isDone = try await call.perform { draft in
                // Somebody else was quicker: it is merged with what they made of it.
                guard draft.document(kind.sort, id) == before else { return false }
                var made = made
                made.modifiedAt = draft.now
                draft.keep(made.json, as: kind.sort, id)
                return true
            }
            guard isDone else { continue }
            await call.settle(id, kind)
            return Call.done
        }
    }

    /// 5.8.5, 5.11.6.
    private static func delete(_ call: Call, _ kind: Kind) async throws -> Response {
        let id = try call.id()
        try await call.perform { draft in
            _ = try known(draft.document(kind.sort, id), id, call, clause: kind.clause(5))
            draft.keep(nil, as: kind.sort, id)
        }
        await call.settle(id, kind)
        return Call.done
    }
}

extension Call {
    /// Brings a subscription to the sources it concerns.
    fileprivate func settle(_ id: String, _ kind: SubscriptionDocument.Kind) async {
        // Where another process does it for all, it sees to it within a second.
        guard kind == .entities, let work = hub.work(of: twin), await work.isForAll() else { return }
        let headers = request.headers
        await work.remote.follow(id) { headers[$0] }
    }

    /// The words a subscription's own names are written in.
    fileprivate func words(of document: SubscriptionDocument) async throws -> TermTable {
        try await twin.contexts.table(for: document.words, of: self)
    }

    private static func withoutUser(_ uri: String) -> String {
        guard let start = uri.range(of: "://"), let end = uri.lastIndex(of: "@"), start.upperBound < end
        else {
            return uri
        }
        return String(uri[..<start.upperBound] + uri[uri.index(after: end)...])
    }

    /// A subscription as it is shown (5.2.12), in the reader's words.
    fileprivate func showing(_ document: SubscriptionDocument) throws -> JSONObject {
        let subscription = try Subscription(document)
        var shown =
            document.words == context.document
            ? document.members
            : SubscriptionNames(from: document.naming, to: context).translated(document.members)
        shown["status"] = .string(subscription.status(at: now))
        if options.contains("sysAttrs") {
            shown["createdAt"] = .string(document.createdAt.description)
            shown["modifiedAt"] = .string(document.modifiedAt.description)
        }
        var notification = shown["notification"]?.asObject ?? [:]
        if !access.mayWrite, case .object(var endpoint)? = notification["endpoint"] {
            // It may hold keys to what is somebody else's.
            endpoint["receiverInfo"] = nil
            endpoint["uri"] = endpoint["uri"]?.asString.map { .string(Self.withoutUser($0)) }
            notification["endpoint"] = .object(endpoint)
        }
        for (key, value) in hub.work(of: twin)?.notifier.told(of: document.key).members ?? [:] {
            notification[key] = value
        }
        shown["notification"] = .object(notification)
        if let contextInBody { shown["@context"] = contextInBody }
        return shown
    }
}

extension JSON {
    /// With a patch merged in (RFC 7396); the null of NGSI-LD takes away, too.
    func merged(with patch: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var members = asObject ?? [:]
        for (key, value) in changes {
            if value.isNull || value == .string(Fragment.null) {
                members[key] = nil
            } else {
                members[key] = (members[key] ?? .null).merged(with: value)
            }
        }
        return .object(members)
    }
}
