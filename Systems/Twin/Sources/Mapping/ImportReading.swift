// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A table read by a mapping: an entity a row, and what is wrong with rows.
struct ImportReading: Sendable {
    /// What is wrong with a row, counted as people count them in the file.
    struct Trouble: Sendable {
        let row: Int
        let phrase: Phrase
    }

    /// What a row says, as it would be sent.
    private(set) var bodies: [JSONObject] = []
    private(set) var fragments: [Fragment] = []
    private(set) var troubles: [Trouble] = []

    init(_ table: ImportTable, _ mapping: ImportMapping, _ naming: any Naming, at now: Stamp) {
        var seen: Set<String> = []
        for (index, row) in table.rows.enumerated() {
            do throws(MappedRow.Wrong) {
                guard !table.overlong.contains(index) else { throw MappedRow.Wrong("overlong") }
                let mapped = try MappedRow(
                    row, place: table.places[index], by: mapping, naming: naming, at: now)
                let id = mapped.fragment.id ?? ""
                guard seen.insert(id).inserted else {
                    throw MappedRow.Wrong("twice", ["id": id])
                }
                bodies.append(mapped.body)
                fragments.append(mapped.fragment)
            } catch {
                troubles.append(Trouble(row: index + 1, phrase: error.phrase))
            }
        }
    }
}
