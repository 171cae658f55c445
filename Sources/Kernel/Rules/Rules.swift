// SPDX-License-Identifier: EUPL-1.2

/// The rules of one system in one jurisdiction, perhaps as one tenant has them: everything a
/// legislature or a council sets, with the day from which it holds and where it stands.
///
/// Read once at start from a file's text and passed on; asking is a dictionary look-up.
public struct Rules: Sendable {
    /// The jurisdiction's code, such as `ie`.
    public let jurisdiction: String
    /// The system's name, such as `planning`.
    public let system: String
    private let currency: String?
    private var rules: [String: Rule] = [:]
    private var order: [String] = []

    /// No rules at all: of a system for which a jurisdiction has written none.
    public init(jurisdiction: String, system: String) {
        self.jurisdiction = jurisdiction
        self.system = system
        currency = nil
    }

    /// Reads a pack.
    /// - Throws: `RuleFileError` for the first mistake: bad JSON, a key that is unknown, missing
    ///   or there twice, a value of another kind, days out of order.
    public init(parsing text: String) throws(RuleFileError) {
        let file = try StrictObject(
            parsing: text, allowing: ["jurisdiction", "system", "currency", "rules"])
        jurisdiction = try file.text("jurisdiction")
        system = try file.text("system")
        currency = try file.textIfAny("currency")
        if let currency, !Money.isCurrency(currency) {
            throw file.error("currency", "must be a code of three capital letters")
        }
        for (path, json) in try file.list("rules") {
            let rule = try Rule(json, currency: currency, at: path)
            guard rules.updateValue(rule, forKey: rule.key) == nil else {
                throw RuleFileError(path: path, message: "“\(rule.key)” is in the file twice")
            }
            order.append(rule.key)
        }
    }

    /// What a rule says on a day.
    /// - Throws: `RuleError` when there is no such rule, or it says nothing about that day.
    public subscript<Value>(key: RuleKey<Value>, on day: Day) -> RuleValue<Value> {
        get throws(RuleError) { try value(of: key, on: day, reading: nil) }
    }

    /// What a rule says on a day in one of its readings, whichever is followed.
    /// - Throws: `RuleError`, also when it has no such reading.
    public func value<Value>(
        of key: RuleKey<Value>, on day: Day, reading name: String
    ) throws(RuleError) -> RuleValue<Value> {
        try value(of: key, on: day, reading: Optional(name))
    }

    /// The same rules with another reading of one of them followed, to compare.
    /// - Throws: `RuleError` when there is no such rule or reading.
    public func following(_ reading: String, of key: String) throws(RuleError) -> Rules {
        guard let rule = rules[key] else { throw .unknownKey(key) }
        guard let index = rule.readings.firstIndex(where: { $0.name == reading }) else {
            throw .unknownReading(key: key, reading: reading)
        }
        var changed = self
        changed.rules[key] = rule.following(index)
        return changed
    }

    /// The names of a rule's readings, in the order of the file; empty where it has one only.
    public func readings(of key: String) -> [String] {
        guard let rule = rules[key], rule.readings.count > 1 else { return [] }
        return rule.readings.map(\.name)
    }

    /// The names of all rules, in the order of the file.
    public var keys: [String] { order }

    private func value<Value>(
        of key: RuleKey<Value>, on day: Day, reading name: String?
    ) throws(RuleError) -> RuleValue<Value> {
        guard let rule = rules[key.name] else { throw .unknownKey(key.name) }
        var index: Int?
        if let name {
            index = rule.readings.firstIndex { $0.name == name }
            if index == nil { throw .unknownReading(key: key.name, reading: name) }
        }
        guard let (dated, reading, isOwn) = rule.inForce(on: day, reading: index) else {
            throw .nothingInForce(key: key.name, on: day)
        }
        guard let value = Value(dated.content) else {
            throw .otherKind(key: key.name, kind: rule.kind)
        }
        return RuleValue(
            value: value, source: dated.source, certain: dated.certain, from: dated.from,
            until: dated.until, key: rule.key,
            reading: reading.name.isEmpty || isOwn ? nil : reading.name, note: dated.note)
    }
}

/// A tenant's own file over its jurisdiction's.
extension Rules {
    /// These rules as a tenant has them. Its file lists, for rules that are here already,
    /// values of its own (which hold for the days they cover) or the reading it follows.
    /// - Throws: `RuleFileError` for a mistake in the file, such as a rule that is not in the pack.
    public func overlaid(by text: String) throws(RuleFileError) -> Rules {
        let file = try StrictObject(parsing: text, allowing: ["jurisdiction", "system", "rules"])
        for (key, own) in [("jurisdiction", jurisdiction), ("system", system)]
        where try file.text(key) != own {
            throw file.error(key, "must be “\(own)”, as in the rules it changes")
        }
        var changed = self
        var seen: Set<String> = []
        for (path, json) in try file.list("rules") {
            let element = try StrictObject(
                json, at: path, allowing: ["key", "values", "reading", "source"])
            let key = try element.text("key")
            guard let rule = changed.rules[key] else {
                throw element.error("key", "“\(key)” is no rule of \(jurisdiction)/\(system)")
            }
            guard seen.insert(key).inserted else {
                throw element.error("key", "“\(key)” is in the file twice")
            }
            changed.rules[key] = try rule.changed(by: element, currency: currency)
        }
        return changed
    }

    /// Everything in force on a day, in the order of the file: a row a rule and reading.
    public func inForce(on day: Day) -> [RuleEntry] {
        order.flatMap { key -> [RuleEntry] in
            guard let rule = rules[key] else { return [] }
            return rule.readings.indices.compactMap { index in
                let followed = index == rule.chosen
                guard
                    let (dated, reading, isOwn) =
                        rule.inForce(on: day, reading: followed ? nil : index)
                else { return nil }
                return RuleEntry(
                    jurisdiction: jurisdiction, system: system, key: key, content: dated.content,
                    from: dated.from, until: dated.until, source: dated.source,
                    certain: dated.certain, note: dated.note,
                    reading: reading.name.isEmpty ? nil : reading.name,
                    readingSource: reading.name.isEmpty
                        ? nil : followed ? rule.choiceSource ?? reading.source : reading.source,
                    isFollowed: followed, isTenantsOwn: isOwn)
            }
        }
    }
}

extension Rule {
    fileprivate func changed(
        by element: StrictObject, currency: String?
    ) throws(RuleFileError) -> Rule {
        guard element.has("values") != element.has("reading") else {
            throw RuleFileError(
                path: element.path, message: "must have either values or a reading")
        }
        if element.has("values") {
            return with(own: try Self.values(in: element, kind: kind, currency: currency))
        }
        let name = try element.text("reading")
        guard let index = readings.firstIndex(where: { $0.name == name && !name.isEmpty }) else {
            let names = readings.map(\.name).joined(separator: ", ")
            throw element.error("reading", "must be one of \(names)")
        }
        return following(index, source: try element.text("source"))
    }
}
