// SPDX-License-Identifier: EUPL-1.2

/// A word of one of the format's lists, such as `extend.rear`, with its meaning where it was
/// sent. One version of the format writes `{"value", "description"}`, another the word alone.
public struct ODPTerm: Sendable, Hashable {
    public let value: String
    public let description: String?

    public init(_ value: String, description: String? = nil) {
        self.value = value
        self.description = description
    }

    init?(_ at: ODPCursor) {
        if let value = at.text() {
            self.init(value)
        } else if let value = at["value"].text() {
            self.init(value, description: at["description"].text())
        } else {
            return nil
        }
    }

    /// A list of terms, or one alone.
    static func list(_ at: ODPCursor) -> [ODPTerm] {
        at.isArray ? at.elements.compactMap(ODPTerm.init) : [ODPTerm(at)].compactMap { $0 }
    }
}
