// SPDX-License-Identifier: EUPL-1.2

/// What a term of a context means (JSON-LD 1.1, 9.15.1).
struct TermDefinition: Sendable, Equatable {
    /// A whole IRI, or a keyword such as `@type`.
    let iri: String
    /// `@type`: `@id`, `@vocab`, `@json`, or the IRI of a data type.
    var coercion: String?
    /// `@container`: `@list`, `@language`, `@set` …
    var containers: [String] = []
    /// `@prefix`; nil: nothing is said of it.
    var saysPrefix: Bool?

    /// Whether it may stand before a colon: it says so, or its IRI ends where a name can follow.
    var isPrefix: Bool { saysPrefix ?? iri.utf8.last.map(TermDefinition.isDelimiter) ?? false }

    /// The delimiters of RFC 3986 (2.2) after which a name may follow.
    static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}

/// What a user's context adds to the core context.
struct ContextTerms: Sendable {
    var definitions: [String: TermDefinition] = [:]
    /// `@vocab`: where the terms stand that are defined without an IRI. For names that are not defined
    /// at all the core context, which comes last, has its own (4.4).
    var vocabulary = CoreContext.defaultContext
    var base: String?
}
