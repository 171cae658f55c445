// SPDX-License-Identifier: EUPL-1.2

/// A value as a store holds it. Four shapes are enough for every kind of field, read well in any
/// SQL shell, and compare alike on every engine.
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    /// Only for coordinates in spatial indexes; no field is stored as one.
    case real(Double)
    case text(String)

    /// The text, if it is one.
    @inlinable public var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The integer, if it is one.
    @inlinable public var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }

    /// The number, whether stored as a real or as an integer.
    public var real: Double? {
        switch self {
        case .real(let real): real
        case .integer(let integer): Double(integer)
        default: nil
        }
    }

    @inlinable public var isNull: Bool { if case .null = self { true } else { false } }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral integer: Int64) { self = .integer(integer) }
    public init(nilLiteral: ()) { self = .null }
}
