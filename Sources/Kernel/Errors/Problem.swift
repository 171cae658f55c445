// SPDX-License-Identifier: EUPL-1.2

/// Something the person who asked can mend: which field, what is wrong, how to put it right.
/// Problems are collected, so that all are shown at once and nothing typed is lost.
public struct Problem: Sendable, Hashable {
    /// The stored name of the field; nil: the whole.
    public let field: String?
    /// Stable name for programs: `required`, `too_long`, `not_a_day`.
    public let code: String
    /// What is said to the person.
    public let phrase: Phrase

    public init(_ field: String?, _ code: String, _ phrase: Phrase) {
        self.field = field
        self.code = code
        self.phrase = phrase
    }
}

/// All problems of one request (HTTP 422).
public struct Problems: Error, Sendable, Hashable {
    public var all: [Problem]

    public init(_ all: [Problem] = []) { self.all = all }

    public init(_ field: String?, _ code: String, _ phrase: Phrase) {
        all = [Problem(field, code, phrase)]
    }

    /// Adds one more.
    public mutating func add(_ field: String?, _ code: String, _ phrase: Phrase) {
        all.append(Problem(field, code, phrase))
    }

    /// Throws itself if there is any.
    public func check() throws {
        if !all.isEmpty { throw self }
    }
}
