// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One taking of an action, prepared: who, what, on which record, with what input.
public struct ActionCall: Sendable {
    public let action: ActionKind
    public let actor: Actor
    /// The record it is taken on; nil for an action that makes one.
    public let record: RecordID?
    /// The version the actor had seen; nil: whichever there is.
    public let expectedVersion: Int?
    public let input: Values
    public let given: Set<String>
    /// The sender's key for this very act: sent twice, it is done once.
    public let key: String?
    /// The id for a new record, if chosen beforehand.
    public let newID: RecordID?

    public init(
        _ action: ActionKind, by actor: Actor, on record: RecordID? = nil,
        expectedVersion: Int? = nil, input: Values = [:], given: Set<String>? = nil,
        key: String? = nil, newID: RecordID? = nil
    ) {
        self.action = action
        self.actor = actor
        self.record = record
        self.expectedVersion = expectedVersion
        self.input = input
        self.given = given ?? Set(input.keys)
        self.key = key
        self.newID = newID
    }

    /// A digest of what is asked, to tell a repeated act from another one under the same key.
    var requestDigest: String {
        var columns: [Value] = [.text(action.key), .text(record?.text ?? "")]
        for name in given.sorted() { columns += [.text(name), input[name] ?? .null] }
        return JournalEntry.digest(of: columns)
    }

    /// The key under which the answer is kept: a person's keys are their own.
    var keptKey: String? { key.map { Self.kept($0, by: actor) } }

    static func kept(_ key: String, by actor: Actor) -> String {
        JournalEntry.digest(of: [.text(actor.identity), .text(key)])
    }
}

/// What became of an action: the journal entry and the record as it now stands.
public struct Outcome: Sendable {
    /// The number of its journal entry.
    public let entry: Int
    public let row: StoredRow
    /// It had been done before, under the same key; nothing was done now.
    public let isRepeat: Bool

    public init(entry: Int, row: StoredRow, isRepeat: Bool) {
        self.entry = entry
        self.row = row
        self.isRepeat = isRepeat
    }
}
