// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Things of a body, each with its translations: of one sort, or one guide and its sections.
struct TranslationMatrix {
    private static let page = 50

    struct Row {
        let original: Original
        /// How many parts it has, itself among them: of a guide, its sections besides.
        let parts: Int
        /// Its own; of a guide in a list, those of its sections besides.
        let translations: [Stored<Translation>]
    }

    let rows: [Row]
    let next: Query.Cursor?

    init(
        _ reader: Reader, _ sort: Translation.Sort, one: RecordID?, after: Query.Cursor?
    ) throws {
        if let one {
            let all = try reader.translations(of: one)
            let originals = try sort == .guide
                ? reader.find(Guide.self, one).map { try reader.parts(of: $0) } ?? []
                : [reader.original(sort, one, part: nil)].compactMap(\.self)
            rows = originals.map { original in
                Row(
                    original: original, parts: 1,
                    translations: all.filter { $0.part == original.part })
            }
            next = nil
            return
        }
        var found = try Self.originals(reader, sort, after)
        next = found.count > Self.page
            ? found[Self.page - 1].0.record.text.cursor : nil
        found = Array(found.prefix(Self.page))
        let ids = found.map { Value.text($0.0.record.text) }
        let all = try ids.isEmpty
            ? []
            : reader.list(
                Translation.self,
                Query(
                    [.init("original", .oneOf(ids)), .state(.requested, .current, .outdated)],
                    limit: 20_000))
        let byOriginal = Dictionary(grouping: all, by: \.fields.original)
        rows = found.map { original, parts in
            Row(
                original: original, parts: parts,
                translations: byOriginal[original.record.text] ?? [])
        }
    }

    /// The newest first, each with how many parts it has.
    private static func originals(
        _ reader: Reader, _ sort: Translation.Sort, _ after: Query.Cursor?
    ) throws -> [(Original, Int)] {
        func query(_ states: State...) -> Query {
            Query(
                [.init("state", .oneOf(states.map { .text($0.rawValue) }))], order: "id",
                descending: true, after: after, limit: page + 1)
        }
        switch sort {
        case .guide, .section:
            return try reader.list(Guide.self, query(.draft, .published, .expired)).map { guide in
                (Original(guide), 1 + (try reader.sections(of: guide).count))
            }
        case .answer:
            return try reader.list(Answer.self, query(.current, .expired)).map { (Original($0), 1) }
        case .practice:
            return try reader.list(Practice.self, query(.draft, .shared)).map { (Original($0), 1) }
        case .event:
            return try reader.list(Event.self, query(.draft, .published, .cancelled))
                .map { (Original($0), 1) }
        }
    }

    /// The languages something is in, as it was written or translated.
    var languages: [Tongue] {
        let all = rows.flatMap { row in
            [row.original.language].compactMap(\.self) + row.translations.map(\.language)
        }
        return Set(all).sorted { $0.rawValue < $1.rawValue }
    }

    /// What is called so as it was written.
    func name(of translation: Translation) -> String {
        let own = rows.first {
            $0.original.record.text == translation.original && $0.original.part == translation.part
        } ?? rows.first { $0.original.record.text == translation.original }
        return own?.original.name ?? ""
    }
}

extension String {
    /// The place after the record of this id, in an order by ids.
    fileprivate var cursor: Query.Cursor { Query.Cursor(value: .text(self), id: self) }
}
