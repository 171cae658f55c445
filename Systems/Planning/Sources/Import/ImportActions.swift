// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Taking in what came from elsewhere. Everything about a report is worked out before its action
/// is taken; the action only makes sure that nothing it was worked out from has changed since, so
/// that one report taken in twice at once, or again after a crash, is there once.
extension PlanningActions {
    static let importing = [takeIn.kind, bringForward.kind, keepBeside.kind]
    static let importer: [Grant] = [.system("import")]
    /// The states a case from elsewhere may come to stand in.
    private static let taken: [State] = [
        .lodged, .invalid, .valid, .granted, .refused, .decided, .withdrawn,
    ]

    /// A report of a case: the whole application as it stands after it.
    struct Report: Form {
        var application = Application()
        var state = ""
        var submissions: JSON?
        /// What was looked up, and what was found.
        var search: JSON?
        var seen = ""
        static let fields: Fields<Report> =
            [
                .text("state_after", \.state), .json("submissions", \.submissions),
                .json("search", \.search), .text("seen", \.seen, max: 10_000),
            ] + Application.fields.map { $0.within(\.application) }
    }

    /// A case nothing was held of. Lacking a number of its authority's own it gets one of the
    /// tenant's series.
    static let takeIn = Action<Application, Report>(
        "take_in", by: importer, to: taken, isInternal: true
    ) { application, input, desk in
        try HeldCases.check(input.search, input.seen, desk)
        application.fields = input.application
        application.state = State(rawValue: input.state)
        if application.fileNumber == nil {
            let year = application.receivedOn?.year ?? desk.moment.today.year
            application.fileNumber = try freeFileNumber(in: year, desk)
        }
        try input.fields.putSubmissions(on: application, desk)
    }

    /// A case that was held, as its next report tells it.
    static let bringForward = Action<Application, Report>(
        "bring_forward", by: importer, from: taken + [.furtherInformation, .deemedWithdrawn],
        to: taken, isInternal: true
    ) { application, input, desk in
        try HeldCases.check(input.search, input.seen, desk)
        application.fields = input.application
        application.state = State(rawValue: input.state)
        try input.fields.putSubmissions(on: application, desk)
        try keepTogether(application, desk)
    }

    /// A report that is kept beside the case it is of.
    struct Aside: Form {
        var beside = Beside()
        var search: JSON?
        var seen = ""
        static let fields: Fields<Aside> =
            [.json("search", \.search), .text("seen", \.seen, max: 10_000)]
            + Beside.fields.map { $0.within(\.beside) }
    }

    static let keepBeside = Action<Beside, Aside>(
        "keep_beside", by: importer, to: [.kept], isInternal: true
    ) { beside, input, desk in
        try HeldCases.check(input.search, input.seen, desk)
        beside.fields = input.beside
        beside.receivedOn = desk.moment.today
        let same = try desk.list(Beside.self, beside.fields.sameReport)
        if !same.isEmpty { throw HeldCases.meanwhile }
    }

    /// The next number of the series; nil where the tenant's rules know no series.
    private static func freeFileNumber(in year: Int, _ desk: any Desk) throws -> String? {
        let rules = desk.moment.rules
        guard (try? rules[.fileNumberPattern, on: desk.moment.today]) != nil,
            (try? rules[.fileNumberFirst, on: desk.moment.today]) != nil
        else { return nil }
        return try newFileNumber(in: year, desk)
    }
}

extension Beside {
    /// The reports beside the same case that say the same.
    var sameReport: Query {
        Query(
            [.field("application", is: application), .field("digest", is: digest)], limit: 1)
    }
}
