// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One mail to one person, in plain text.
public struct Mail: Sendable {
    public var from: Mailbox
    public var to: Mailbox
    public var subject: String
    /// The text, in lines that end with a line feed. Long lines are fine.
    public var text: String
    /// What tells it from every other, for ever: `019b…@talka.example.org`, without brackets.
    public var messageID: String
    public var sentAt: Instant
    /// More headers: `Auto-Submitted`, `List-Id`, `In-Reply-To`, `Reply-To`.
    public var headers: [(name: String, value: String)]
    /// Where word goes that it cannot be delivered; nil: to whom it is from.
    public var returnTo: Mailbox?

    public init(
        from: Mailbox, to: Mailbox, subject: String, text: String, messageID: String,
        sentAt: Instant, headers: [(name: String, value: String)] = [], returnTo: Mailbox? = nil
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.messageID = messageID
        self.sentAt = sentAt
        self.headers = headers
        self.returnTo = returnTo
    }

    /// Who is told when it cannot be delivered.
    var envelopeFrom: String { (returnTo ?? from).address }
}

/// Whoever carries mail off.
public protocol MailSending: Sendable {
    /// Hands one mail on. Once this returns, somebody else is answerable for it.
    /// - Throws: `MailFailure` if it was not taken.
    func send(_ mail: Mail) async throws
}

/// Why a mail was not taken. Says nothing of whom it was for.
public struct MailFailure: Error, Sendable, CustomStringConvertible {
    public let description: String
    /// Whether trying again is of no use: it was refused for good.
    public let isFinal: Bool
    /// Whether it may have been taken all the same: the answer to it did not come.
    public let mayBeSent: Bool

    public init(_ description: String, isFinal: Bool, mayBeSent: Bool = false) {
        self.description = description
        self.isFinal = isFinal
        self.mayBeSent = mayBeSent
    }
}

/// Sends nothing: mail is written down and goes nowhere.
public struct NoMail: MailSending {
    public init() {}

    public func send(_ mail: Mail) async throws {}
}
