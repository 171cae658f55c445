// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What an organisation is called in a language, while it is.
struct Name: Particular, Lasting {
    var organisation = ""
    var language = ""
    var name = ""
    var short: String?
    var from: Day?
    var until: Day?
    var known = Known()

    static let fields: Fields<Name> = [
        .text("organisation", \.organisation, max: 63), .text("language", \.language, max: 12),
        .text("name", \.name), .text("short", \.short, max: 60),
        .day("from_day", \.from), .day("until_day", \.until),
    ] + provenance

    static let kind = entryKind(
        "name", "names", columns: ["organisation", "language", "name", "until_day"],
        by: "organisation", found: ["name", "short"])

    static func check(_ entry: Stored<Name>, on desk: any Desk) throws -> Problems {
        var problems = try desk.unknown([entry.organisation], field: "organisation")
        if entry.language.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8})*/) == nil {
            problems.add("language", "not_a_language", Phrase("problem.not_a_language"))
        }
        problems.all += entry.fields.inverted.all
        return problems
    }
}

/// What an organisation, or the area it lies in, is called in a scheme of codes, while it is.
struct Code: Particular, Lasting {
    var organisation = ""
    var scheme = ""
    var code = ""
    var subject = Subject.authority
    var from: Day?
    var until: Day?
    var known = Known()

    /// What the code stands for: the county's is not the authority's own.
    enum Subject: String, Choice { case authority, county, region }

    static let fields: Fields<Code> = [
        .text("organisation", \.organisation, max: 63), .text("scheme", \.scheme, max: 40),
        .text("code", \.code, max: 60), .choice("identifies", \.subject),
        .day("from_day", \.from), .day("until_day", \.until),
    ] + provenance

    static let kind = entryKind(
        "code", "codes", columns: ["organisation", "scheme", "code", "until_day"],
        by: "organisation")
}

/// Something that happened to organisations: a merger, a division, a new name, a moved boundary,
/// their founding, or a step in a body's own life.
struct Event: Entry {
    var slug = ""
    var sort = Sort.milestone
    var day: Day?
    /// When the day is not known: `2021`, `2023-02`.
    var period: String?
    /// The slugs of those there were before, separated by blanks; a milestone has none.
    var originals: String?
    /// The slugs of those there were afterwards.
    var results = ""
    var text = ""
    var textGa: String?
    var note: String?
    var known = Known()

    enum Sort: String, Choice {
        case merger, split, renaming, milestone, founding
        case boundaryChange = "boundary_change"

        /// Whether it made something else of organisations that were there.
        var isChange: Bool { self != .milestone && self != .founding }
    }

    static let fields: Fields<Event> = [
        .text("slug", \.slug, max: 63), .choice("kind", \.sort), .day("day", \.day),
        .text("period", \.period, max: 40), .text("originals", \.originals, max: 500),
        .text("results", \.results, max: 500), .longText("text", \.text),
        .longText("text_ga", \.textGa), .text("note", \.note, max: 500),
    ] + provenance

    static let kind = entryKind("event", "events", columns: ["day", "kind", "text"], by: "slug")

    static func check(_ entry: Stored<Event>, on desk: any Desk) throws -> Problems {
        var problems = try desk.taken(entry.slug, by: entry)
        problems.all += try desk.unknown(entry.originals?.parts ?? [], field: "originals").all
        problems.all += try desk.unknown(entry.results.parts, field: "results").all
        return problems
    }

    /// When it was, to sort by.
    var when: String { day?.description ?? period ?? "" }

    /// Whether it had happened by a day; nil where it lies within the year or month that is all
    /// we know of it.
    func hadHappened(by other: Day) -> Bool? {
        if day == nil, other.description.hasPrefix(when) { return nil }
        return when <= other.description
    }
}
