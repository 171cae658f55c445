// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What we hold of a case, as far as a new report of it is measured against it. Kept with the
/// case; where our own officers have moved the case on, `state` and `facts` say so.
public struct ODPKnown: Sendable, Hashable, Codable {
    /// All it is known by: its own key, and that of the application a published case grew from
    /// once both have been seen to be one.
    public var keys: [ODPKey]
    /// Of a published case: the application it says it grew from.
    public var submissionKey: ODPKey?
    public var form: ODPForm
    public var state: ODPState
    public var facts: [ODPFact: String]
    /// The digest of `ODPCase.canonical` as it was last taken, by whatever digest the caller
    /// uses; empty if nothing has been taken from a file.
    public var digest: String
    /// When the last file taken was written out.
    public var generatedAt: Instant?

    /// What is known after a case has been taken as new.
    public init(_ sent: ODPCase, digest: String) {
        keys = [sent.key]
        submissionKey = sent.submissionKey
        form = sent.form
        state = sent.state
        facts = sent.facts
        self.digest = digest
        generatedAt = sent.dates.generatedAt
    }

    /// What is known after a case has been brought forward. A fact that is not sent again
    /// stays: silence contradicts nothing.
    public func broughtForward(by sent: ODPCase, digest: String) -> ODPKnown {
        var next = ODPKnown(sent, digest: digest)
        next.keys = keys + (keys.contains(sent.key) ? [] : [sent.key])
        next.submissionKey = sent.submissionKey ?? submissionKey
        next.facts = facts.merging(sent.facts) { $1 }
        next.generatedAt = sent.dates.generatedAt ?? generatedAt
        return next
    }
}
