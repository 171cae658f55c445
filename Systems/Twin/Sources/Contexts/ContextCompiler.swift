// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Makes a `TermTable` of a user's `@context`: an address, an object, or an array of both, however
/// nested (JSON-LD 1.1, 4.1; GS CIM 009, 4.4 and 5.5.7). Whatever it is given, the work is bounded.
struct ContextCompiler: Sendable {
    /// Gets the JSON document at an address, which counts against what may be fetched unless it is at hand.
    /// What it throws, but a `TwinProblem`, is taken as that the document cannot be had.
    typealias Loader = @Sendable (String, FetchBudget) async throws -> JSON

    /// How much is put up with.
    struct Limits: Sendable {
        /// Terms in all, and parts: a document that is named again is gone through again.
        var terms = 20_000
        /// Arrays in arrays, and contexts that name contexts.
        var depth = 16
        /// Documents that are fetched.
        var loads = 20
        /// Bytes of a name or an IRI.
        var name = 2_000
        /// Whether a context within the definition of a term is refused, as 5.5.7 would have it, or passed
        /// over.
        var refusesScopedContexts = true
    }

    let limits: Limits
    private let load: Loader

    init(limits: Limits = Limits(), load: @escaping Loader) {
        self.limits = limits
        self.load = load
    }

    /// Compiles the value of an `@context` member.
    /// - Parameter budget: what may still be fetched for it.
    func compile(_ context: JSON, within budget: FetchBudget = FetchBudget()) async throws -> TermTable {
        var walk = Walk(budget: budget)
        try await flatten(context, near: nil, within: [], into: &walk)
        var builder = ContextBuilder(limits: limits)
        for layer in walk.layers {
            if let layer { try builder.add(layer) } else { builder.reset() }
        }
        let (document, link) = ContextCompiler.shown(context)
        return TermTable(builder.terms, document: document, link: link)
    }

    /// The value of `@context` of a document that was fetched or is to be hosted.
    /// - Throws: `BadRequestData` if the document is no context.
    static func context(of document: JSON, from url: String) throws(TwinProblem) -> JSON {
        guard let context = document["@context"] else {
            throw .bad(
                "What is at \(url.prefix(200)) is no JSON-LD context: it has no @context.",
                at: "/@context", clause: "5.5.7")
        }
        return context
    }

    /// The user's context without the core context, which is implied, and its address if it is one.
    static func shown(_ context: JSON) -> (document: JSON, link: String?) {
        switch context {
        // What cannot stand between the brackets of the header has no address.
        case .string(let url): return (context, NameRules.isURI(url) ? url : nil)
        case .array(let items):
            let own = items.filter { !($0.asString.map(CoreContext.isCore) ?? false) }
            if own.isEmpty { return shown(items.last ?? .null) }
            return own.count == 1 ? shown(own[0]) : (.array(own), nil)
        case .null: return (.string(CoreContext.url), CoreContext.url)
        default: return (context, nil)
        }
    }

    /// What has been met so far: the objects in their order, nil where everything before is dropped.
    private struct Walk {
        let budget: FetchBudget
        var layers: [JSONObject?] = []
        var loads = 0
        /// Documents that were fetched, so that none is fetched twice.
        var documents: [String: JSON] = [:]
        var terms = 0
        var parts = 0
    }

    private func flatten(
        _ context: JSON, near base: String?, within open: [String], into walk: inout Walk, depth: Int = 0
    ) async throws {
        guard depth <= limits.depth else { throw refused("it is nested too deeply") }
        walk.parts += 1
        guard walk.parts <= limits.terms else { throw refused("it has too many parts") }
        switch context {
        case .null: walk.layers.append(nil)
        case .string(let reference):
            let url = try resolve(reference, near: base)
            guard !CoreContext.isCore(url) else { return }
            guard !open.contains(url) else { throw refused("\(url.prefix(200)) leads back to itself") }
            let inner = try ContextCompiler.context(of: try await document(url, &walk), from: url)
            try await flatten(inner, near: url, within: open + [url], into: &walk, depth: depth + 1)
        case .array(let items):
            for item in items {
                try await flatten(item, near: base, within: open, into: &walk, depth: depth + 1)
            }
        case .object(let members):
            walk.terms += members.count
            guard walk.terms <= limits.terms else { throw refused("it has more than \(limits.terms) terms") }
            walk.layers.append(try await imported(members, near: base, into: &walk))
        default: throw refused("it must be an address, an object, or an array of these")
        }
    }

    /// An object's members over those of the document it names in `@import`.
    private func imported(
        _ members: JSONObject, near base: String?, into walk: inout Walk
    ) async throws -> JSONObject {
        guard let reference = members["@import"] else { return members }
        guard let reference = reference.asString else { throw refused("@import must be an address") }
        let url = try resolve(reference, near: base)
        guard !CoreContext.isCore(url) else { return members }
        let inner = try ContextCompiler.context(of: try await document(url, &walk), from: url)
        guard var merged = inner.asObject, merged["@import"] == nil else {
            throw refused("@import must lead to one object, which imports nothing")
        }
        walk.terms += merged.count
        guard walk.terms <= limits.terms else { throw refused("it has more than \(limits.terms) terms") }
        for (key, value) in members { merged[key] = value }
        return merged
    }

    private func document(_ url: String, _ walk: inout Walk) async throws -> JSON {
        if let known = walk.documents[url] { return known }
        walk.loads += 1
        guard walk.loads <= limits.loads else {
            throw refused("it needs more than \(limits.loads) other documents")
        }
        let document: JSON
        do {
            document = try await load(url, walk.budget)
        } catch let problem as TwinProblem {
            throw problem
        } catch {
            throw TwinProblem(
                .contextNotAvailable, "The JSON-LD context at \(url.prefix(200)) cannot be had: \(error)",
                at: "/@context", clause: "6.3.2")
        }
        walk.documents[url] = document
        return document
    }

    private func resolve(_ reference: String, near base: String?) throws(TwinProblem) -> String {
        guard !reference.isEmpty, reference.utf8.count <= limits.name else {
            throw refused("an address in it is empty or too long")
        }
        let plain = reference.split(separator: "#", omittingEmptySubsequences: false).first.map(String.init)
        guard let plain, !plain.isEmpty else { throw refused("it names itself") }
        if NameRules.isURI(plain) { return plain }
        guard let base, let resolved = URL(string: plain, relativeTo: URL(string: base)) else {
            throw refused("“\(reference.prefix(200))” is no address")
        }
        return resolved.absoluteString
    }

    private func refused(_ reason: String) -> TwinProblem {
        .bad("The @context cannot be used: \(reason).", at: "/@context", clause: "5.5.7")
    }
}
