// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The tables of all kinds of record the product knows, by `system.kind`.
public struct TableSet: Sendable {
    private let tables: [String: RecordTable]

    init(_ systems: [System]) {
        tables = Dictionary(
            uniqueKeysWithValues: systems.flatMap(\.records).map { ($0.key, RecordTable($0)) })
    }

    init(_ all: [RecordTable]) {
        tables = Dictionary(all.map { ($0.kind.key, $0) }, uniquingKeysWith: { $1 })
    }

    subscript(kind: RecordKind) -> RecordTable { tables[kind.key] ?? RecordTable(kind) }
    subscript(key: String) -> RecordTable? { tables[key] }
    var all: [RecordTable] { Array(tables.values) }
}

/// The systems the product is composed of, by name.
public struct SystemSet: Sendable {
    public let all: [System]
    private let byName: [String: System]
    private let actions: [String: ActionKind]

    /// Two systems of one name are a programmer's mistake and stop the program at start.
    public init(_ systems: [System]) {
        all = systems
        byName = Dictionary(uniqueKeysWithValues: systems.map { ($0.name, $0) })
        actions = Dictionary(
            uniqueKeysWithValues: systems.flatMap(\.actions).map { ($0.key, $0) })
    }

    public subscript(name: String) -> System? { byName[name] }

    /// The action of that key, `system.action`.
    public func action(_ key: String) -> ActionKind? { actions[key] }

    /// The kind of record of that key, `system.kind`.
    public func record(_ key: String) -> RecordKind? {
        let parts = key.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return byName[String(parts[0])]?.record(String(parts[1]))
    }
}
