// SPDX-License-Identifier: EUPL-1.2

/// What a kind of record is in the words of vocabularies, for faces that tell programs of its records
/// field by field, such as the twin. What is not said here follows from the fields themselves. Names are
/// written with the usual prefixes (`dct:title`), or whole.
public struct LinkedTerms: Sendable {
    /// Of records of the commons: how one is about a tenant. Those of a tenant's own store are its own.
    public struct About: Sendable {
        /// The field that holds the tenant's slug.
        public let field: String
        /// The states in which everyone is told of it.
        public let states: Set<State>
        /// Where it is read, with `:` before the names of fields whose values stand there:
        /// `/directory/:slug`.
        public let page: String
        /// Whether it is the tenant itself, and so called what that is called.
        public let isTenant: Bool

        /// Says which field, in which states it counts, and where it is read.
        public init(field: String, in states: Set<State>, page: String, isTenant: Bool = false) {
            (self.field, self.states, self.page, self.isTenant) = (field, states, page, isTenant)
        }
    }

    /// What one of it is: `schema:Event`.
    public let types: [String]
    /// What the values of its fields are: `dct:description` of `text`.
    public let names: [String: String]
    /// Texts that are in no language, whatever the others are in: names, codes, addresses.
    public let codes: Set<String>
    public let about: About?

    /// What differs from what follows from the fields.
    public init(
        _ types: [String] = [], names: [String: String] = [:], codes: Set<String> = [],
        about: About? = nil
    ) {
        (self.types, self.names, self.codes, self.about) = (types, names, codes, about)
    }

    /// The fields it speaks of.
    var fields: Set<String> {
        Set(names.keys).union(codes).union(about.map { [$0.field] } ?? [])
    }
}
