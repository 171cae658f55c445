// SPDX-License-Identifier: EUPL-1.2

/// A mistake in a file of rules or of a jurisdiction, told so that its author can mend it.
public struct RuleFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where in the file: `rules[3].values[0].from`; empty for the file as a whole.
    public let path: String
    /// What is wrong there and what would be right, in English: authors of files read it.
    public let message: String

    public init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
