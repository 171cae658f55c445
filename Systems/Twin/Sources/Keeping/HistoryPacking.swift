// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What entities have been, in a checkpoint.
extension PackWriter {
    private static let origin = EntityCode.Times(Stamp(microseconds: 0), Stamp(microseconds: 0))

    mutating func history(_ past: EntityHistory) {
        list(past.heads) { $0.head($1) }
        list(past.forgotten.sorted { $0.key.order < $1.key.order }) { writer, forgotten in
            writer.count(forgotten.key == nil ? 0 : 1)
            if let key = forgotten.key { writer.key(key) }
            writer.stamp(forgotten.value)
        }
        list(past.order.filter { past.series[$0] != nil }) { writer, key in
            writer.key(key)
            if let series = past.series[key] { writer.series(series) }
        }
    }

    private mutating func key(_ key: EntityHistory.Key) {
        name(key.name)
        count(key.datasetId == nil ? 0 : 1)
        if let datasetId = key.datasetId { name(datasetId) }
    }

    private mutating func head(_ head: EntityHistory.Head) {
        stamp(head.since)
        names(head.types)
        names(head.scope)
        stamp(head.createdAt, after: head.since)
        optional(head.expiresAt, after: head.since)
        optional(head.deletedAt, after: head.since)
    }

    private mutating func series(_ series: Series) {
        let (places, first) = (series.places, series.forgotten)
        count(first)
        count(series.pattern == nil ? 0 : 1)
        if let pattern = series.pattern { instance(pattern, Self.origin) }
        count(places.count)
        times(series)
        created(series)
        let others = series.others.keys.sorted()
        self.places(others.map { $0 - first })
        for place in others { if let other = series.others[place] { instance(other, Self.origin) } }
        self.places(places.filter(series.isTold).map { $0 - first })
        self.places(series.removed.sorted().map { $0 - first })
        numbers(places.filter { series.others[$0] == nil }.map { series.number($0) ?? 0 })
    }

    /// When each was said, by how long after the one before; and when it was observed, by how long after
    /// it was said.
    private mutating func times(_ series: Series) {
        var last = Stamp(microseconds: 0)
        for place in series.places {
            let modified = series.modifiedAt(place)
            stamp(modified, after: last)
            optional(series.observedAt(place), after: modified)
            last = modified
        }
    }

    /// When each was said first, where that is not the same for all.
    private mutating func created(_ series: Series) {
        let isKept = series.places.first.flatMap(series.createdAt) != nil
        count(isKept ? 1 : 0)
        guard isKept else { return }
        for place in series.places {
            stamp(series.createdAt(place) ?? Stamp(microseconds: 0), after: series.modifiedAt(place))
        }
    }

    /// Decimals of few digits as whole numbers, by how much they differ from the one before.
    private mutating func numbers(_ numbers: [Double]) {
        guard let digits = (0...6).first(where: { digits in numbers.allSatisfy { $0.fits(digits) } }) else {
            count(7)
            for number in numbers { double(number) }
            return
        }
        count(digits)
        var last: Int64 = 0
        for number in numbers {
            let whole = number.whole(digits) ?? 0
            signed(whole - last)
            last = whole
        }
    }
}

extension PackReader {
    private static let origin = EntityCode.Times(Stamp(microseconds: 0), Stamp(microseconds: 0))

    mutating func history() throws(Damaged) -> EntityHistory {
        let heads = try list { reader throws(Damaged) in try reader.head() }
        var order: [EntityHistory.Key] = []
        var all: [EntityHistory.Key: Series] = [:]
        var forgotten: [EntityHistory.Key?: Stamp] = [:]
        for _ in 0..<(try count()) {
            let key = try index() == 0 ? nil : try self.key()
            forgotten[key] = try stamp()
        }
        for _ in 0..<(try count()) {
            let key = try key()
            order.append(key)
            all[key] = try series()
        }
        return EntityHistory(heads: heads, order: order, series: all, forgotten: forgotten)
    }

    private mutating func key() throws(Damaged) -> EntityHistory.Key {
        let name = try name()
        return EntityHistory.Key(name: name, datasetId: try index() == 0 ? nil : try self.name())
    }

    private mutating func head() throws(Damaged) -> EntityHistory.Head {
        let since = try stamp()
        let (types, scope) = (try names(), try names())
        var head = EntityHistory.Head(
            since: since, types: types, scope: scope, createdAt: try stamp(after: since))
        head.expiresAt = try optional(after: since)
        head.deletedAt = try optional(after: since)
        return head
    }

    private mutating func series() throws(Damaged) -> Series {
        let first = try index()
        guard first < 1 << 40 else { throw Damaged() }
        let pattern = try index() == 0 ? nil : try instance(Self.origin)
        let count = try count()
        let (modified, observed) = try times(count)
        let created = try index() == 0 ? nil : try created(modified)
        var others: [Int: Instance] = [:]
        for place in try places(below: count) { others[first + place] = try instance(Self.origin) }
        let told = Set(try places(below: count).map { first + $0 })
        let removed = Set(try places(below: count).map { first + $0 })
        var plain = try numbers(count - others.count).makeIterator()
        let numbers = (first..<first + count).map { others[$0] == nil ? plain.next() ?? 0 : .nan }
        return Series(
            forgotten: first, modified: modified, observed: observed, created: created, numbers: numbers,
            pattern: pattern, others: others, told: told, removed: removed)
    }

    private mutating func places(below count: Int) throws(Damaged) -> [Int] {
        let places = try places()
        guard places.last ?? -1 < count else { throw Damaged() }
        return places
    }

    private mutating func times(_ count: Int) throws(Damaged) -> ([Int64], [Int64?]) {
        var (modified, observed): ([Int64], [Int64?]) = ([], [])
        modified.reserveCapacity(count)
        observed.reserveCapacity(count)
        var last = Stamp(microseconds: 0)
        for _ in 0..<count {
            last = try stamp(after: last)
            modified.append(last.microseconds)
            observed.append(try optional(after: last)?.microseconds)
        }
        return (modified, observed)
    }

    private mutating func created(_ modified: [Int64]) throws(Damaged) -> [Int64] {
        var created: [Int64] = []
        created.reserveCapacity(modified.count)
        for moment in modified { created.append(try stamp(after: Stamp(microseconds: moment)).microseconds) }
        return created
    }

    private mutating func numbers(_ count: Int) throws(Damaged) -> [Double] {
        let digits = try index()
        guard digits <= 7 else { throw Damaged() }
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        var last: Int64 = 0
        for _ in 0..<count {
            if digits == 7 {
                numbers.append(try double())
            } else {
                last &+= try signed()
                numbers.append(Double(last) / Double.tens[digits])
            }
        }
        return numbers
    }
}

extension Double {
    fileprivate static let tens: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

    /// This number without its so many digits after the point, where it can be told from that again.
    fileprivate func whole(_ digits: Int) -> Int64? {
        let scaled = (self * Self.tens[digits]).rounded()
        guard abs(scaled) < 0x1p52 else { return nil }
        let whole = Int64(scaled)
        return (Double(whole) / Self.tens[digits]).bitPattern == bitPattern ? whole : nil
    }

    fileprivate func fits(_ digits: Int) -> Bool { whole(digits) != nil }
}

extension EntityHistory.Key? {
    /// They stand in the same order whenever they are written.
    fileprivate var order: String { map { "1\($0.name)\n\($0.datasetId ?? "")" } ?? "" }
}
