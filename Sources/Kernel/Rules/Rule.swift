// SPDX-License-Identifier: EUPL-1.2

/// One rule of a pack: what it says from which day on, in one or several readings.
///
/// A class, as its parts are, because a clock looks up two dozen rules: sharing one costs a
/// single count, copying one a dozen.
final class Rule: Sendable {
    /// What is said from a day on.
    final class Dated: Sendable {
        let from: Day
        let until: Day?
        let content: RuleContent
        let source: String
        let certain: Bool
        let note: String?

        init(_ element: StrictObject, kind: RuleContent.Kind, currency: String?)
            throws(RuleFileError)
        {
            from = try element.day("from")
            until = try element.dayIfAny("until")
            content = try RuleContent(
                element.value("value"), kind: kind, currency: currency,
                at: element.place("value"))
            source = try element.text("source")
            certain = try element.flag("certain", default: true)
            note = try element.textIfAny("note")
        }

        func holds(on day: Day) -> Bool { from <= day && day <= until ?? .last }
    }

    /// One way in which an ambiguous text can be read.
    final class Reading: Sendable {
        /// Empty for the only reading there is.
        let name: String
        let source: String
        let values: [Dated]

        init(name: String, source: String, values: [Dated]) {
            self.name = name
            self.source = source
            self.values = values
        }
    }

    let key: String
    let kind: RuleContent.Kind
    /// One unnamed reading, or several with names.
    let readings: [Reading]
    /// The index of the reading followed.
    let chosen: Int
    /// What a tenant's own file says instead.
    let own: [Dated]
    /// Why another reading than the pack's was chosen; nil when none was.
    let choiceSource: String?

    /// What the rule says on a day: the tenant's own value if there is one for it.
    func inForce(on day: Day, reading: Int? = nil) -> (Dated, Reading, isOwn: Bool)? {
        let followed = readings[reading ?? chosen]
        if reading == nil, !own.isEmpty, let own = own.last(where: { $0.holds(on: day) }) {
            return (own, followed, true)
        }
        for dated in followed.values.reversed() where dated.holds(on: day) {
            return (dated, followed, false)
        }
        return nil
    }

    private init(
        _ other: Rule, chosen: Int? = nil, own: [Dated]? = nil, choiceSource: String? = nil
    ) {
        key = other.key
        kind = other.kind
        readings = other.readings
        self.chosen = chosen ?? other.chosen
        self.own = own ?? other.own
        self.choiceSource = choiceSource ?? other.choiceSource
    }

    /// The rule with another reading followed.
    func following(_ chosen: Int, source: String? = nil) -> Rule {
        Rule(self, chosen: chosen, choiceSource: source)
    }

    /// The rule with a tenant's own values.
    func with(own: [Dated]) -> Rule { Rule(self, own: own) }

    /// Reads a rule of a pack.
    init(_ json: JSON, currency: String?, at path: String) throws(RuleFileError) {
        let object = try StrictObject(
            json, at: path, allowing: ["key", "kind", "values", "readings"])
        key = try object.text("key")
        guard isName(key) else {
            throw object.error("key", "must be lower-case letters, digits and underscores")
        }
        guard let kind = RuleContent.Kind(rawValue: try object.text("kind")) else {
            let kinds = RuleContent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw object.error("kind", "must be one of \(kinds)")
        }
        self.kind = kind
        guard object.has("values") != object.has("readings") else {
            throw RuleFileError(path: path, message: "must have either values or readings")
        }
        if object.has("values") {
            let values = try Self.values(in: object, kind: kind, currency: currency)
            readings = [Reading(name: "", source: "", values: values)]
            chosen = 0
        } else {
            (readings, chosen) = try Self.readings(in: object, kind: kind, currency: currency)
        }
        own = []
        choiceSource = nil
    }
}

extension Rule {
    private static func readings(
        in object: StrictObject, kind: RuleContent.Kind, currency: String?
    ) throws(RuleFileError) -> ([Reading], chosen: Int) {
        var readings: [Reading] = []
        var defaults: [Int] = []
        for (path, json) in try object.list("readings") {
            let element = try StrictObject(
                json, at: path, allowing: ["name", "default", "source", "values"])
            let name = try element.text("name")
            guard isName(name), !readings.contains(where: { $0.name == name }) else {
                throw element.error("name", "must be a name of its own in lower case")
            }
            if try element.flag("default", default: false) { defaults.append(readings.count) }
            readings.append(
                Reading(
                    name: name, source: try element.text("source"),
                    values: try values(in: element, kind: kind, currency: currency)))
        }
        guard readings.count >= 2 else {
            throw object.error("readings", "must be two or more; one reading is just values")
        }
        guard defaults.count == 1, let chosen = defaults.first else {
            throw object.error("readings", "must have exactly one marked \"default\": true")
        }
        return (readings, chosen)
    }

    /// The dated values of an object, in order of their first days.
    static func values(
        in object: StrictObject, kind: RuleContent.Kind, currency: String?
    ) throws(RuleFileError) -> [Dated] {
        var values: [Dated] = []
        for (path, json) in try object.list("values") {
            let element = try StrictObject(
                json, at: path,
                allowing: ["from", "until", "value", "source", "certain", "note"])
            let dated = try Dated(element, kind: kind, currency: currency)
            guard dated.until ?? .last >= dated.from else {
                throw element.error("until", "lies before from")
            }
            guard values.last.map({ $0.from < dated.from }) ?? true else {
                throw element.error("from", "must be later than the one before it")
            }
            values.append(dated)
        }
        guard !values.isEmpty else { throw object.error("values", "must not be empty") }
        return values
    }
}
