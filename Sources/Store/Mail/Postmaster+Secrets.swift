// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Mails with a link that only their reader may have: it is made when the mail is sent, and lies
/// nowhere before.
extension Postmaster {
    func secret(_ work: RunningJob, _ purpose: MailSecret.Purpose) async throws {
        // A request for an address nobody has comes as far as this, so that it takes as long.
        guard let person = work.payload["person"]?.asString.flatMap({ RecordID($0) }),
            let account = try accounts.account(of: person)
        else { return }
        if purpose == .reset, try !accounts.hasPassword(person) { return }
        let known = try work.store.database.read { try MailTable.state(of: work.id, on: $0) }
        guard known == nil || known == .waiting || known == .sending else { return }
        let secret = try await accounts.mailSecret(for: person, purpose, at: network.now())
        let link = "\(setting.address)\(purpose.path)?token=\(secret)"
        let key = "mail.\(purpose.rawValue)"
        try await deliver(
            MailDraft(
                template: purpose.rawValue, person: account,
                subject: text("\(key).subject", for: account),
                text: text("\(key).text", for: account) + "\n\n\(link)\n\n"
                    + text("\(key).ends", for: account) + "\n"),
            for: work)
    }
}
