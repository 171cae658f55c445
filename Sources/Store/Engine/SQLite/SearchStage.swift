// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One question to the full-text index, and how many of its matches are looked at.
///
/// A list that nearly everything is in costs more to go through than many matches to look at: so the
/// words are asked alone first, then with the filter that is likely to leave least, and with all of
/// them only at last.
struct SearchStage: Equatable {
    let terms: String
    let size: Int
    /// Whether the newest of more matches may be enough.
    let isOfNewest: Bool

    /// The stages of a search for words or in a box.
    /// - Parameters:
    ///   - wanted: how many items are asked for.
    ///   - most: the most matches that are looked at.
    static func all(
        of query: RegisterQuery, _ words: [SearchWord], wanted: Int, most: Int
    ) -> [SearchStage] {
        let typed = words.isEmpty ? [] : [SQLiteSearch.query(words)]
        let filters = filters(of: query)
        // Few matches are looked at in any order; many only where the newest are asked for.
        let isOrdered = query.order == .day
        let few = isOrdered ? min(2 * wanted + 50, most) : most
        // The cells of a box reach beyond it, where a town may lie.
        let fewOfCells = isOrdered ? min(5 * wanted + 50, most) : most
        func stage(_ terms: [String], _ size: Int, isOfNewest: Bool) -> SearchStage {
            SearchStage(
                terms: terms.joined(separator: " AND "), size: size, isOfNewest: isOfNewest)
        }
        var stages: [SearchStage] = []
        if !words.isEmpty {
            // In a box lie few of the newest matches, and places are dear to look at.
            stages.append(stage(typed, few, isOfNewest: isOrdered && query.bounds == nil))
        }
        for next in [
            stage(
                typed + filters.prefix(1), query.bounds == nil ? few : fewOfCells,
                isOfNewest: isOrdered),
            stage(typed + filters, most, isOfNewest: isOrdered),
        ] where next != stages.last { stages.append(next) }
        return stages
    }

    /// The marks of the filters, those likely to leave least first.
    private static func filters(of query: RegisterQuery) -> [String] {
        let marks = [
            query.bounds.map(SearchMarks.touching) ?? [],
            query.tenant.map { [SearchMarks.tenant($0)] } ?? [],
            Set(query.statuses).sorted().map(SearchMarks.status),
        ].filter { !$0.isEmpty }
        // Of the other filters each leaves less than a kind does.
        let kind = query.kind.map { [[SearchMarks.kind($0)]] } ?? []
        return (marks.isEmpty ? kind : marks).map { marks in
            "(" + marks.map { "\"\($0)\"" }.joined(separator: " OR ") + ")"
        }
    }
}
