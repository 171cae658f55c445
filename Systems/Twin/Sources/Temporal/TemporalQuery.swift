// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which part of a history is asked for (GS CIM 009, 4.11).
struct TemporalQuery: Sendable, Equatable {
    /// Where the moments lie. A lower bound belongs to it, an upper one does not.
    enum Relation: Sendable, Equatable {
        case before(Stamp)
        case after(Stamp)
        case between(Stamp, Stamp)
    }

    /// Nil: everything there is.
    var relation: Relation?
    var property = TimeProperty.observedAt
    /// How many instances of each attribute, counted from the newest.
    var lastN: Int?

    /// The query of nothing in particular: everything there is.
    init() {}

    /// Reads the parameters of a request. `isRequired`: there must be a relation (5.7.4).
    init(parameters: [String: String], isRequired: Bool = false) throws(TwinProblem) {
        try self.init(isRequired, "?", parameters["timerel"], parameters["timeAt"], parameters["endTimeAt"])
        if let name = parameters["timeproperty"] { property = try Self.property(name, "?timeproperty") }
        if let text = parameters["lastN"] {
            guard let count = Int(text), count > 0 else {
                throw .bad("lastN must be a whole number above 0.", at: "?lastN", clause: "5.7.4")
            }
            lastN = count
        }
    }

    /// Reads the member `temporalQ` of a query's body (5.2.21), where there must be a relation.
    init(json: JSON, at place: Place = .member(.body, "temporalQ")) throws(TwinProblem) {
        guard case .object(let members) = json else {
            throw .bad("temporalQ must be an object.", at: place.pointer, clause: "5.2.21")
        }
        for key in ["timerel", "timeAt", "endTimeAt", "timeproperty"] {
            guard let value = members[key], value.asString == nil else { continue }
            throw .bad("\(key) must be a text.", at: Place.member(place, key).pointer, clause: "5.2.21")
        }
        try self.init(
            true, place.pointer + "/", members["timerel"]?.asString, members["timeAt"]?.asString,
            members["endTimeAt"]?.asString)
        if let name = members["timeproperty"]?.asString {
            property = try Self.property(name, place.pointer + "/timeproperty")
        }
        if let json = members["lastN"] {
            guard let count = json.asInteger, count > 0 else {
                throw .bad("lastN must be a whole number above 0.", at: place.pointer + "/lastN")
            }
            lastN = Int(clamping: count)
        }
    }

    private init(
        _ isRequired: Bool, _ prefix: String, _ name: String?, _ from: String?, _ to: String?
    ) throws(TwinProblem) {
        guard let name else {
            guard !isRequired, from == nil, to == nil else {
                throw .bad("timerel is missing.", at: prefix + "timerel", clause: "4.11")
            }
            return
        }
        guard ["before", "after", "between"].contains(name) else {
            throw .bad(
                "timerel must be before, after or between.", at: prefix + "timerel", clause: "4.11")
        }
        let start = try Self.moment(from, "timeAt", prefix)
        switch name {
        case "before": relation = .before(start)
        case "after": relation = .after(start)
        default:
            let end = try Self.moment(to, "endTimeAt", prefix)
            guard start <= end else {
                throw .bad("endTimeAt lies before timeAt.", at: prefix + "endTimeAt", clause: "4.11")
            }
            relation = .between(start, end)
        }
    }

    private static func moment(
        _ text: String?, _ name: String, _ prefix: String
    ) throws(TwinProblem) -> Stamp {
        guard let text else {
            throw .bad("\(name) is missing.", at: prefix + name, clause: "4.11")
        }
        guard let stamp = Stamp(text) else {
            throw .bad(
                "\(name) must be a date and time in UTC, such as 2026-01-06T09:30:00Z.", at: prefix + name,
                clause: "4.6.3")
        }
        return stamp
    }

    private static func property(_ name: String, _ pointer: String) throws(TwinProblem) -> TimeProperty {
        guard let property = TimeProperty(rawValue: name) else {
            throw .bad(
                "timeproperty must be observedAt, createdAt, modifiedAt or deletedAt.", at: pointer,
                clause: "4.11")
        }
        return property
    }

    /// Whether a moment is asked for.
    func contains(_ stamp: Stamp) -> Bool {
        switch relation {
        case nil: true
        case .before(let end)?: stamp < end
        case .after(let start)?: stamp >= start
        case .between(let start, let end)?: stamp >= start && stamp < end
        }
    }
}
