// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The same case sent again brings it forward; a contradiction or an earlier stage is reported
/// and kept beside it.
public enum ODPMerge {
    /// The keys under which a case may already be held, its own first. The caller looks up
    /// what it holds under any of them, in `ODPKnown.keys` or `ODPKnown.submissionKey`.
    public static func keys(of sent: ODPCase) -> [ODPKey] {
        [sent.key] + (sent.submissionKey.map { $0 == sent.key ? [] : [$0] } ?? [])
    }

    /// Which of the cases held is the one that was sent.
    ///
    /// Its own key decides. A published case has another id than the application it grew from,
    /// which it carries within it: these two are one case if they were submitted on the same
    /// day, so that an application that is published later does not come to stand twice.
    /// Otherwise they stay two, and the caller may show that one refers to the other.
    public static func match(_ sent: ODPCase, among held: [ODPKnown]) -> ODPKnown? {
        if let own = held.first(where: { $0.keys.contains(sent.key) }) { return own }
        return held.first { known in
            let isOneApplication = switch (known.form, sent.form) {
            case (.application, .publishedCase):
                sent.submissionKey.map(known.keys.contains) ?? false
            case (.publishedCase, .application): known.submissionKey == sent.key
            default: false
            }
            let day = known.facts[.submittedOn]
            return isOneApplication && day != nil && day == sent.facts[.submittedOn]
        }
    }

    /// What a report is.
    /// - Parameters:
    ///   - known: what `match` found; nil if nothing.
    ///   - digest: of `sent.canonical`.
    public static func standing(
        of sent: ODPCase, digest: String, beside known: ODPKnown?
    ) -> ODPStanding {
        guard let known else { return .new }
        if !known.digest.isEmpty, known.digest == digest { return .same }
        let changes = changes(from: known, to: sent)
        let contradictions = changes.filter { $0.ours != nil && isSettled($0.fact, known, sent) }
        let states = ODPStates(ours: known.state, theirs: sent.state)
        if sent.state.rank < known.state.rank || isOlder(sent, than: known) {
            return .earlierStage(states, contradictions: contradictions)
        }
        let fits = known.state.canLead(to: sent.state)
        if !fits || !contradictions.isEmpty {
            return .contradiction(contradictions, states: fits ? nil : states)
        }
        return .bringsForward(changes)
    }

    private static func changes(from known: ODPKnown, to sent: ODPCase) -> [ODPChange] {
        let facts = sent.facts
        return ODPFact.allCases.compactMap { fact in
            guard let theirs = facts[fact], theirs != known.facts[fact] else { return nil }
            return ODPChange(fact: fact, ours: known.facts[fact], theirs: theirs)
        }
    }

    /// A case that was returned may have been made valid since: its checks begin anew.
    private static func isSettled(_ fact: ODPFact, _ known: ODPKnown, _ sent: ODPCase) -> Bool {
        if known.state == .returned, [.receivedOn, .isValid, .validatedOn].contains(fact) {
            return false
        }
        if fact == .address {
            return known.facts[.uprn] == nil || sent.facts[.uprn] == nil
        }
        return fact.isSettled
    }

    /// Whether the file was written out before the one that was last taken: whatever it says, it
    /// undoes nothing. A portal and a back office each write out files of their own.
    private static func isOlder(_ sent: ODPCase, than known: ODPKnown) -> Bool {
        guard sent.form == known.form, let theirs = sent.dates.generatedAt,
            let ours = known.generatedAt
        else { return false }
        return theirs < ours
    }
}
