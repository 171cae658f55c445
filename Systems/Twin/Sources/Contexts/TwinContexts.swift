// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Synchronization
import Web

/// The contexts of one twin: those it hosts, those it made for words that came within a body, and those
/// it has fetched.
final class TwinContexts: Sendable {
    enum Kind: String, Sendable {
        case hosted = "Hosted"
        case implicit = "ImplicitlyCreated"
        case cached = "Cached"

        init?(_ text: String) {
            switch text.lowercased() {
            case "hosted": self = .hosted
            case "implicitlycreated": self = .implicit
            case "cached": self = .cached
            default: return nil
            }
        }
    }

    /// A context as it is told of (5.13.3.5).
    struct Known: Sendable {
        let id: String
        let url: String
        let kind: Kind
        let at: Stamp
        /// When one that was fetched is to be fetched anew.
        var expiresAt: Stamp?
        let lastUsed: Stamp?
        let hits: Int
        /// What stands in its `@context`; nil where it is not ours to give.
        let document: JSON?

        var json: JSON {
            var members: JSONObject = [
                "URL": .string(url), "localId": .string(id), "kind": .string(kind.rawValue),
                // As 1.9.1 calls it, and as earlier editions did.
                "createdAt": .string(at.description), "timestamp": .string(at.description),
                "numberOfHits": .integer(hits),
            ]
            if let expiresAt { members["expiresAt"] = .string(expiresAt.description) }
            if let lastUsed { members["lastUsage"] = .string(lastUsed.description) }
            return .object(members)
        }
    }

    private struct Use {
        var last: Stamp
        var hits: Int
    }

    static let sort = "context"
    private static let path = "/ngsi-ld/v1/jsonldContexts/"
    /// Of how many addresses it is known how they were used.
    private static let mostUses = 10_000

    private let fetched = FetchedContexts()
    private let uses = Mutex<[String: Use]>([:])
    /// By which of our own addresses what came in bodies is known.
    private let implicit = Mutex<[String: String]>([:])
    private let cache = Mutex<ContextCache?>(nil)

    /// The table of a context, fetched and compiled where it is not at hand.
    func table(for context: JSON, of call: Call) async throws -> TermTable {
        try await table(
            for: context, call.request.site.outside, call.twin, at: call.now, within: call.fetches)
    }

    /// The same, where nobody has called.
    func table(
        for context: JSON, _ outside: Outside?, _ twin: Twin, at now: Stamp,
        within budget: FetchBudget = FetchBudget()
    ) async throws -> TermTable {
        let cache = cache(outside, twin)
        pass(to: now)
        guard case .string(let url) = context else {
            return try await cache.table(for: context, within: budget)
        }
        let ready = cache.ready(url)
        let table = if let ready { ready } else { try await cache.table(for: context, within: budget) }
        note(url, at: now)
        return table
    }

    /// The table of an address if it is at hand.
    func ready(_ url: String, at now: Stamp) -> TermTable? {
        pass(to: now)
        let table = cache.withLock { $0 }?.ready(url)
        if table != nil { note(url, at: now) }
        return table
    }

    /// What was built on contexts that have expired is built anew.
    private func pass(to now: Stamp) {
        if fetched.pass(to: now) { cache.withLock { $0 }?.forgetAll() }
    }

    private func note(_ url: String, at now: Stamp) {
        guard !CoreContext.isCore(url) else { return }
        uses.withLock { uses in
            // Addresses nobody names twice must not fill the memory.
            if uses.count >= Self.mostUses, uses[url] == nil { uses = [:] }
            uses[url, default: Use(last: now, hits: 0)].hits += 1
            uses[url]?.last = now
        }
    }

    private func cache(_ call: Call) -> ContextCache { cache(call.request.site.outside, call.twin) }

    private func cache(_ outside: Outside?, _ twin: Twin) -> ContextCache {
        cache.withLock { cache in
            if let cache { return cache }
            let new = ContextCache(ContextCompiler { [weak self, weak twin] url, budget in
                guard let self, let twin else { throw TwinProblem(.contextNotAvailable, "The server ends.") }
                return try await self.load(url, outside, twin, within: budget)
            })
            cache = new
            return new
        }
    }

    /// The document at an address: one of ours, one that was fetched, or one that is fetched now.
    private func load(
        _ url: String, _ outside: Outside?, _ twin: Twin, within budget: FetchBudget
    ) async throws -> JSON {
        if let core = CoreContext.document(at: url) { return core }
        if let range = url.range(of: Self.path) {
            let id = String(url[range.upperBound...])
            if let own = try document(id, of: twin) { return ["@context": own] }
        }
        return try await fetched.document(at: url, outside, within: budget)
    }

    // MARK: Hosting

    private func document(_ id: String, of twin: Twin) throws -> JSON? {
        try twin.read { $0.documents[Self.sort]?[id]?["document"] }
    }

    /// Keeps a context under an address of ours.
    func host(_ document: JSON, kind: Kind, of call: Call) async throws -> String {
        let id = UUID().uuidString.lowercased()
        try await call.perform { draft in
            draft.keep(
                [
                    "kind": .string(kind.rawValue), "at": .integer(draft.now.microseconds),
                    "document": document,
                ],
                as: Self.sort, id)
        }
        return id
    }

    /// - Parameter origin: where whoever is told reaches us.
    func address(ofHosted id: String, at origin: String) -> String { "\(origin)\(Self.path)\(id)" }

    /// The address under which words that came within a body are found again: the core context's where
    /// nobody has put them there yet.
    func address(of context: TermTable, at origin: String) -> String {
        let key = String(decoding: context.document.canonical, as: UTF8.self)
        return implicit.withLock { $0[key] }.map { address(ofHosted: $0, at: origin) } ?? CoreContext.url
    }

    /// Makes sure that words that came within a body can be named by an address.
    func keepImplicit(_ context: TermTable, of call: Call) async throws {
        guard context.link == nil else { return }
        let key = String(decoding: context.document.canonical, as: UTF8.self)
        if implicit.withLock({ $0[key] }) != nil { return }
        let kept = try call.twin.read { contents in
            contents.documents[Self.sort]?.first { _, json in
                json["kind"]?.asString == Kind.implicit.rawValue && json["document"] == context.document
            }?.key
        }
        let id: String
        if let kept { id = kept } else {
            id = try await host(context.document, kind: .implicit, of: call)
        }
        implicit.withLock { $0[key] = id }
    }

    // MARK: Telling of them

    func all(of call: Call) throws -> [Known] {
        let origin = call.request.origin
        let uses = uses.withLock { $0 }
        let own = try call.twin.read { $0.documents[Self.sort] ?? [:] }.map { id, json in
            let url = address(ofHosted: id, at: origin)
            return Known(
                id: id, url: url, kind: json["kind"]?.asString.flatMap(Kind.init(rawValue:)) ?? .hosted,
                at: json["at"]?.stamp ?? call.now, lastUsed: uses[url]?.last, hits: uses[url]?.hits ?? 0,
                document: json["document"])
        }
        let others = fetched.all.map { url, fetched in
            Known(
                id: EntityHistory.base(url, .init(name: "", datasetId: nil)), url: url, kind: .cached,
                at: fetched.at, expiresAt: fetched.expiresAt, lastUsed: uses[url]?.last,
                hits: uses[url]?.hits ?? 0, document: nil)
        }
        return (own + others).sorted { $0.url < $1.url }
    }

    /// The context of an id, or at an address.
    func find(_ id: String, of call: Call) throws -> Known? {
        if let core = CoreContext.document(at: id) {
            return Known(
                id: id, url: id, kind: .cached, at: call.hub.begun, lastUsed: nil, hits: 0,
                document: core["@context"])
        }
        return try all(of: call).first { $0.id == id || $0.url == id }
    }

    func remove(_ known: Known, of call: Call) async throws {
        if known.kind == .cached {
            fetched.remove(known.url)
        } else {
            try await call.perform { $0.keep(nil, as: Self.sort, known.id) }
        }
        forget(known.id)
    }

    /// Forgets one that is gone, and what was built on it.
    func forget(_ id: String) {
        implicit.withLock { implicit in implicit = implicit.filter { $0.value != id } }
        cache.withLock { $0?.forgetAll() }
    }

    /// Fetches one anew. If that fails, or what comes is of no use, the one there is stays.
    func reload(_ known: Known, of call: Call) async throws {
        let new: FetchedContexts.Fetched
        do {
            new = try await fetched.fetch(known.url, call.request.site.outside, at: call.now)
            let own = try ContextCompiler.context(of: new.document, from: known.url)
            _ = try await cache(call).table(for: own)
        } catch let problem as TwinProblem {
            throw TwinProblem(.contextNotAvailable, problem.detail, clause: "5.13.5")
        }
        fetched.keep(new, known.url)
        cache(call).forgetAll()
    }
}
