// SPDX-License-Identifier: EUPL-1.2

/// A struct with declared fields: the body of a record, or the input of an action. Its properties
/// have defaults, so that it can be made empty and filled field by field.
public protocol Form: Sendable {
    init()
    static var fields: Fields<Self> { get }
}

extension Form {
    /// The values of all fields, by stored name.
    @inlinable public var values: Values {
        withUnsafePointer(to: self) { Self.fields.table.values(of: $0) }
    }

    /// A form filled with stored values. Names that are missing keep their defaults; a value that
    /// does not fit its field does too.
    @inlinable
    public init(values: Values) {
        self.init()
        withUnsafeMutablePointer(to: &self) {
            Self.fields.table.fill($0, with: values)
        }
    }

    /// The value of one field, by its stored name; nil if there is none of that name.
    @inlinable
    public func value(of name: String) -> Value? {
        withUnsafePointer(to: self) { Self.fields.table.value(of: name, in: $0) }
    }

    /// Takes over every field that both forms have by name and kind, of those named.
    @inlinable
    public mutating func take(_ names: Set<String>? = nil, from other: some Form) {
        var values = Values(Self.fields.names)
        for name in names ?? Set(values.names.all) { values[name] = other.value(of: name) }
        withUnsafeMutablePointer(to: &self) {
            Self.fields.table.fill($0, with: values)
        }
    }
}

/// The input of an action that asks nothing.
public struct Nothing: Form {
    public init() {}
    public static let fields: Fields<Nothing> = []
}
