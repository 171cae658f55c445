// SPDX-License-Identifier: EUPL-1.2

/// A table as every engine has it, described once; how it is written is the dialect's. Texts are
/// compared as bytes, whole numbers have 64 bits.
struct Table: Sendable {
    enum Sort: Sendable { case text, integer, real }

    struct Column: Sendable {
        let name: String
        let sort: Sort
        /// Whether every row has a value in it.
        let isRequired: Bool
    }

    /// Who gives the rows their numbers.
    enum Numbering: Sendable {
        /// Whoever puts them in.
        case given
        /// The engine, in the column that is the key.
        case counted
        /// The engine, and never one that a row had which is gone.
        case neverAgain
    }

    let name: String
    let columns: [Column]
    let key: [String]
    let numbering: Numbering

    init(
        _ name: String, _ columns: [Column], key: [String], numbering: Numbering = .given
    ) {
        self.name = name
        self.columns = columns
        self.key = key
        self.numbering = numbering
    }
}

extension Table.Column {
    /// A text in every row.
    static func text(_ name: String) -> Table.Column { .init(name: name, sort: .text, isRequired: true) }
    /// A whole number in every row.
    static func integer(_ name: String) -> Table.Column {
        .init(name: name, sort: .integer, isRequired: true)
    }
    /// A column that may be empty.
    static func maybe(_ name: String, _ sort: Table.Sort = .text) -> Table.Column {
        .init(name: name, sort: sort, isRequired: false)
    }
}

/// An index as every engine has it.
struct TableIndex: Sendable {
    struct Column: Sendable {
        let name: String
        var isDescending = false
        /// Whether rows without a value are in it; they come first where the order goes up.
        var mayBeEmpty = false
    }

    let name: String
    let table: String
    let columns: [Column]
    var isUnique = false
    /// Which rows are in it; nil: all.
    var condition: String?
}

extension TableIndex.Column {
    static func up(_ name: String, mayBeEmpty: Bool = false) -> TableIndex.Column {
        TableIndex.Column(name: name, mayBeEmpty: mayBeEmpty)
    }

    static func down(_ name: String, mayBeEmpty: Bool = false) -> TableIndex.Column {
        TableIndex.Column(name: name, isDescending: true, mayBeEmpty: mayBeEmpty)
    }
}

extension [TableIndex.Column] {
    /// Ascending columns that every row has a value in.
    static func up(_ names: String...) -> [TableIndex.Column] {
        names.map { TableIndex.Column(name: $0) }
    }
}
