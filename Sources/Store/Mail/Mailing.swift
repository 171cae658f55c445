// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A sort of mail that goes to many at once, such as a digest. Whom it goes to is put in line first,
/// a batch at a time (``TenantStore/lineUp(_:at:)``); what stands in it is written when its turn
/// comes, so that nobody is told what was taken back since, or is not theirs to read any more.
public struct Mailing: Sendable {
    /// Writes to some of those in line; whom it leaves out is sent nothing.
    public typealias Writing =
        @Sendable (_ mails: [(mail: LinedMail, to: Addressee)], _ desk: MailingDesk) throws
        -> [RecordID: MailText]

    /// `knowledge.digest`: what the mail is shown as, by the words of `mail.template.NAME`.
    public let name: String
    let write: Writing

    /// A sort of mail by its name, and who writes it.
    public init(_ name: String, write: @escaping Writing) {
        self.name = name
        self.write = write
    }
}

/// One mail in line: for whom, and what its writer needs to know.
public struct LinedMail: Sendable {
    public let id: RecordID
    public let person: RecordID
    /// As little as it can be: ids rather than what they stand for.
    public let about: JSON

    /// - Parameter id: the same whenever this very mail is put in line, so that it is sent once.
    public init(_ id: RecordID, to person: RecordID, about: JSON) {
        self.id = id
        self.person = person
        self.about = about
    }
}

/// What is written to one of many.
public struct MailText: Sendable {
    public var subject: String
    public var text: String
    /// The address at which one press stops mails of this sort (RFC 8058).
    public var stop: String?

    /// A mail's text by its subject and body.
    public init(subject: String, text: String, stop: String?) {
        self.subject = subject
        self.text = text
        self.stop = stop
    }
}

/// With what mails to many are written.
public struct MailingDesk: Sendable {
    /// The store they are sent from.
    public let store: TenantStore
    public let network: Network
    public let accounts: Accounts
    public let words: Words
    /// Where the site is, and what it is called.
    public let setting: Postmaster.Setting
    public let now: Instant
}

extension RecordID {
    /// The id of something that is made once under a name, however often that is tried.
    /// - Parameters:
    ///   - name: what no other thing is called.
    ///   - instant: the same each time; ids sort by it.
    public static func once(_ name: String, at instant: Instant) -> RecordID {
        let bytes = Digest.bytes(of: name)
        let first = bytes[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let second = bytes[8..<10].reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
        return RecordID(at: instant, random: (first, second))
    }
}
