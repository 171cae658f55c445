// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// That what was before some moments is known no more, as the log says it: an act like others, so that
/// memory follows from the lines alone. Of all entities some at a time, by their numbers, so that nobody
/// waits for it long.
struct Forgetting: Sendable, Equatable {
    /// Before which moment, by the type the rule is for; `*`: of all that no other rule is for.
    let horizons: [String: Stamp]
    let numbers: Range<Int>

    /// The rule for what no other rule is for.
    static let others = "*"

    init(_ horizons: [String: Stamp], _ numbers: Range<Int>) {
        (self.horizons, self.numbers) = (horizons, numbers)
    }

    /// The rule for an entity of these types: the one that keeps least.
    static func rule(for types: [String], among horizons: [String: Stamp]) -> String? {
        let own = types.filter { horizons[$0] != nil }
        return own.max { horizons[$0] ?? .distantPast < horizons[$1] ?? .distantPast }
            ?? (horizons[others] == nil ? nil : others)
    }

    /// Before which moment the past of an entity of these types goes; nil: it stays.
    func horizon(of types: [String]) -> Stamp? {
        Self.rule(for: types, among: horizons).flatMap { horizons[$0] }
    }

    var json: JSON {
        let moments = horizons.sorted { $0.key < $1.key }.map { type, moment in
            (type, JSON.integer(moment.microseconds))
        }
        return [
            "h": .object(JSONObject(moments)),
            "n": [.integer(numbers.lowerBound), .integer(numbers.upperBound)],
        ]
    }

    init?(_ json: JSON) {
        guard let members = json["h"]?.asObject, let first = json["n"]?[0]?.asInteger,
            let end = json["n"]?[1]?.asInteger, first >= 0, first <= end
        else { return nil }
        var horizons: [String: Stamp] = [:]
        for (type, moment) in members {
            guard let stamp = moment.stamp else { return nil }
            horizons[type] = stamp
        }
        self.init(horizons, Int(first)..<Int(end))
    }
}

extension Stamp {
    static let distantPast = Stamp(microseconds: .min)
}

/// What is forgotten, and what is known no more.
extension Contents {
    /// The types of an entity that is there, or the last it was of.
    func types(of entity: Entity?, _ past: EntityHistory?) -> [String] {
        entity?.types ?? past?.heads.last?.types ?? []
    }

    /// The types of an entity, as far as they are known; nil: nothing is known of it.
    func typesRemembered(of id: String) -> Set<String>? {
        numbers[id] == nil ? nil : Set(types(of: entity(id), remembered(id)))
    }

    /// The numbers of the entities of which something is to be forgotten, and before which moment.
    func forgettable(_ forgetting: Forgetting) -> [(number: Int, horizon: Stamp)] {
        forgetting.numbers.clamped(to: 0..<ids.end).compactMap { number in
            guard let past = pasts[number],
                let horizon = forgetting.horizon(of: types(of: shelf[number]?.entity, past)),
                past.reaches(before: horizon)
            else { return nil }
            return (number, horizon)
        }
    }

    func reaches(before forgetting: Forgetting) -> Bool { !forgettable(forgetting).isEmpty }

    /// The moment before which something that is asked for may be forgotten; nil: nothing is.
    /// - Parameter types: of which what is asked for is; nil: of any.
    func horizon(of types: Set<String>?) -> Stamp? {
        guard let types else { return horizons.values.max() }
        return types.compactMap { horizons[$0] }.max()
    }
}

extension Twin {
    /// The entity of an id as it was at a moment, of what may be shown.
    /// - Throws: `TwinProblem` if that may be forgotten.
    func entity(_ id: String, asOf moment: Stamp) throws -> Entity? {
        let (entity, types) = try read { ($0.entity(id, asOf: moment), $0.typesRemembered(of: id)) }
        // What was not there may have been another's name before.
        try mustRemember(moment, of: entity == nil ? nil : types)
        return entity
    }

    /// Whether it may be forgotten what an entity was just before a moment.
    func isForgotten(_ id: String, at moment: Stamp) -> Bool {
        let horizon = standing { $0.horizon(of: $0.typesRemembered(of: id)) }
        return horizon.map { moment <= $0 } ?? false
    }

    /// - Throws: `TwinProblem` where what was at a moment may be forgotten: nobody guesses then.
    func mustRemember(_ moment: Stamp, of types: Set<String>?) throws {
        let horizon = try read { $0.horizon(of: types) }
        guard let horizon, moment < horizon else { return }
        throw TwinProblem.bad(
            "What was before \(horizon) is no longer known here: the past is kept for a time only.",
            at: "?asOf")
    }
}
