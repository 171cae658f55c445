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
            if let lastUsed { members["lastUsage"] = .string(lastUsed.description) }
            return .object(members)
        }
    }

    private struct Fetched {
        let at: Stamp
        let document: JSON
        /// In bytes, as it came.
        let size: Int
    }

    private struct Use {
        var last: Stamp
        var hits: Int
    }

    static let sort = "context"
    private static let path = "/ngsi-ld/v1/jsonldContexts/"
    private static let largest = 4 << 20
    /// How many documents that were fetched are kept, and how large they may be together.
    private static let (mostFetched, largestTogether) = (500, 64 << 20)
    /// Of how many addresses it is known how they were used.
    private static let mostUses = 10_000

    private let fetched = Mutex<[String: Fetched]>([:])
    private let uses = Mutex<[String: Use]>([:])
    /// By which of our own addresses what came in bodies is known.
    private let implicit = Mutex<[String: String]>([:])
    private let cache = Mutex<ContextCache?>(nil)

    /// The table of a context, fetched and compiled where it is not at hand.
    func table(for context: JSON, of call: Call) async throws -> TermTable {
        try await table(for: context, call.request.site.outside, call.twin, at: call.now)
    }

    /// The same, where nobody has called.
    func table(
        for context: JSON, _ outside: Outside?, _ twin: Twin, at now: Stamp
    ) async throws -> TermTable {
        let cache = cache(outside, twin)
        if case .string(let url) = context {
            note(url, at: now)
            if let table = cache.ready(url) { return table }
        }
        return try await cache.table(for: context)
    }

    /// The table of an address if it is at hand.
    func ready(_ url: String, at now: Stamp) -> TermTable? {
        let table = cache.withLock { $0 }?.ready(url)
        if table != nil { note(url, at: now) }
        return table
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
            let new = ContextCache(ContextCompiler { [weak self, weak twin] url in
                guard let self, let twin else { throw TwinProblem(.contextNotAvailable, "The server ends.") }
                return try await self.load(url, outside, twin)
            })
            cache = new
            return new
        }
    }

    /// The document at an address: one of ours, one that was fetched, or one that is fetched now.
    private func load(_ url: String, _ outside: Outside?, _ twin: Twin) async throws -> JSON {
        if let core = CoreContext.document(at: url) { return core }
        if let range = url.range(of: Self.path) {
            let id = String(url[range.upperBound...])
            if let own = try document(id, of: twin) { return ["@context": own] }
        }
        if let known = fetched.withLock({ $0[url]?.document }) { return known }
        let (document, size) = try await fetch(url, outside)
        keep(Fetched(at: Stamp(microseconds: 0), document: document, size: size), of: url)
        return document
    }

    /// Keeps a document that was fetched; those longest not used go when there are too many.
    private func keep(_ document: Fetched, of url: String) {
        let uses = uses.withLock { $0 }
        fetched.withLock { fetched in
            fetched[url] = document
            var size = fetched.values.reduce(0) { $0 + $1.size }
            while fetched.count > Self.mostFetched || size > Self.largestTogether {
                func last(_ url: String) -> Stamp { uses[url]?.last ?? Stamp(microseconds: 0) }
                guard let oldest = fetched.keys.filter({ $0 != url }).min(by: { last($0) < last($1) }) else {
                    return
                }
                size -= fetched.removeValue(forKey: oldest)?.size ?? 0
            }
        }
    }

    private func fetch(_ url: String, _ outside: Outside?) async throws -> (JSON, size: Int) {
        func unavailable(_ why: String) -> TwinProblem {
            TwinProblem(
                .contextNotAvailable, "The context \(url.prefix(300)) cannot be had: \(why)", clause: "5.5.6")
        }
        guard let outside, url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw unavailable("nothing is fetched from there.")
        }
        let answer: OutgoingResponse
        do {
            answer = try await outside.fetching.send(
                OutgoingRequest(
                    "GET", url, headers: [("accept", "application/ld+json, application/json;q=0.9")],
                    timeout: .seconds(5), largestAnswer: Self.largest))
        } catch {
            throw unavailable("there is no answer, or the address is not allowed.")
        }
        guard answer.status == 200 else { throw unavailable("it answers \(answer.status).") }
        guard let json = try? JSON(parsing: answer.body, limits: JSON.Limits(depth: 64)) else {
            throw TwinProblem.bad(
                "What is at \(url.prefix(300)) is no context: it is not JSON.", at: "/@context",
                clause: "5.5.6")
        }
        return (json, answer.body.count)
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

    func address(ofHosted id: String, host: String) -> String { "http://\(host)\(Self.path)\(id)" }

    /// The address under which words that came within a body are found again: the core context's where
    /// nobody has put them there yet.
    func address(of context: TermTable, host: String) -> String {
        let key = String(decoding: context.document.canonical, as: UTF8.self)
        return implicit.withLock { $0[key] }.map { address(ofHosted: $0, host: host) } ?? CoreContext.url
    }

    /// Makes sure that words that came within a body can be named by an address.
    func keepImplicit(_ context: TermTable, of call: Call) async throws {
        guard context.link == nil else { return }
        let key = String(decoding: context.document.canonical, as: UTF8.self)
        if implicit.withLock({ $0[key] }) != nil { return }
        let id = try await host(context.document, kind: .implicit, of: call)
        implicit.withLock { $0[key] = id }
    }

    // MARK: Telling of them

    func all(of call: Call) throws -> [Known] {
        let host = call.request.headers["host"] ?? "localhost"
        let uses = uses.withLock { $0 }
        let own = try call.twin.read { $0.documents[Self.sort] ?? [:] }.map { id, json in
            let url = address(ofHosted: id, host: host)
            return Known(
                id: id, url: url, kind: json["kind"]?.asString.flatMap(Kind.init(rawValue:)) ?? .hosted,
                at: json["at"]?.stamp ?? call.now, lastUsed: uses[url]?.last, hits: uses[url]?.hits ?? 0,
                document: json["document"])
        }
        let others = fetched.withLock { $0 }.map { url, fetched in
            Known(
                id: EntityHistory.base(url, .init(name: "", datasetId: nil)), url: url, kind: .cached,
                at: uses[url]?.last ?? call.now, lastUsed: uses[url]?.last, hits: uses[url]?.hits ?? 0,
                document: nil)
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
            fetched.withLock { $0[known.url] = nil }
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
        let (document, size): (JSON, Int)
        do {
            (document, size) = try await fetch(known.url, call.request.site.outside)
            let own = try ContextCompiler.context(of: document, from: known.url)
            _ = try await cache(call).table(for: own)
        } catch let problem as TwinProblem {
            throw TwinProblem(.contextNotAvailable, problem.detail, clause: "5.13.5")
        }
        keep(Fetched(at: call.now, document: document, size: size), of: known.url)
        cache(call).forgetAll()
    }
}
