// SPDX-License-Identifier: EUPL-1.2

/// Why something is no shape or no place, in words for the person who sent it.
public struct GeometryError: Error, Sendable, Hashable {
    /// What is wrong: a key that starts with `geometry.`; `at` in its values is a JSON Pointer.
    public let phrase: Phrase

    init(_ key: String, _ values: [String: String] = [:]) {
        phrase = Phrase("geometry.\(key)", values)
    }
}
