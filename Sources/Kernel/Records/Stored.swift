// SPDX-License-Identifier: EUPL-1.2

/// A record as a store holds it: its fields, and the envelope every record has.
@dynamicMemberLookup
public struct Stored<R: Record>: Sendable {
    public let id: RecordID
    /// 1 for the first version; each action that changes the record makes the next. 0: not yet kept.
    public let version: Int
    public var state: State
    /// When this version was recorded.
    public let recordedAt: Instant
    public var fields: R

    @inlinable
    public init(id: RecordID, version: Int, state: State, recordedAt: Instant, fields: R) {
        self.id = id
        self.version = version
        self.state = state
        self.recordedAt = recordedAt
        self.fields = fields
    }

    @inlinable
    public subscript<V>(dynamicMember path: WritableKeyPath<R, V>) -> V {
        get { fields[keyPath: path] }
        set { fields[keyPath: path] = newValue }
    }

    @inlinable
    public subscript<V>(dynamicMember path: KeyPath<R, V>) -> V { fields[keyPath: path] }

    /// The same as it was kept.
    @inlinable
    public func kept(version: Int, at recordedAt: Instant) -> Stored {
        Stored(id: id, version: version, state: state, recordedAt: recordedAt, fields: fields)
    }

    /// The same without its Swift type.
    @inlinable public var row: StoredRow {
        StoredRow(
            id: id, version: version, state: state, recordedAt: recordedAt,
            values: fields.values)
    }

    /// A record read back from its row.
    @inlinable
    public init(_ row: StoredRow) {
        self.init(
            id: row.id, version: row.version, state: row.state, recordedAt: row.recordedAt,
            fields: R(values: row.values))
    }
}

/// A record without its Swift type: what derived pages, exports and the API work on.
public struct StoredRow: Sendable, Hashable {
    public let id: RecordID
    public let version: Int
    public let state: State
    public let recordedAt: Instant
    public var values: Values

    public init(
        id: RecordID, version: Int, state: State, recordedAt: Instant, values: Values
    ) {
        self.id = id
        self.version = version
        self.state = state
        self.recordedAt = recordedAt
        self.values = values
    }

    public subscript(field: String) -> Value { values[field] ?? .null }

    /// What grants are decided on: the values, and the id and the state under `id` and `state`.
    public var grounds: Values {
        var grounds = values
        grounds["id"] = id.stored
        grounds["state"] = .text(state.rawValue)
        return grounds
    }
}
