// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A compiled `@context`: a user's terms and prefixes, and the core context over them (GS CIM 009, 4.4,
/// 5.5.7). Made once by `ContextCompiler`, then only read.
final class TermTable: Naming {
    /// The core context alone.
    static let core = TermTable(ContextTerms(), document: .string(CoreContext.url), link: CoreContext.url)

    /// The user's context as it goes into the `@context` of a body; the core context is implied.
    let document: JSON
    /// The address for the `Link` header; nil for a context that has none of its own and must be hosted.
    let link: String?
    /// Whether it is a core context alone, in whichever version it was named (6.3.6).
    let isCore: Bool
    /// `@base`, against which the user's relative identifiers would be read.
    let base: String?
    /// How many terms the user's context defines: its weight in a cache.
    let weight: Int

    private let definitions: [String: TermDefinition]
    /// The term for an IRI.
    private let terms: [String: String]
    /// The prefix for an IRI that ends in a delimiter.
    private let prefixes: [String: String]
    /// How long those IRIs are, the longest first.
    private let prefixLengths: [Int]

    init(_ user: ContextTerms, document: JSON, link: String?) {
        self.document = document
        self.link = link
        isCore = link.map(CoreContext.isCore) ?? false
        base = user.base
        weight = user.definitions.count
        let merged = user.definitions.merging(CoreContext.definitions) { _, core in core }
        definitions = merged
        terms = TermTable.reversed(CoreContext.definitions)
            .merging(TermTable.reversed(user.definitions, within: merged)) { _, user in user }
        prefixes = TermTable.reversed(merged.filter { $0.value.isPrefix })
        prefixLengths = Set(prefixes.keys.map(\.utf8.count)).sorted(by: >)
    }

    /// What a term means; nil for one that nobody defined.
    func definition(of term: String) -> TermDefinition? { definitions[term] }

    func expand(_ name: String) -> String {
        if let definition = definitions[name] { return definition.iri }
        if name.utf8.first == UInt8(ascii: "@") { return name }
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            return CoreContext.defaultContext + name
        }
        let suffix = name[name.utf8.index(after: colon)...]
        guard !suffix.utf8.starts(with: [0x2F, 0x2F]), let prefix = definitions[String(name[..<colon])],
            prefix.isPrefix
        else { return name }
        return prefix.iri + suffix
    }

    func compact(_ iri: String) -> String {
        if let term = terms[iri] { return term }
        if iri.hasPrefix(CoreContext.defaultContext) {
            let name = String(iri[iri.utf8.index(iri.startIndex, offsetBy: TermTable.defaultLength)...])
            if standsByItself(name) { return name }
        }
        return prefixed(iri) ?? iri
    }

    private static let defaultLength = CoreContext.defaultContext.utf8.count

    /// Whether a name reads back as one of the default context, and as nothing else.
    private func standsByItself(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "@") else { return false }
        return !name.utf8.contains(UInt8(ascii: ":")) && definitions[name] == nil
    }

    /// The name with the longest prefix that reads back as the same IRI. It is looked for where prefixes end
    /// alone: a vocabulary's word may be as long as somebody likes, and nothing but delimiters.
    private func prefixed(_ iri: String) -> String? {
        let count = iri.utf8.count
        for length in prefixLengths where length < count {
            let end = iri.utf8.index(iri.startIndex, offsetBy: length)
            guard TermDefinition.isDelimiter(iri.utf8[iri.utf8.index(before: end)]),
                let prefix = prefixes[String(iri[..<end])]
            else { continue }
            let name = prefix + ":" + iri[end...]
            if expand(name) == iri { return name }
        }
        return nil
    }

    /// From IRI to term. Where several terms mean the same, the shortest, then the first of the alphabet.
    private static func reversed(
        _ definitions: [String: TermDefinition], within all: [String: TermDefinition]? = nil
    ) -> [String: String] {
        var terms: [String: String] = [:]
        terms.reserveCapacity(definitions.count)
        for (term, definition) in definitions where definition.iri.utf8.first != UInt8(ascii: "@") {
            if let all, all[term]?.iri != definition.iri { continue }
            if let other = terms[definition.iri], !precedes(term, other) { continue }
            terms[definition.iri] = term
        }
        return terms
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        let (left, right) = (one.utf8.count, other.utf8.count)
        return left == right ? one.utf8.lexicographicallyPrecedes(other.utf8) : left < right
    }
}
