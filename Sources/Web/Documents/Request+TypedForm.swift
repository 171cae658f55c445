// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension Request {
    /// A posted form of either kind. Documents in it are taken in as they arrive, kept by the
    /// tenant and noted as sent by this visitor; one that is refused is a problem of the form, and
    /// the rest of it is read all the same.
    /// - Parameter fields: what the form asks for; files sent for anything else are passed over.
    /// - Throws: `Refusal` if it is no form or too large as a whole; `ExpiredForm` if it was not
    ///   made by this site for this visitor.
    public func typedForm(_ fields: [FieldDescription], for store: TenantStore) async throws
        -> TypedForm
    {
        guard (headers["content-type"] ?? "").lowercased().hasPrefix("multipart/form-data") else {
            return TypedForm(try await form())
        }
        let receiver = try FormReceiver(self, fields: fields, store: store)
        defer { receiver.abandon() }
        do {
            for try await piece in body.chunks { try await receiver.take(piece) }
            return try receiver.finish()
        } catch let failure as MultipartFailure {
            throw Self.refusal(of: failure)
        }
    }

    /// What tells this visitor's documents from another's while neither is signed in.
    var uploadSecret: String { visitorSecret }

    /// Who sends documents, as they are counted while they come in: a person, else an address.
    public var sender: Arrivals.Sender {
        Arrivals.Sender(visitor.person?.text ?? peer, isKnown: !visitor.roles.isEmpty)
    }

    private static func refusal(of failure: MultipartFailure) -> Refusal {
        switch failure {
        case .partTooLong, .headerTooLong, .tooManyParts: .tooLarge(limit: FormReceiver.largestForm)
        default: .notNow(Phrase("refusal.not_a_form"))
        }
    }
}
