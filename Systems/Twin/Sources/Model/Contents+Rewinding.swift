// SPDX-License-Identifier: EUPL-1.2

/// What was at a moment, with all that had been until then.
extension Contents {
    func rewound(to moment: Stamp) -> Contents {
        var then = Contents(end: ids.end, horizons: horizons, latest: latest, last: last)
        for number in 0..<ids.end {
            guard let id = ids[number] else { continue }
            let past = pasts[number] ?? EntityHistory()
            let entity = past.entity(shelf[number]?.entity, id: id, at: moment)
            let before = past.rewound(to: moment)
            if entity == nil, before.isEmpty { continue }
            then.restore(
                KeptEntity(
                    id: id, entity: entity, past: before.isEmpty ? nil : before, mark: published[number]),
                at: number)
        }
        for change in documentChanges where change.at <= moment { then.note(change) }
        return then
    }
}

extension EntityHistory {
    fileprivate func rewound(to moment: Stamp) -> EntityHistory {
        var all: [Key: Series] = [:]
        for (key, series) in series {
            let before = series.rewound(to: moment)
            if !before.places.isEmpty { all[key] = before }
        }
        return EntityHistory(
            heads: heads.filter { $0.since <= moment }, order: order.filter { all[$0] != nil }, series: all,
            forgotten: forgotten.filter { $0.value <= moment })
    }
}

extension Series {
    /// What had been said, or told of the past, until a moment.
    fileprivate func rewound(to moment: Stamp) -> Series {
        let known = places.filter { modifiedAt($0) <= moment }
        if known.count == places.count { return self }
        var then = Series()
        for place in known where !removed.contains(place) { then.append(self[place], isTold: isTold(place)) }
        return then
    }
}
