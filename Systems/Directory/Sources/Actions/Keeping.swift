// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How the directory is kept. Each kind of entry has the same three actions: it is recorded;
/// a mistake in it is corrected, and stays visible in its history; and what should never have been
/// recorded is struck out.
enum Keeping {
    private static let keepers: [Grant] = [.role(.administrator), .system("setup")]

    static func actions<E: Entry>(on _: E.Type) -> [ActionKind] {
        [record(E.self).kind, correct(E.self).kind, strike(E.self).kind]
    }

    private static func record<E: Entry>(_: E.Type) -> Action<E, E> {
        Action("record_\(E.kind.name)", by: keepers, to: [.recorded]) { entry, input, desk in
            entry.fields = input.fields
            try E.check(entry, on: desk).check()
        }
    }

    private static func correct<E: Entry>(_: E.Type) -> Action<E, E> {
        Action(
            "correct_\(E.kind.name)", by: keepers, from: [.recorded], isPartial: true,
            prefill: { row, _ in row?.fields ?? E() },
            effect: { entry, input, desk in
                let slug = entry.row["slug"]
                entry.fields.take(input.given, from: input.fields)
                guard entry.row["slug"] == slug else {
                    throw Problems("slug", "slug_stays", Phrase("problem.slug_stays"))
                }
                try E.check(entry, on: desk).check()
            })
    }

    private static func strike<E: Entry>(_: E.Type) -> Action<E, Nothing> {
        Action("strike_\(E.kind.name)", by: keepers, from: [.recorded], to: [.struck]) {
            _, _, _ in
        }
    }
}

extension System {
    /// The directory: who supports municipalities and what each does, the authorities through
    /// time, and which of them has which shared system. Its records lie in the commons.
    public static let directory = System(
        "directory", isCommons: true, records: entries, actions: entries.flatMap(actions))

    private static let entries: [any Entry.Type] = [
        Organisation.self, Name.self, Code.self, Event.self, Service.self, Figure.self,
        Contact.self, Relation.self, SharedSystem.self, CoverageClaim.self, CoverageFact.self,
        CoveragePromise.self,
    ]

    private static func actions(on entry: any Entry.Type) -> [ActionKind] {
        Keeping.actions(on: entry)
    }
}
