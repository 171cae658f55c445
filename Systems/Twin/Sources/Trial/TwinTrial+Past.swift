// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What has been, and what is kept of it.
extension TwinTrial {
    private static let naming = TermTable.core

    static func history(_ given: TrialInput) -> String? {
        let reading = HistoryReading(naming: naming, now: TrialInput.now, identify: { "" })
        guard let told = given.json(0)?.asObject.flatMap({ try? reading.history($0) }) else { return nil }
        let entry = LogEntry(at: TrialInput.now, by: "a", .past(.telling(told)))
        var (worked, kept) = (Contents(), Contents())
        worked.apply(entry)
        guard let entries = try? again([entry]) else {
            return "what was told is kept so that nobody reads it"
        }
        for entry in entries { kept.apply(entry) }
        guard let known = worked.history(of: told.id) else { return "what was told is not known" }
        guard kept.history(of: told.id) == known else { return "what was told is kept as something else" }
        let query = (try? TemporalQuery(parameters: given.parameters(timing, from: 1))) ?? TemporalQuery()
        return wrong(with: known, query, meant(known, query, given))
            ?? wrong(with: worked, known, query, given)
    }

    /// What of it meets a query.
    private static func meant(_ known: History, _ query: TemporalQuery, _ given: TrialInput) -> History {
        let parameters = given.parameters(["q", "scopeQ"], from: 8)
        guard let filter = try? EntityFilter(parameters: parameters, naming: naming) else { return known }
        return HistorySearch(filter: filter, query: query).meant(known) ?? known
    }

    private static func wrong(with known: History, _ query: TemporalQuery, _ meant: History) -> String? {
        for history in HistoryPage(of: [known, meant], query, limit: 3).histories {
            for form in [Representation.Form.normalized, .concise] {
                let writing = HistoryWriting(Representation(naming, form: form), query)
                let wrong =
                    unreadable { writing.write(history, into: &$0) }
                    ?? unreadable { writing.writeValues(history, into: &$0) }
                if let wrong { return wrong }
            }
        }
        return nil
    }

    /// What is brought together from rows is what is brought together from what they say.
    private static func wrong(
        with contents: Contents, _ known: History, _ query: TemporalQuery, _ given: TrialInput
    ) -> String? {
        let parameters = given.parameters(["aggrMethods", "aggrPeriodDuration"], from: 6)
        guard let aggregation = try? Aggregation(parameters: parameters) else { return nil }
        let selected = HistoryPage(of: [known], query, limit: .max).histories.first
        let slow = selected.flatMap { try? aggregation.series(of: $0, query, areNamed: false) } ?? []
        let quick = contents.history(of: known.id, aggregation, query, names: nil)
        let rows = (quick?.brought ?? []).filter { row in
            row.buckets.contains { $0.values.contains { $0 != nil } }
        }
        for row in rows where !slow.contains(row) { return "rows of \(row.name) come to something else" }
        guard let quick else { return "what was told is not known" }
        let others = (try? aggregation.series(of: quick, query, areNamed: false)) ?? []
        let writing = HistoryWriting(Representation(naming), query)
        return unreadable { writing.write(quick.brought + others, aggregation, of: quick, into: &$0) }
    }

    static func log(_ given: TrialInput) -> String? {
        guard let entries = try? LogEntry.entries(in: given.text(0)) else { return nil }
        var contents = Contents()
        for entry in entries { contents.apply(entry) }
        for id in contents.numbers.keys.sorted().prefix(20) { look(at: id, in: contents) }
        // What could be read of it is kept, and from then on the same.
        guard let read = try? again(entries), let once = try? again(read) else {
            return "what was read cannot be kept"
        }
        guard written(read) == written(once) else { return "what was read is kept as something else" }
        return wrongPacked(contents, given.bytes(1))
    }

    /// A checkpoint holds what there is, and is read so; a damaged one is read as something else, or not.
    private static func wrongPacked(_ contents: Contents, _ damage: [UInt8]) -> String? {
        let packing = CheckpointPacking(contents: contents)
        for numbers in packing.ranges {
            let bytes = packing.entities(numbers)
            guard let read = try? CheckpointUnpacking.entities(bytes) else {
                return "a checkpoint cannot be read"
            }
            var again = Contents(end: contents.ids.end, horizons: [:], latest: contents.latest, last: nil)
            for (number, kept) in read { again.restore(kept, at: number) }
            guard CheckpointPacking(contents: again).entities(numbers) == bytes else {
                return "a checkpoint is read as something else"
            }
            _ = try? CheckpointUnpacking.entities(damaged(bytes, damage))
        }
        for start in packing.documentStarts {
            let bytes = packing.documents(from: start)
            guard let read = try? CheckpointUnpacking.documents(bytes) else {
                return "documents cannot be read"
            }
            guard read.map(\.json) == contents.documentChanges[start...].prefix(read.count).map(\.json) else {
                return "documents are read as others"
            }
            _ = try? CheckpointUnpacking.documents(damaged(bytes, damage))
        }
        _ = contents.rewound(to: TrialInput.now)
        return nil
    }

    private static func damaged(_ bytes: [UInt8], _ damage: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for place in stride(from: 0, to: damage.count - 1, by: 2) where !bytes.isEmpty {
            bytes[Int(damage[place]) * bytes.count / 256] ^= damage[place + 1]
        }
        return bytes
    }

    private static func written(_ entries: [LogEntry]) -> [UInt8] {
        entries.reduce(into: []) { $1.write(into: &$0) }
    }

    private static func again(_ entries: [LogEntry]) throws -> [LogEntry] {
        try LogEntry.entries(in: String(decoding: written(entries), as: UTF8.self))
    }

    /// Shows all that is known of an entity, however little sense it makes.
    private static func look(at id: String, in contents: Contents) {
        let moments = [TrialInput.now, Stamp(microseconds: .min), Stamp(microseconds: .max)]
        let entities = [contents.entity(id)] + moments.map { contents.remembered(id, asOf: $0) }
        var writer = JSONWriter()
        for entity in entities.compactMap(\.self) {
            var representation = Representation(naming)
            representation.showsSystem = true
            representation.write(entity, into: &writer)
            _ = entity.living(at: TrialInput.now)
        }
        guard let history = contents.history(of: id) else { return }
        let query = TemporalQuery()
        let aggregation = Aggregation(
            [.sum, .distinctCount], period: ISODuration("P1M") ?? ISODuration.zero)
        HistoryWriting(Representation(naming), query).write(history, into: &writer)
        _ = try? aggregation.series(of: history, query, areNamed: false)
        _ = contents.history(of: id, aggregation, query, names: nil)
    }
}
