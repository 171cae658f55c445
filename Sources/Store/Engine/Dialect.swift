// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What the engines do differently in SQL: how tables are made, and how the register is searched.
/// Everything else is the same statement on each.
protocol Dialect: Sendable {
    /// The statement that makes a table, unless it is there.
    func making(_ table: Table) -> String
    /// The statement that makes an index, unless it is there.
    func making(_ index: TableIndex) -> String
    /// The statement that adds a column to a table that was made without it.
    func adding(_ column: Table.Column, to table: String) -> String
    /// A query for the names of the store's tables.
    var tables: String { get }
    /// A query for a table's columns in their order: name, type, whether each row has a value (1 or
    /// 0), and the place in the key, from 1 (0: none).
    func columns(of table: String) -> String
    /// Statements after which the engine gives a table's rows higher numbers than this one.
    func numbering(_ table: Table, after last: Int) -> [String]
    /// A query for what the engine's own clock says, in milliseconds since 1970; nil: it has the
    /// machine's.
    var clock: String? { get }
    /// A query that gives a row for whatever the engine itself finds damaged; nil: it has none.
    var integrity: String? { get }
    /// A statement that tells how another would be answered.
    func plan(of sql: String) -> String
    /// Statements after which the engine knows how the register is filled.
    var surveying: [String] { get }
    /// How words and places are looked up.
    var search: any RegisterIndex { get }
}

/// Full text and space: what is kept of a publication to find it by its words and its place, and
/// how a search goes about it.
protocol RegisterIndex: RecordIndex {
    /// What is made in the commons for it.
    var statements: [String] { get }
    /// What stands in further columns of `published` itself.
    func columns(_ found: FoundBy) -> [(name: String, type: String, value: Value)]
    /// Keeps the rest, elsewhere.
    func keep(_ found: FoundBy, of item: Int64, on connection: any Connection) throws
    /// Forgets what `keep` kept of an item, which must be told as it was.
    func forget(_ found: FoundBy, of item: Int64, on connection: any Connection) throws
    /// Whether anything that is kept has this very word.
    func has(_ word: String, on connection: any Connection) throws -> Bool
    /// Whether what is kept to find publications by is missing of those that are there, so that it
    /// must be kept anew; what is left of it was taken away then.
    func isEmptied(_ connection: any Connection) throws -> Bool
    /// Does one step of what keeps searches quick, in a write of its own.
    /// - Parameter step: from 0, where it is also found out whether anything is to be done.
    /// - Returns: whether there is another.
    func tidy(_ step: Int, on connection: any Connection) throws -> Bool
    /// The ways to the answer of a search, the quickest first; none if there can be no answer.
    /// - Parameter wanted: how many items are asked for.
    func attempts(
        _ search: RegisterSearch, from cursor: RegisterCursor?, wanted: Int
    ) throws -> [RegisterAttempt]
    /// A condition on `published p`: all these words are in it.
    func matching(_ words: [SearchWord], in statement: inout RegisterStatement) -> String
    /// A condition on `published p`: it lies in the box, or touches it.
    func touching(_ bounds: Bounds, in statement: inout RegisterStatement) -> String
    /// A column of a kind's own table as it is compared where another index should be used.
    func passive(_ column: String) -> String
}

/// The words of a store's own records.
protocol RecordIndex: Sendable {
    /// What is made in every store for it.
    var ownStatements: [String] { get }
    /// Keeps the words of a record under its number, in place of those it had.
    func keep(
        _ words: String, ofRecord number: Int64, isNew: Bool, on connection: any Connection) throws
    /// The kind and id of the records all these words are in, newest first.
    func records(
        matching words: [SearchWord], limit: Int, on connection: any Connection) throws -> [[Value]]
}

/// By what a publication is found: whose it is, its kind and status; its words, folded and separated
/// by blanks; its day in lists; the box around its place.
struct FoundBy: Sendable {
    let tenant: String
    let kind: String
    let status: String
    let words: String
    let day: Day?
    let bounds: Bounds?
}

/// A way to the answer of a search: made up when its turn comes. One that is not whole only sees the
/// newest, and is enough if those fill the page.
struct RegisterAttempt {
    let make: () throws -> (statements: [RegisterStatement], isWhole: Bool)

    init(_ make: @escaping () throws -> (statements: [RegisterStatement], isWhole: Bool)) {
        self.make = make
    }
}
