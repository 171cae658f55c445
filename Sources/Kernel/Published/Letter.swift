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
    /// `sender`, which is filled with the slug of who sent it. The body's `record` names the record
    /// it is taken on, or the id of the one it makes. Documents its input names come along: they lie
    /// with the addressee before it is taken.
    public let action: ActionKind
    /// Where `action` makes a record: the action on one of that id that is there already, such as
    /// of a thing that comes back.
    public let again: ActionKind?
    /// What becomes of the sender's own record when the letter can never be taken in.
    public let givenBack: GivingBack?

    /// The action that tells a sender its letter came back. It must grant `.system("post")`.
    public struct GivingBack: Sendable {
        public let action: ActionKind
        /// The member of the letter's body that names the sender's own record.
        public let member: String
    }

    /// - Parameters:
    ///   - again: the action in place of `takenInBy` on a record that is there already.
    ///   - givenBackBy: the sender's action for a letter that can never be taken in, on the record
    ///     that `member` of its body names.
    public init(
        _ name: String, takenInBy action: ActionKind, again: ActionKind? = nil,
        givenBackBy back: (action: ActionKind, member: String)? = nil
    ) {
        self.name = name
        self.action = action
        self.again = again
        self.givenBack = back.map { GivingBack(action: $0.action, member: $0.member) }
    }
}
