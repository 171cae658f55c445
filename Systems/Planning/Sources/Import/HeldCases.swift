// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The cases held here that a report may be of, found by what it is known by.
struct HeldCases {
    private let all: [Stored<Application>]

    /// - Parameter list: the tenant's applications that a query asks for, from one snapshot or
    ///   within one transaction.
    init(
        _ search: Search, list: (Query) throws -> [Stored<Application>]
    ) throws {
        var found: [Stored<Application>] = []
        for query in search.queries {
            for held in try list(query) where !found.contains(where: { $0.id == held.id }) {
                found.append(held)
            }
        }
        all = found.sorted { $0.id < $1.id }
    }

    /// Which cases they are and of which version: the same at two moments if nothing happened to
    /// any of them in between.
    var stamp: String { all.map { "\($0.id)@\($0.version)" }.joined(separator: " ") }

    /// The case that a report is of; nil if none is held.
    func match(_ sent: ODPCase) -> HeldCase? {
        let cases = all.compactMap(HeldCase.init)
        guard let known = ODPMerge.match(sent, among: cases.map(\.known)) else { return nil }
        return cases.first { $0.known == known }
    }

    /// Something happened to a case between looking and acting: to be looked at again.
    static let meanwhile = Refusal.notNow(Phrase("odp.refusal.meanwhile"))

    /// Makes sure that the same cases are found in a transaction as were found before it.
    /// - Parameter search: what was looked up, as an action's input holds it.
    /// - Throws: `meanwhile` if others are.
    static func check(_ search: JSON?, _ stamp: String, _ desk: any Desk) throws {
        let held = try HeldCases(Search(search)) { try desk.list(Application.self, $0) }
        if held.stamp != stamp { throw meanwhile }
    }

    /// What is looked up.
    struct Search {
        /// The report's own key first.
        let keys: [String]
        let submittedOn: Day?

        init(_ sent: ODPCase) {
            keys = ODPMerge.keys(of: sent).map(\.description)
            submittedOn = sent.dates.submittedOn
        }

        /// Read back from an action's input.
        init(_ json: JSON?) {
            keys = json?["keys"]?.asArray?.compactMap(\.asString) ?? []
            submittedOn = json?.day("submitted_on")
        }

        var json: JSON {
            ["keys": .array(keys.map(JSON.string)), "submitted_on": .day(submittedOn)]
        }

        /// Any number of published cases may name one application; of those, the ones submitted
        /// on the day in question come first.
        var queries: [Query] {
            typealias Filter = Query.Filter
            let own = Filter("origin_submission", .equal, .text(keys.first ?? ""))
            let sameDay = submittedOn.map { [own, Filter.field("lodged_on", is: $0)] }
            return [[Filter("origin_key", .oneOf(keys.map { .text($0) }))], sameDay, [own]]
                .compactMap { $0 }.map { Query($0, limit: 50) }
        }
    }
}

/// One case that came from elsewhere, as a new report of it is measured against it.
struct HeldCase {
    let record: Stored<Application>
    let origin: Origin
    /// What its last report said, and what our own officers have done with it since.
    let known: ODPKnown

    /// nil for a case that was made here.
    init?(_ record: Stored<Application>) {
        guard let origin = record.fields.odp else { return nil }
        self.record = record
        self.origin = origin
        known = Self.known(record, origin)
    }

    private static func known(_ record: Stored<Application>, _ origin: Origin) -> ODPKnown {
        var known = origin.known
        let expected = Application.state(known.state, decision: record.decision)
        let isMovedOn = record.state != expected
        if isMovedOn { known.state = state(record.state, from: known.state) }
        if record.appealedOn != nil, known.state == .determined { known.state = .appealLodged }
        let days: [(ODPFact, Day?)] = [
            (.receivedOn, record.receivedOn), (.validatedOn, record.validOn),
            (.returnedOn, record.invalidOn), (.decidedOn, record.decidedOn),
            (.withdrawnOn, record.withdrawnOn), (.appealLodgedOn, record.appealedOn),
        ]
        for (fact, day) in days where isMovedOn || known.facts[fact] != nil {
            known.facts[fact] = day?.description ?? known.facts[fact]
        }
        guard isMovedOn else { return known }
        known.facts[.reference] = record.fileNumber
        switch record.decision {
        case .granted: known.facts[.decision] = ODPOutcome.granted.rawValue
        case .refused: known.facts[.decision] = ODPOutcome.refused.rawValue
        default: break
        }
        return known
    }

    /// Where a case stands that our own officers have taken from one state to another.
    private static func state(_ state: State, from before: ODPState) -> ODPState {
        switch state {
        case .lodged: .submitted
        case .invalid: .returned
        case .valid, .furtherInformation:
            (ODPState.valid.rank...ODPState.committee.rank).contains(before.rank) ? before : .valid
        case .withdrawn, .deemedWithdrawn: .withdrawn
        default: before.rank > ODPState.determined.rank ? before : .determined
        }
    }
}
