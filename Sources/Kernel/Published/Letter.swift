// SPDX-License-Identifier: EUPL-1.2

/// The way to one other tenant: a hand-over, a nomination, a request to a consultee. Private,
/// delivered once and in order; until it is acknowledged the sender stays answerable.
public struct Letter: Sendable, Hashable {
    public let id: RecordID
    /// The addressee's slug.
    public let to: String
    /// The kind, which names the action that receives it: `planning.consultation_request`.
    public let kind: String
    /// The input of that action.
    public let body: JSON

    public init(id: RecordID, to: String, kind: String, body: JSON) {
        self.id = id
        self.to = to
        self.kind = kind
        self.body = body
    }
}

/// A kind of letter a system receives: it is handed to an action as that action's input.
public struct LetterKind: Sendable {
    public let name: String
    /// The action that takes it in. It must grant `.system("post")`, and have a text field
    /// `sender`, which is filled with the slug of who sent it. For an action on an existing record
    /// the body's `record` names it.
    public let action: ActionKind

    public init(_ name: String, takenInBy action: ActionKind) {
        self.name = name
        self.action = action
    }
}
