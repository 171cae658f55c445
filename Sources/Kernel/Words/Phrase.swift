// SPDX-License-Identifier: EUPL-1.2

/// Something to be said to a person, not yet in any language: a key of `Words/` and the values
/// its text has places for. Days stand in `values` in ISO form; `Words` writes them out.
public struct Phrase: Sendable, Hashable, Codable {
    /// The key under which the text stands in `Words/`, such as `clock.step.start`.
    public var key: String
    /// What goes into the text's `{places}`.
    public var values: [String: String]

    /// A phrase by its key, with the values its text names.
    public init(_ key: String, _ values: [String: String] = [:]) {
        self.key = key
        self.values = values
    }
}
