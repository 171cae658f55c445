// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Steps of stories that need no Swift of their own: an action, by whom, on what an earlier step made.
///
/// In an input `$NAME` is the record of the step that is called so, `$NAME.FIELD` what stands in one
/// of its fields by now, `$NAME.FIELD#ANCHOR` a section of the edition that is, `@+9` the day in nine
/// days, and `@w+9` the first day from then on that is worked where the tenant is.
extension KnowledgeStories {
    func tellSteps(_ facts: JSON) async throws {
        var made: [String: Made] = [:]
        for (number, step) in (facts["steps"]?.asArray ?? []).enumerated() {
            guard let name = step["action"]?.asString, let slug = step["tenant"]?.asString,
                let action = network.systems.action("knowledge.\(name)")
            else { throw Fault("no step: \(step)") }
            guard let actor = actor(step["by"]?.asString ?? "", at: slug) else { continue }
            let on = try step["on"]?.asString.flatMap { try value($0, made, at: slug) }
            let at = step["daysAgo"] == nil ? network.now() : day(step["daysAgo"])
            // Told before, perhaps on another day: then the same words say something else.
            let told = try network.tenant(slug).record(underKey: "step:\(number)", by: actor)
            let record: RecordID
            if let told {
                record = told
            } else {
                record = try await take(
                    action, at: slug, by: actor, on: on.flatMap { RecordID($0) },
                    try input(step["input"] ?? [:], made, at: slug), key: "step:\(number)", at)
            }
            if let name = step["as"]?.asString { made[name] = Made(slug, action.record, record) }
        }
    }

    /// One of the demonstration's people, or the product itself; nil for somebody who is not there.
    private func actor(_ name: String, at slug: String) -> Actor? {
        if name.hasPrefix("system:") { return .system(String(name.dropFirst("system:".count))) }
        let isStaff = ["adviser.\(slug)", "officer.\(slug)"].contains(name)
        return people[name].map { Actor(.person($0), roles: isStaff ? [.officer, .manager] : []) }
    }

    private struct Made {
        let tenant: String
        let kind: RecordKind
        let id: RecordID

        init(_ tenant: String, _ kind: RecordKind, _ id: RecordID) {
            (self.tenant, self.kind, self.id) = (tenant, kind, id)
        }
    }

    private func input(_ input: JSON, _ made: [String: Made], at slug: String) throws -> JSON {
        var members = input.asObject ?? [:]
        for (name, content) in members {
            guard let text = content.asString else { continue }
            members[name] = try value(text, made, at: slug).map(JSON.string) ?? .null
        }
        return .object(members)
    }

    /// The day `+9` or `w+9` stands for; nil for anything else.
    private func day(_ text: Substring, at slug: String) throws -> Day? {
        guard let days = Int(text.first == "w" ? text.dropFirst() : text) else { return nil }
        let then = network.now().adding(seconds: 86_400 * days)
        let day = Day(iso: String(then.description.prefix(10)))
        guard let day, text.first == "w" else { return day }
        let jurisdiction = try network.tenant(slug).tenant.jurisdiction
        return network.law.calendar(of: jurisdiction).nextOpenDay(onOrAfter: day)
    }

    private func value(_ text: String, _ made: [String: Made], at slug: String) throws -> String? {
        if text.hasPrefix("@"), let day = try day(text.dropFirst(), at: slug) { return day.description }
        if text.hasPrefix("person:") { return people[String(text.dropFirst(7))]?.text }
        guard text.hasPrefix("$") else { return text }
        let places = text.split(separator: "#", maxSplits: 1).map(String.init)
        let parts = places[0].dropFirst().split(separator: ".", maxSplits: 1).map(String.init)
        guard let one = made[parts[0]] else { throw Fault("nothing is called \(text)") }
        guard parts.count > 1 else { return one.id.text }
        return try network.tenant(one.tenant).read(as: .system("import")) { reader in
            let found = try reader.find(one.id, kind: one.kind)?[parts[1]].text
            guard places.count > 1, let edition = found.flatMap({ RecordID($0) }) else { return found }
            return try reader.list(
                Section.self, Query([.field("edition", is: edition)], limit: 500)
            ).first { $0.anchor == places[1] }?.id.text
        }
    }
}
