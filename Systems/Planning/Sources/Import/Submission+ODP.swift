// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension Submission {
    /// What the public and those who were asked said of a case. Everyone may read only words from
    /// which the sender has taken out what is private, once it has published them; the words as
    /// they were sent are for officers.
    static func list(_ sent: ODPCase, zone: Zone) -> [Submission] {
        var list: [Submission] = []
        var seen: Set<String> = []
        func add(_ comment: ODPComment, _ place: String, _ change: (inout Submission) -> Void) {
            var submission = Submission(comment, zone: zone)
            change(&submission)
            // An id is the sender's own; where there is none, or it comes twice, the words tell.
            let isNumbered = !comment.id.hasPrefix("#")
            var origin = "\(place):\(Application.line(comment.id, 200))"
            if !isNumbered || seen.contains(origin) {
                origin = "\(place):\(submission.digest)"
            }
            guard seen.insert(origin).inserted else { return }
            submission.origin = origin
            list.append(submission)
        }
        for comment in sent.comments {
            add(comment, "public") { submission in
                submission.name = Application.line(comment.author ?? "", 200)
                let people = sent.contacts.people
                let contact = people.first { $0.role == .commenter(comment.id) }
                let address = contact?.address.joined(separator: ", ") ?? ""
                submission.address = address.isEmpty ? nil : Application.line(address, 500)
            }
        }
        for body in sent.consultees {
            let name = body.organisation ?? body.name ?? ""
            for comment in body.comments {
                add(comment, "specialist:\(Application.line(body.id, 100))") { submission in
                    submission.name = Application.line(name, 200)
                    submission.isConsultee = true
                }
            }
        }
        return list
    }

    private init(_ comment: ODPComment, zone: Zone) {
        self.init()
        text = Self.text(comment.redacted ?? [])
        asSent = comment.parts.isEmpty ? nil : Self.text(comment.parts)
        stance = comment.sentiment.flatMap { Self.stances[$0] }
        receivedOn = comment.submittedAt.map { zone.day(at: $0) }
        officersOnly = comment.publicParts == nil ? true : nil
    }

    /// `amendmentsNeeded` is neither for nor against, nor is it neutral.
    private static let stances: [String: Stance] = [
        "supportive": .support, "objection": .objection, "neutral": .neutral,
        "approved": .support, "objected": .objection,
    ]

    private static func text(_ parts: [ODPComment.Part]) -> String {
        parts.map { part in
            [part.question ?? part.topic, part.text].compactMap { $0 }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private var digest: String {
        let parts = [name, asSent ?? text, receivedOn?.description ?? ""]
        return String(Digest.of(Array(parts.joined(separator: "\u{1F}").utf8)).prefix(32))
    }
}
