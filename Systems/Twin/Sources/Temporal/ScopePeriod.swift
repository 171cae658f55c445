// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How long an entity was in its scopes: from when they were set until they were set anew or taken away
/// (GS CIM 009, 4.18).
struct ScopePeriod: Sendable {
    let instance: Instance
    /// Nil: since ever, as far as is known.
    let from: Stamp?
    /// Nil: still.
    let until: Stamp?

    var scopes: [String] { instance.scopes }

    func contains(_ moment: Stamp) -> Bool {
        (from.map { $0 <= moment } ?? true) && (until.map { moment < $0 } ?? true)
    }

    /// Whether some of it lies in the time that is asked for.
    func touches(_ relation: TemporalQuery.Relation?) -> Bool {
        switch relation {
        case nil: true
        case .before(let end)?: from.map { $0 < end } ?? true
        case .after(let start)?: until.map { $0 > start } ?? true
        case .between(let start, let end)?:
            (from.map { $0 < end } ?? true) && (until.map { $0 > start } ?? true)
        }
    }
}

extension History {
    /// The periods of its scopes, newest first. What was told without a time holds since ever.
    func scopePeriods(_ query: TemporalQuery) -> [ScopePeriod] {
        var until: Stamp?
        var periods: [ScopePeriod] = []
        for instance in scope.newestFirst(query.scopeTime) {
            let isTimeless = query.property == .observedAt && instance.observedAt == nil
            let from = isTimeless ? Optional.none : query.scopeTime(instance)
            if instance.deletedAt == nil {
                periods.append(ScopePeriod(instance: instance, from: from, until: until))
            }
            until = from ?? until
        }
        return periods
    }

    /// The scopes that held in the time that is asked for; by when things were deleted, those taken away
    /// then.
    func scopes(in query: TemporalQuery) -> [Instance] {
        guard query.property != .deletedAt else {
            return scope.filter { instance in
                query.relation == nil || instance.deletedAt.map(query.contains) ?? false
            }
        }
        guard query.relation != nil else { return scope }
        return scopePeriods(query).filter { $0.touches(query.relation) }.map(\.instance)
    }
}

extension TemporalQuery {
    /// When scopes were set, by the moment that is asked by.
    fileprivate func scopeTime(_ instance: Instance) -> Stamp {
        switch property {
        case .observedAt: instance.observedAt ?? instance.modifiedAt
        default: instance.modifiedAt
        }
    }
}

extension Instance {
    /// The scopes it tells, as an instance of a scope does.
    var scopes: [String] {
        guard case .property(let value) = value else { return [] }
        return value.asString.map { [$0] } ?? value.texts ?? []
    }
}
