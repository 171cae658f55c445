// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Defines terms, one object of a context after the other (JSON-LD 1.1 API, 4.1 and 4.2).
struct ContextBuilder {
    private(set) var terms = ContextTerms()
    private let limits: ContextCompiler.Limits
    /// The object in hand; a definition may name terms that come later in it.
    private var members = JSONObject()
    /// The terms of the object that are done, and those in the middle of it.
    private var isDone: [String: Bool] = [:]

    init(limits: ContextCompiler.Limits) { self.limits = limits }

    /// Forgets everything: the context was `null`.
    mutating func reset() { terms = ContextTerms() }

    /// Adds an object's definitions over those before.
    mutating func add(_ object: JSONObject) throws(TwinProblem) {
        members = object
        isDone = [:]
        try readKeywords()
        for (term, _) in object where term.utf8.first != UInt8(ascii: "@") {
            try define(term, depth: 0)
        }
    }

    private mutating func readKeywords() throws(TwinProblem) {
        if let version = members["@version"], version.asDouble != 1.1, version.asDouble != 1.0 {
            throw problem("@version", "must be 1.1")
        }
        for flag in ["@protected", "@propagate"] {
            if let value = members[flag], value.asBool == nil { throw problem(flag, "must be true or false") }
        }
        if let language = members["@language"], language.asString == nil, !language.isNull {
            throw problem("@language", "must be a language tag or null")
        }
        if let base = members["@base"] {
            guard base.isNull || base.asString != nil else {
                throw problem("@base", "must be an IRI or null")
            }
            terms.base = base.asString
        }
        switch members["@vocab"] {
        case nil: break
        case .null?: terms.vocabulary = CoreContext.defaultContext
        case .string(let text)?:
            let whole = text.isEmpty ? CoreContext.defaultContext : try expand(text, depth: 0)
            terms.vocabulary = whole
        default: throw problem("@vocab", "must be an IRI or null")
        }
    }

    private mutating func define(_ term: String, depth: Int) throws(TwinProblem) {
        if let isDone = isDone[term] {
            guard isDone else { throw problem(term, "is defined by itself, in a ring") }
            return
        }
        guard depth <= 64 else { throw problem(term, "is defined through too many other terms") }
        guard !term.isEmpty, term.utf8.count <= limits.name else { throw problem(term, "is no name") }
        guard let value = members[term] else { return }
        isDone[term] = false
        terms.definitions[term] = try definition(of: term, value, depth)
        isDone[term] = true
    }

    private mutating func definition(
        of term: String, _ value: JSON, _ depth: Int
    ) throws(TwinProblem) -> TermDefinition? {
        switch value {
        case .null: return nil
        case .string(let text): return try plain(term, text, depth)
        case .object(let object):
            if object["@context"] != nil, limits.refusesScopedContexts {
                throw problem(term, "has a context of its own, which NGSI-LD does not allow")
            }
            // NGSI-LD has no way to write a property from its object to its subject.
            if object["@reverse"] != nil { return nil }
            return try full(term, object, depth)
        default: throw problem(term, "must be an IRI, an object, or null")
        }
    }

    private mutating func plain(
        _ term: String, _ text: String, _ depth: Int
    ) throws(TwinProblem) -> TermDefinition? {
        if text == term, !text.utf8.contains(UInt8(ascii: ":")) {
            return TermDefinition(iri: terms.vocabulary + term)
        }
        if text.utf8.first == UInt8(ascii: "@") {
            return Self.keywords.contains(text) ? TermDefinition(iri: text) : nil
        }
        guard !text.isEmpty else { throw problem(term, "stands for nothing: its IRI is empty") }
        return TermDefinition(iri: try expand(text, depth: depth, for: term))
    }

    private mutating func full(
        _ term: String, _ object: JSONObject, _ depth: Int
    ) throws(TwinProblem) -> TermDefinition? {
        let meaning: TermDefinition?
        switch object["@id"] {
        case nil: meaning = try plain(term, term, depth)
        case .null?: return nil
        case .string(let text)?: meaning = try plain(term, text, depth)
        default: throw problem(term, "has an @id that is no IRI")
        }
        guard var definition = meaning else { return nil }
        if let type = object["@type"] {
            guard let text = type.asString else { throw problem(term, "has an @type that is no IRI") }
            definition.coercion =
                text.utf8.first == UInt8(ascii: "@") ? text : try expand(text, depth: depth)
        }
        definition.containers = try containers(term, object["@container"])
        if let prefix = object["@prefix"] {
            guard let isOne = prefix.asBool else {
                throw problem(term, "has an @prefix that is neither true nor false")
            }
            definition.saysPrefix = isOne
        }
        if let language = object["@language"], language.asString == nil, !language.isNull {
            throw problem(term, "has an @language that is no language tag")
        }
        return definition
    }

    private func containers(_ term: String, _ value: JSON?) throws(TwinProblem) -> [String] {
        let known = ["@list", "@set", "@language", "@index", "@id", "@type", "@graph"]
        var containers: [String] = []
        switch value {
        case nil, .null?: break
        case .string(let name)?: containers = [name]
        case .array(let items)?: containers = items.map { $0.asString ?? "" }
        default: containers = [""]
        }
        guard containers.allSatisfy(known.contains) else {
            throw problem(term, "has an @container that is none of \(known.joined(separator: ", "))")
        }
        return containers
    }

    /// The whole IRI of an IRI, a `prefix:name` or a term, whichever of them comes first in the object.
    /// Prefixes may be built on one another, and what they come to is as long as a name may be, too.
    private mutating func expand(
        _ text: String, depth: Int, for term: String? = nil
    ) throws(TwinProblem) -> String {
        guard text.utf8.count <= limits.name else { throw problem(term ?? "@vocab", "has too long an IRI") }
        let whole = try whole(text, depth, term)
        guard whole.utf8.count <= limits.name else { throw problem(term ?? "@vocab", "has too long an IRI") }
        return whole
    }

    private mutating func whole(
        _ text: String, _ depth: Int, _ term: String?
    ) throws(TwinProblem) -> String {
        if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let prefix = String(text[..<colon])
            let suffix = text[text.utf8.index(after: colon)...]
            if suffix.utf8.starts(with: [0x2F, 0x2F]) || prefix == "_" { return text }
            guard prefix != term, let meaning = try known(prefix, depth) else { return text }
            return meaning.iri + suffix
        }
        if text != term, let meaning = try known(text, depth) { return meaning.iri }
        return terms.vocabulary + text
    }

    private mutating func known(_ term: String, _ depth: Int) throws(TwinProblem) -> TermDefinition? {
        if let core = CoreContext.definitions[term] { return core }
        if members[term] != nil { try define(term, depth: depth + 1) }
        return terms.definitions[term]
    }

    private func problem(_ term: String, _ reason: String) -> TwinProblem {
        .bad("In the @context, “\(term.prefix(100))” \(reason).", at: "/@context", clause: "5.5.7")
    }

    private static let keywords: Set = [
        "@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@index", "@none", "@json",
        "@vocab", "@included", "@nest", "@direction",
    ]
}
