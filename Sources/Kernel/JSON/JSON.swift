// SPDX-License-Identifier: EUPL-1.2

/// A JSON value (RFC 8259), exactly as it was written.
///
/// Reading and writing again changes nothing but white space and escapes: members keep their
/// order and numbers keep their digits. Foundation's own reader keeps neither, and answers
/// differently on each platform.
///
/// Two values are equal when their strings are the same bytes (a composed and a decomposed "é"
/// differ, as their digests do), their numbers have the same digits, and their objects have the
/// same members in any order.
public enum JSON: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction or exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number, digits kept.
    case number(JSONNumber)
    /// A string of Unicode scalars.
    case string(String)
    /// A list.
    case array([JSON])
    /// Members in the order they were written.
    case object(JSONObject)

    /// A number with a fraction, written in the shortest way that reads back the same.
    /// The value must be finite: JSON has no other.
    public static func decimal(_ value: Double) -> JSON {
        guard let number = JSONNumber(value) else {
            preconditionFailure("JSON has no way to write \(value)")
        }
        return .number(number)
    }

    /// An integer of any Swift kind.
    public static func integer(_ value: Int) -> JSON { .integer(Int64(value)) }

    /// A string, or `null` where there is none.
    public static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
}

extension JSON: Hashable {
    public static func == (lhs: JSON, rhs: JSON) -> Bool {
        switch (lhs, rhs) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): value.hashBytes(into: &hasher)
        case .array(let values): hasher.combine(values)
        case .object(let members): hasher.combine(members)
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The value as compact JSON text.
    public var description: String { text() }
}

extension String {
    /// Swift's `==` holds for canonically equivalent strings; JSON, digests and SQL compare bytes.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    func hashBytes(into hasher: inout Hasher) {
        let fed: Void? = utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if fed == nil {
            Array(utf8).withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }
}
