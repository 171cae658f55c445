// SPDX-License-Identifier: EUPL-1.2

/// Long rows of numbers are brought together from where they lie, without an instance for each.
extension Contents {
    /// An entity's history with its numbers brought together; what is no row of numbers stands among its
    /// attributes. Nil: nothing ever was of that id.
    /// - Parameter names: of the attributes that are wanted; nil: all.
    func history(
        of id: String, _ aggregation: Aggregation, _ query: TemporalQuery, names: Set<String>?
    ) -> History? {
        guard aggregation.takesRows(query) else { return history(of: id) }
        var rows: [Aggregation.Series] = []
        var history = history(of: id) { key, series in
            if let names, !names.contains(key.name) { return true }
            guard let (times, values) = series.numbers(in: query) else { return false }
            guard !times.isEmpty else { return true }
            rows.append(
                Aggregation.Series(
                    name: key.name, kind: .property, datasetId: key.datasetId,
                    buckets: aggregation.numberBuckets(times, values, query)))
            return true
        }
        history?.brought = rows
        return history
    }
}

extension Aggregation {
    /// Whether rows of numbers can be taken as they lie: by the moments that lie beside them.
    fileprivate func takesRows(_ query: TemporalQuery) -> Bool {
        query.lastN == nil && [.observedAt, .modifiedAt].contains(query.property)
    }
}

extension Series {
    /// The numbers that were said in the time that is asked for, oldest first, each with its moment in
    /// microseconds; nil where something else was said then, too.
    fileprivate func numbers(in query: TemporalQuery) -> (times: [Int64], values: [Double])? {
        var (times, values): ([Int64], [Double]) = ([], [])
        var isOrdered = true
        for place in places where removed.isEmpty || !removed.contains(place) {
            guard let time = time(place, by: query.property) else {
                if query.relation == nil { return nil }
                continue
            }
            guard query.contains(time) else { continue }
            guard let number = number(place) else { return nil }
            if let last = times.last, last > time.microseconds { isOrdered = false }
            times.append(time.microseconds)
            values.append(number)
        }
        if isOrdered { return (times, values) }
        let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
        return (order.map { times[$0] }, order.map { values[$0] })
    }
}
