// SPDX-License-Identifier: EUPL-1.2

/// A machine that translates: a program of the operator's, or a service they chose.
public protocol Translator: Sendable {
    /// Translates texts, each on its own.
    /// - Parameters:
    ///   - source: the language they are in, by its ISO 639-1 code; nil: the machine is to find out.
    ///   - target: the language they are wanted in.
    /// - Returns: as many texts as were given, in their order. What is in them is the machine's word:
    ///   text, and nothing else is to be made of it.
    /// - Throws: `TranslatorFailure`.
    func translate(
        _ texts: [String], from source: String?, to target: String
    ) async throws -> [String]
}

/// A machine has not translated, and why: in words for an officer, without anything secret.
public struct TranslatorFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
    /// Whether asking again would come to the same.
    public let isFinal: Bool

    public init(_ description: String, isFinal: Bool = false) {
        self.description = description
        self.isFinal = isFinal
    }
}
