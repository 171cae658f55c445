// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Why somebody could not sign in with a provider: what they are told, and what the log says.
public struct OpenIDFailure: Error, Sendable {
    /// What the person can make of it.
    public enum Kind: String, Sendable, CaseIterable {
        /// They, or the provider, broke it off.
        case denied
        /// It took too long, was begun in another browser, or has been finished already.
        case expired
        /// The provider cannot be reached, or says what cannot be believed.
        case unusable
        /// Nobody here is known by it.
        case unknown
        /// Their e-mail address has an account that is not theirs by the provider's word alone.
        case emailTaken = "email_taken"
        /// The provider gives no e-mail address.
        case noEmail = "no_email"
        /// Somebody else's account here belongs to it already.
        case linkedElsewhere = "linked_elsewhere"
        /// Their account here is closed.
        case closed
    }

    public let kind: Kind
    public let provider: OpenIDProvider
    /// For the log; nothing personal and no secret is in it.
    public let reason: String

    init(_ kind: Kind, _ provider: OpenIDProvider, _ reason: String = "") {
        self.kind = kind
        self.provider = provider
        self.reason = reason
    }
}
