// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How long the past of entities is kept, type by type, as the tenant's administrator says. What has no
/// rule is kept for ever.
struct Retention: Sendable, Equatable {
    static let document = "retention"

    /// A length of time (ISO 8601) by whole IRI; `*` stands for the types without one.
    private(set) var rules: [String: String] = [:]

    init() {}

    init(kept json: JSON?) {
        for (type, text) in json?.asObject ?? [:] { rules[type] = text.asString }
    }

    var kept: JSON {
        .object(JSONObject(rules.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }

    /// Those that stand in a twin.
    init(of twin: Twin) throws { self.init(kept: try twin.read { $0.documents["settings"]?[Self.document] }) }

    /// What is kept in the twin's settings from now on.
    func keep(in draft: inout Draft) {
        draft.keep(rules.isEmpty ? JSON?.none : kept, as: "settings", Self.document)
    }

    /// Sets how long the past of a type is kept; nil: for ever.
    /// - Throws: `TwinProblem` for what is no length of time.
    mutating func set(_ type: String, to text: String?) throws(TwinProblem) {
        if let text {
            guard let length = ISODuration(text), !length.isZero else {
                throw .bad("“\(text.prefix(80))” is no length of time such as P30D or P1Y.", at: "/keep")
            }
        }
        rules[type] = text
    }

    /// Before which moment the past is forgotten by now, by the types of the rules.
    func horizons(at now: Stamp) -> [String: Stamp] {
        rules.compactMapValues { ISODuration($0)?.step(-1, from: now) }
    }

    /// How often the past is looked at, in microseconds: more often where it is kept for a short time.
    func interval(at now: Stamp) -> Int64 {
        let shortest = horizons(at: now).values.map { now.microseconds - $0.microseconds }.min() ?? .max
        return min(Self.hour, max(Self.minute, shortest / 24))
    }

    private static let minute: Int64 = 60_000_000
    private static let hour: Int64 = 3_600_000_000
}
