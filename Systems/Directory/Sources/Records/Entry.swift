// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whence something is known, and as of when.
struct Known: Sendable, Hashable {
    /// An address, or the name of what has none.
    var source = ""
    /// The day the source gives for it; nil: the source carries none.
    var statedOn: Day?
    var readOn: Day?
    /// Whether it was seen in the source, rather than known in general.
    var isCertain = true
}

/// What every record of the directory is: something known, from a source, as of a day.
protocol Entry: Record {
    var known: Known { get set }

    /// What is wrong with an entry beyond its fields, before it is kept.
    static func check(_ entry: Stored<Self>, on desk: any Desk) throws -> Problems
}

extension Entry {
    /// The fields all entries end with.
    static var provenance: [Field<Self>] {
        [
            .text("source", \.known.source, max: 500), .day("stated_on", \.known.statedOn),
            .day("read_on", \.known.readOn), .flag("certain", \.known.isCertain),
        ]
    }

    static func check(_ entry: Stored<Self>, on desk: any Desk) throws -> Problems { Problems() }

    /// The kind of an entry: open to everyone, and either recorded or struck out.
    static func entryKind(
        _ name: String, _ plural: String, columns: [String], by order: String,
        indexes: [[String]] = [], found: [String] = [], linked: LinkedTerms = LinkedTerms()
    ) -> RecordKind {
        RecordKind(
            Self.self, system: "directory", name: name, plural: plural,
            states: [.recorded, .struck], readers: [.anyone],
            list: ListShape(columns: columns, filters: [order], order: order, descending: false),
            indexes: [[order]] + indexes, found: found, linked: linked)
    }
}

extension State {
    static let recorded: State = "recorded"
    /// Taken back: it should never have been recorded. It stays in the history.
    static let struck: State = "struck"
}

/// An entry about one organisation, which it names by its slug: slugs are in every address and
/// never change, so they are what entries, files and open data all refer to.
protocol Particular: Entry {
    var organisation: String { get set }
}

extension Particular {
    static func check(_ entry: Stored<Self>, on desk: any Desk) throws -> Problems {
        try desk.unknown([entry.fields.organisation], field: "organisation")
    }
}

/// What holds from a day until a day, both included; nil: before our records, or still.
protocol Lasting {
    var from: Day? { get }
    var until: Day? { get }
}

extension Lasting {
    func holds(on day: Day) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
    }

    /// A problem if it ends before it begins.
    var inverted: Problems {
        guard let from, let until, until < from else { return Problems() }
        return Problems("until_day", "ends_before", Phrase("problem.ends_before"))
    }
}

extension Desk {
    /// A problem for each of the slugs that is no organisation's.
    func unknown(_ slugs: [String], field: String) throws -> Problems {
        var problems = Problems()
        for slug in slugs {
            let query = Query([.field("slug", is: slug), .state(.recorded)], limit: 1)
            if try list(Organisation.self, query).isEmpty {
                problems.add(
                    field, "no_such_organisation",
                    Phrase("problem.no_such_organisation", ["slug": slug]))
            }
        }
        return problems
    }

    /// A problem if another record of the kind has the slug, or it is none.
    func taken<R: Record>(_ slug: String, by record: Stored<R>) throws -> Problems {
        guard Tenant.isSlug(slug) else {
            return Problems("slug", "not_a_slug", Phrase("problem.not_a_slug"))
        }
        let others = try list(R.self, Query([.field("slug", is: slug)], limit: 2))
        return others.contains { $0.id != record.id }
            ? Problems("slug", "slug_taken", Phrase("problem.slug_taken")) : Problems()
    }
}

extension String {
    /// The slugs or codes of a field that holds several, separated by blanks.
    var parts: [String] { split(separator: " ").map(String.init) }
}
