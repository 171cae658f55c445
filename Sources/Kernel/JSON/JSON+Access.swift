// SPDX-License-Identifier: EUPL-1.2

extension JSON {
    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The truth value; nil for any other kind.
    public var asBool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The integer; nil for any other kind, and for a number written with fraction or exponent.
    public var asInteger: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The number as floating point; nil for any other kind and for one out of range.
    public var asDouble: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let number): number.double
        default: nil
        }
    }

    /// The digits of a number as written; nil for any other kind.
    public var lexeme: String? {
        switch self {
        case .integer(let value): String(value)
        case .number(let number): number.lexeme
        default: nil
        }
    }

    /// The string; nil for any other kind.
    public var asString: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements; nil for any other kind.
    public var asArray: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// The members; nil for any other kind.
    public var asObject: JSONObject? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The kind in one word: `null`, `boolean`, `number`, `string`, `array` or `object`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The member under a key; nil where there is none or this is no object. Setting a member of
    /// anything but an object turns it into one.
    public subscript(key: String) -> JSON? {
        get { asObject?[key] }
        set {
            var members = asObject ?? JSONObject()
            // The old value is let go first, so that the members are changed in place.
            self = .null
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at a place; nil where there is none or this is no array.
    public subscript(index: Int) -> JSON? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    /// The value a JSON Pointer (RFC 6901) such as `/site/areas/0` leads to, nil where it leads
    /// nowhere. The empty pointer is the value itself; `~1` stands for `/` and `~0` for `~`.
    public subscript(pointer pointer: String) -> JSON? {
        if pointer.isEmpty { return self }
        guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
        var value = self
        for part in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let next = value.step(String(part)) else { return nil }
            value = next
        }
        return value
    }

    private func step(_ part: String) -> JSON? {
        switch self {
        case .object(let members):
            guard part.utf8.contains(UInt8(ascii: "~")) else { return members[part] }
            return members[JSON.unescaped(part)]
        case .array(let values):
            let digits = part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard digits, part == "0" || part.utf8.first != 0x30, let index = Int(part),
                values.indices.contains(index)
            else { return nil }
            return values[index]
        default:
            return nil
        }
    }

    private static func unescaped(_ part: String) -> String {
        part.split(separator: "~1", omittingEmptySubsequences: false)
            .map {
                $0.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
            }
            .joined(separator: "/")
    }
}
