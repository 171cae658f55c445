// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// That a file was taken in: one act of the twin, kept as a document so that it can be undone.
struct Import: Sendable, Equatable {
    static let sort = "import"
    /// How many of them are kept.
    static let most = 10

    /// When the act was done. No other act has the same moment.
    let at: Stamp
    /// The types of what was written, whole IRIs, in their order.
    let types: [String]
    /// How many entities were written.
    let count: Int

    /// What its document is called.
    var id: String { String(at.microseconds) }
    /// Just before it.
    var before: Stamp { at.adding(microseconds: -1) }

    init(at: Stamp, types: Set<String>, count: Int) {
        (self.at, self.types, self.count) = (at, types.sorted(), count)
    }

    /// Nil: it is none.
    init?(kept json: JSON) {
        guard let at = json["at"]?.stamp, let types = json["types"]?.texts,
            let count = json["count"]?.asInteger
        else { return nil }
        self.init(at: at, types: Set(types), count: Int(count))
    }

    var kept: JSON {
        [
            "at": .integer(at.microseconds), "types": .array(types.map(JSON.string)),
            "count": .integer(count),
        ]
    }

    /// Those that can be undone still, newest first.
    static func all(in twin: Twin) throws -> [Import] {
        try twin.read { contents in
            (contents.documents[sort] ?? [:]).values.compactMap(Import.init(kept:)).filter { done in
                contents.horizon(of: Set(done.types)).map { done.before >= $0 } ?? true
            }
        }.sorted { $0.at > $1.at }
    }
}

extension Draft {
    /// Notes that something was taken in by this act, and lets go of what was noted long ago.
    mutating func note(_ new: Import, beside others: [Import]) {
        keep(new.kept, as: Import.sort, new.id)
        for old in others.dropFirst(Import.most - 1) where document(Import.sort, old.id) != nil {
            keep(nil, as: Import.sort, old.id)
        }
    }
}
