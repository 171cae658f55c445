// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// A mail as it is composed: to whom, what it says, and whether one can ask for no more of its sort.
struct MailDraft {
    let template: String
    let person: Stored<Person>
    let subject: String
    let text: String
    /// Where one press stops mails of this sort; nil: it was asked for.
    var stop: String?

    /// The mail itself. Said in its head: that nobody wrote it by hand (RFC 3834), and how programs
    /// may ask for no more of them (RFC 2369, RFC 8058).
    /// - Throws: `Fault` for an address no mail can be sent to.
    func mail(id: String, in setting: Postmaster.Setting, at now: Instant) throws -> Mail {
        var headers = [(name: "Auto-Submitted", value: "auto-generated")]
        if let stop {
            headers += [
                ("List-Unsubscribe", "<\(stop)>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ]
        }
        return Mail(
            from: setting.from, to: try Mailbox(person.email), subject: subject, text: text,
            messageID: id, sentAt: now, headers: headers)
    }
}
