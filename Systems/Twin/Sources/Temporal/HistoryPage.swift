// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The part of histories that is answered: what a temporal query asks for, and of that no more than an
/// answer may hold (GS CIM 009, 4.11 and 6.3.10).
struct HistoryPage: Sendable, Equatable {
    /// Instances newest first. Histories of which nothing is in range are left out.
    var histories: [History] = []
    /// What `Content-Range` says where there is more than is answered (206); nil where that is all (200).
    var contentRange: String?

    /// Selects from histories. `limit`: how many instances of an attribute an answer may have. `known`: as
    /// far as it is known what there is, where that is not all.
    ///
    /// With `lastN` the newest are answered, and the range runs from the newest to the oldest that is
    /// there; without, the oldest are answered, and it runs from the oldest to the newest (6.3.10). What
    /// is cut is cut at one moment for all attributes, so that the rest can be asked for from there.
    init(of all: [History], _ query: TemporalQuery, limit: Int, known: Stamp? = nil) {
        let selected = all.map { $0.selected(query) }.filter { query.relation == nil || !$0.isEmpty }
        histories = selected
        let isBackward = query.lastN != nil
        var cut = known
        for instances in selected.lazy.flatMap(\.series) where instances.count > limit {
            let edge = isBackward ? instances[limit - 1] : instances[instances.count - limit]
            let time = query.time(of: edge)
            cut = cut.map { isBackward ? max($0, time) : min($0, time) } ?? time
        }
        guard let cut else { return }
        histories = selected.map { history in
            history.filtered { isBackward ? query.time(of: $0) >= cut : query.time(of: $0) <= cut }
        }
        contentRange = Self.range(histories, cut, query)
    }

    private static func range(_ kept: [History], _ cut: Stamp, _ query: TemporalQuery) -> String {
        let times = kept.lazy.flatMap(\.series).flatMap { [$0.first, $0.last] }.compactMap { $0 }
            .map(query.time(of:))
        let start: Stamp
        if query.lastN != nil {
            switch query.relation {
            case .before(let end)?, .between(_, let end)?: start = end
            default: start = times.max() ?? cut
            }
        } else {
            switch query.relation {
            case .after(let from)?, .between(let from, _)?: start = from
            default: start = times.min() ?? cut
            }
        }
        return "date-time \(start)-\(cut)/\(query.lastN.map(String.init) ?? "*")"
    }
}

extension TemporalQuery {
    /// The moment an instance is placed at. One that does not have the moment asked for is placed by
    /// when it was modified; where moments are asked for, it is not there at all.
    func time(of instance: Instance) -> Stamp { property.time(of: instance) ?? instance.modifiedAt }
}

extension History {
    var isEmpty: Bool { scope.isEmpty && attributes.isEmpty && brought.isEmpty }

    fileprivate var series: [[Instance]] { attributes.map(\.instances) }

    /// What of it a query asks for.
    func selected(_ query: TemporalQuery) -> History {
        var history = self
        history.attributes = attributes.compactMap { attribute in
            let chosen = attribute.instances.filter { instance in
                guard query.relation != nil else { return true }
                return query.property.time(of: instance).map(query.contains) ?? false
            }
            let instances = query.newest(chosen)
            return instances.isEmpty ? nil : Attribute(attribute.name, instances)
        }
        history.scope = query.newest(scopes(in: query))
        // A scope alone is no data of the interval.
        if query.relation != nil, history.attributes.isEmpty, brought.isEmpty { history.scope = [] }
        return history
    }

    fileprivate func filtered(_ isKept: (Instance) -> Bool) -> History {
        var history = self
        history.attributes = attributes.compactMap { attribute in
            let instances = attribute.instances.filter(isKept)
            return instances.isEmpty ? nil : Attribute(attribute.name, instances)
        }
        return history
    }
}

extension TemporalQuery {
    fileprivate func newest(_ instances: [Instance]) -> [Instance] {
        let ordered = instances.newestFirst(time(of:))
        guard let lastN, lastN < ordered.count else { return ordered }
        return Array(ordered.prefix(lastN))
    }
}
