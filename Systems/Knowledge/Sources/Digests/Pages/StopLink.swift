// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The link by which somebody who is not signed in is told nothing more of one body: it names the
/// subscription, and shows that it was made here. Other mail goes on.
struct StopLink {
    let slug: String
    let subscription: RecordID

    private var purpose: String { "knowledge.digest \(slug) \(subscription.text)" }

    /// The path, as it stands in mails.
    /// - Throws: `Fault` where no mail is sent.
    func href(signedBy accounts: Accounts, _ page: String = "stop") throws -> Href {
        ("/t/\(slug)/knowledge/digest" as Href).inside(page).with([
            "of": subscription.text, "signature": try accounts.signature(of: purpose),
        ])
    }

    /// The link a request came by; nil: by none.
    /// - Throws: `Refusal.notFound` if it was not made here.
    init?(_ request: Request) throws {
        guard let signature = request.query["signature"] else { return nil }
        guard let id = RecordID(request.query["of"] ?? "") else { throw Refusal.notFound }
        self.init(slug: request["tenant"], subscription: id)
        // Before the first mail there is no key, and so no such link.
        guard (try? request.site.accounts.isSigned(purpose, by: signature)) == true else {
            throw Refusal.notFound
        }
    }

    init(slug: String, subscription: RecordID) {
        self.slug = slug
        self.subscription = subscription
    }
}
