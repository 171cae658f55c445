// SPDX-License-Identifier: EUPL-1.2

/// A column of a kind of publication, by which it is filtered: of text, as most are (a day is one,
/// too), or of numbers.
public struct PublishedColumn: Sendable, Hashable, ExpressibleByStringLiteral {
    public enum Sort: Sendable, Hashable { case text, integer, real }

    public let name: String
    public let sort: Sort

    public init(_ name: String, _ sort: Sort) {
        self.name = name
        self.sort = sort
    }

    public init(stringLiteral name: String) { self.init(name, .text) }

    /// A column of whole numbers.
    public static func integer(_ name: String) -> PublishedColumn { PublishedColumn(name, .integer) }
}

extension PublishedKind {
    /// The names of its own columns.
    public var columnNames: [String] { columns.map(\.name) }
}
