// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A shared system whose coverage is followed.
struct SharedSystem: Entry {
    var slug = ""
    var name = ""
    var nameGa: String?
    var officialName: String?
    var description = ""
    var descriptionGa: String?
    /// The body behind it, by slug; nil: this network itself.
    var provider: String?
    var role = Role.provides
    /// Whose authorities might have it; nil: all.
    var country: String?
    var known = Known()

    /// What the body says of its part in it.
    enum Role: String, Choice { case provides, coordinates, leads }

    static let fields: Fields<SharedSystem> = [
        .text("slug", \.slug, max: 63), .text("name", \.name), .text("name_ga", \.nameGa),
        .text("official_name", \.officialName), .longText("description", \.description),
        .longText("description_ga", \.descriptionGa), .text("provider", \.provider, max: 63),
        .choice("role", \.role), .text("country", \.country, max: 2),
    ] + provenance

    static let kind = entryKind(
        "shared_system", "shared-systems", columns: ["slug", "name", "provider"], by: "slug",
        found: ["name", "name_ga", "official_name", "description"])

    static func check(_ entry: Stored<SharedSystem>, on desk: any Desk) throws -> Problems {
        var problems = try desk.taken(entry.slug, by: entry)
        problems.all += try desk.unknown(entry.provider.map { [$0] } ?? [], field: "provider").all
        return problems
    }
}

/// An entry about one shared system.
protocol OfSystem: Entry {
    var system: String { get set }
}

extension OfSystem {
    static func check(_ entry: Stored<Self>, on desk: any Desk) throws -> Problems {
        try desk.unknownSystem(entry.fields.system)
    }
}

extension Desk {
    func unknownSystem(_ slug: String) throws -> Problems {
        let query = Query([.field("slug", is: slug), .state(.recorded)], limit: 1)
        guard try list(SharedSystem.self, query).isEmpty else { return Problems() }
        return Problems(
            "system", "no_such_system", Phrase("problem.no_such_system", ["slug": slug]))
    }
}

/// What somebody says of a system's coverage: so many of so many. It is never made to fit the
/// facts, nor they to fit it.
struct CoverageClaim: OfSystem {
    var system = ""
    var claimant = ""
    var claimantGa: String?
    var claimed = 0
    var total = 0
    /// The slugs of those it names as missing; nil: it names none.
    var missing: String?
    var statement = ""
    var statementGa: String?
    var known = Known()

    static let fields: Fields<CoverageClaim> = [
        .text("system", \.system, max: 63), .text("claimant", \.claimant),
        .text("claimant_ga", \.claimantGa), .integer("claimed", \.claimed, in: 0...100_000),
        .integer("total", \.total, in: 0...100_000), .text("missing", \.missing, max: 2_000),
        .longText("statement", \.statement), .longText("statement_ga", \.statementGa),
    ] + provenance

    static let kind = entryKind(
        "coverage_claim", "coverage-claims",
        columns: ["system", "claimed", "total", "stated_on"], by: "system")
}

/// That an authority has a system in some stage, since some day in a window of days.
struct CoverageFact: OfSystem {
    var authority = ""
    var system = ""
    var stage = Stage.live
    /// The window in which it began: equal days mean the day is known, no first day "no later
    /// than the last", and neither "undated".
    var earliest: Day?
    var latest: Day?
    var evidence = Evidence.byName
    var note: String?
    var known = Known()

    enum Stage: String, Choice { case planned, piloting, live, left }

    /// How it is known.
    enum Evidence: String, Choice {
        case byName = "by_name"
        case byElimination = "by_elimination"
        case followsFromAll = "follows_from_all"
        case switchedOn = "switched_on"
    }

    static let fields: Fields<CoverageFact> = [
        .text("authority", \.authority, max: 63), .text("system", \.system, max: 63),
        .choice("stage", \.stage), .day("earliest", \.earliest), .day("latest", \.latest),
        .choice("how", \.evidence), .text("note", \.note, max: 500),
    ] + provenance

    static let kind = entryKind(
        "coverage_fact", "coverage-facts", columns: ["authority", "system", "stage", "latest"],
        by: "authority", indexes: [["system"]])

    static func check(_ entry: Stored<CoverageFact>, on desk: any Desk) throws -> Problems {
        var problems = try desk.unknownSystem(entry.system)
        problems.all += try desk.unknown([entry.authority], field: "authority").all
        if let earliest = entry.earliest, entry.latest.map({ $0 < earliest }) ?? false {
            problems.add("latest", "ends_before", Phrase("problem.ends_before"))
        }
        return problems
    }

    var isUndated: Bool { earliest == nil && latest == nil }
}

/// A day by which somebody promised a system to all.
struct CoveragePromise: OfSystem {
    var system = ""
    /// By when: `2017`, `2025-09`.
    var promised = ""
    var text = ""
    var textGa: String?
    var known = Known()

    static let fields: Fields<CoveragePromise> = [
        .text("system", \.system, max: 63), .text("promised", \.promised, max: 40),
        .longText("text", \.text), .longText("text_ga", \.textGa),
    ] + provenance

    static let kind = entryKind(
        "coverage_promise", "coverage-promises", columns: ["system", "promised", "text"],
        by: "system")

    /// The last day of the year or month it was promised for, to sort by: a year ends after its
    /// June.
    var due: String { promised + "-12-31".suffix(max(0, 10 - promised.count)) }
}
