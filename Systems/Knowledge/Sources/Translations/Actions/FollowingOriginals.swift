// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension TranslationActions {
    /// What an act on an answer, a practice or an event means for its translations: those of texts
    /// that changed are out of date from today, and they are read by whoever reads the original.
    static func follow(_ original: Original, _ desk: any Desk) throws {
        try follow(original.record, [original], desk)
    }

    /// The same of a guide and its sections. What an edition left as it was stays up to date.
    static func follow(
        _ guide: Stored<Guide>, sections: [Stored<Section>]? = nil, _ desk: any Desk
    ) throws {
        let sections = try sections ?? OnDesk(desk: desk).sections(of: guide)
        try follow(
            guide.id, [Original(guide)] + sections.map { Original($0.fields, of: guide) }, desk)
    }

    private static func follow(
        _ record: RecordID, _ originals: [Original], _ desk: any Desk
    ) throws {
        let all = try OnDesk(desk: desk).translations(of: record)
        if all.isEmpty { return }
        let byPart = Dictionary(
            originals.map { ($0.part ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        for translation in all {
            var next = translation
            next.compare(with: byPart[translation.part ?? ""], at: desk.moment)
            if next.row != translation.row { _ = try desk.save(next) }
        }
    }
}
