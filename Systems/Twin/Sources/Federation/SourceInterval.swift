// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The time of which a source tells (GS CIM 009, 5.2.11).
struct SourceInterval: Sendable {
    let start: Stamp
    /// Nil: it goes on.
    let end: Stamp?

    /// Nil: it is none.
    init?(_ json: JSON) {
        guard let start = json["startAt"]?.asString.flatMap({ Stamp($0) }) else { return nil }
        self.start = start
        end = json["endAt"]?.asString.flatMap { Stamp($0) }
    }

    func contains(_ moment: Stamp) -> Bool { start <= moment && end.map { $0 >= moment } ?? true }

    func overlaps(_ from: Stamp, _ to: Stamp) -> Bool { start <= to && end.map { $0 >= from } ?? true }

    /// Whether it has something of the times that are asked for.
    func overlaps(_ query: TemporalQuery) -> Bool {
        switch query.relation {
        case nil: true
        case .before(let moment)?: start < moment
        case .after(let moment)?: end.map { $0 >= moment } ?? true
        case .between(let from, let to)?: overlaps(from, to)
        }
    }
}
