// SPDX-License-Identifier: EUPL-1.2

/// A set of named values: the stored values of a record's fields, or what was sent to an action.
public typealias Values = [String: Value]

/// A struct with declared fields: the body of a record, or the input of an action. Its properties
/// have defaults, so that it can be made empty and filled field by field.
public protocol Form: Sendable {
    init()
    static var fields: [Field<Self>] { get }
}

extension Form {
    /// The values of all fields, by stored name.
    public var values: Values {
        var values = Values(minimumCapacity: Self.fields.count)
        for field in Self.fields { values[field.name] = field.read(self) }
        return values
    }

    /// A form filled with stored values. Names that are missing keep their defaults; a value that
    /// does not fit its field does too.
    public init(values: Values) {
        self.init()
        for field in Self.fields {
            if let value = values[field.name] { _ = field.write(&self, value) }
        }
    }

    /// Takes over every field that both forms have by name and kind, of those named.
    public mutating func take(_ names: Set<String>? = nil, from other: some Form) {
        let values = other.values
        for field in Self.fields where names?.contains(field.name) ?? true {
            if let value = values[field.name] { _ = field.write(&self, value) }
        }
    }
}

/// The input of an action that asks nothing.
public struct Nothing: Form {
    public init() {}
    public static let fields: [Field<Nothing>] = []
}
