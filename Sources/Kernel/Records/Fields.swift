// SPDX-License-Identifier: EUPL-1.2

/// The fields of a form, in order, with their names. Declared as an array literal.
public struct Fields<Owner: Sendable>: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private let list: [Field<Owner>]
    /// How they are read and written.
    public let table: FieldTable

    public init(_ list: [Field<Owner>]) {
        self.list = list
        table = FieldTable(names: FieldNames(list.map(\.name)), accesses: list.map(\.access))
    }

    /// Their names, shared by every form of this type.
    public var names: FieldNames { table.names }

    public init(arrayLiteral fields: Field<Owner>...) { self.init(fields) }

    public var startIndex: Int { list.startIndex }
    public var endIndex: Int { list.endIndex }
    public subscript(position: Int) -> Field<Owner> { list[position] }

    /// These fields, and then those.
    public static func + (left: Fields, right: some Sequence<Field<Owner>>) -> Fields {
        Fields(left.list + Array(right))
    }
}
