// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is said of entities.
extension TwinTrial {
    private static let naming = TermTable.core

    static func entity(_ given: TrialInput) -> String? {
        guard let json = given.json(0) else { return nil }
        let members = json.asObject ?? [:]
        for isSimplified in [false, true] {
            for purpose in [EntityReading.Purpose.whole, .update, .part, .merge] {
                let reading = EntityReading(naming: naming, purpose: purpose, isSimplified: isSimplified)
                _ = try? reading.fragment(members)
                _ = try? reading.attribute("a", json, .body)
            }
            let reading = EntityReading(naming: naming, isSimplified: isSimplified)
            if let entity = try? reading.entity(members, at: TrialInput.now), let wrong = wrong(with: entity)
            {
                return wrong
            }
        }
        return nil
    }

    /// It is the same once it was kept, and once it was shown and sent again.
    private static func wrong(with entity: Entity) -> String? {
        guard (try? EntityCode.decode(EntityCode.encode(entity))) == entity else {
            return "it is kept as something else"
        }
        for form in [Representation.Form.normalized, .concise] {
            var writer = JSONWriter()
            Representation(naming, form: form).write(entity, into: &writer)
            let shown = try? JSON(parsing: writer.bytes, limits: JSON.Limits(depth: 1_000))
            guard let again = shown?.asObject.flatMap(TrialInput.entity), again == entity else {
                let text = String(decoding: writer.bytes, as: UTF8.self)
                return "\(form), it reads back as something else: \(text)"
            }
        }
        _ = entity.living(at: TrialInput.later)
        _ = entity.aged(at: TrialInput.later)
        return unreadable { Representation(naming, form: .simplified).write(entity, into: &$0) }
            ?? unreadable { GeoJSONWriting(representation: Representation(naming)).write(entity, into: &$0) }
    }

    static func change(_ given: TrialInput) -> String? {
        guard let old = given.json(0)?.asObject.flatMap(TrialInput.entity) ?? Optional(TrialInput.known),
            let said = given.json(1)
        else { return nil }
        let way = given.bytes(2).first.map { Int($0) } ?? 0
        guard let (outcome, isWhole) = try? outcome(of: way % 9, old, said, given), outcome.isChanged else {
            return nil
        }
        return wrong(with: outcome, of: old, isWhole: isWhole)
    }

    /// What comes of a change, in one of nine ways; nil: there is nothing like that.
    private static func outcome(
        of way: Int, _ old: Entity, _ said: JSON, _ given: TrialInput
    ) throws(TwinProblem) -> (Outcome, isWhole: Bool)? {
        let (members, later) = (said.asObject ?? [:], TrialInput.later)
        func fragment(_ purpose: EntityReading.Purpose, simplified: Bool = false) throws(TwinProblem)
            -> Fragment
        {
            try EntityReading(naming: naming, purpose: purpose, isSimplified: simplified).fragment(members)
        }
        switch way {
        case 0: return (old.appending(try fragment(.whole), at: later), false)
        case 1: return (old.appending(try fragment(.whole), overwrites: false, at: later), false)
        case 2: return (old.updating(try fragment(.update), at: later), false)
        case 3, 4:
            var merging = Merging(isSimplified: way == 4)
            (merging.observedAt, merging.language) = (Stamp(given.text(4)), given.said(5))
            let fragment = try fragment(.merge, simplified: way == 4)
            return (old.merging(fragment, merging, at: later), false)
        case 5, 6:
            let purpose = way == 5 ? EntityReading.Purpose.part : .whole
            let patch = try EntityReading(naming: naming, purpose: purpose)
                .attribute(given.said(3) ?? "speed", said, .body)
            guard way == 5 else { return (try old.replacing(patch, at: later), false) }
            guard let instance = patch.instances.first else { return nil }
            return (try old.updatingPart(of: patch.name, instance, at: later), false)
        case 7:
            return (try old.deleting(naming.expand(given.text(3)), all: members.isEmpty, at: later), false)
        default:
            let new = try EntityReading(naming: naming).entity(members, at: later)
            guard new.id == old.id else { return nil }
            return (old.replaced(by: new, at: later), true)
        }
    }

    /// The log leads to the same entity, and to the same past, as what was worked out.
    private static func wrong(with outcome: Outcome, of old: Entity, isWhole: Bool) -> String? {
        let change = isWhole ? LoggedChange.whole(outcome.entity) : LoggedChange(old, outcome)
        guard change.applied(to: old) == outcome.entity else { return "the log leads to another entity" }
        guard let read = try? LoggedChange(decoding: change.encoded()), read == change else {
            return "a change is kept as another"
        }
        var (worked, kept) = (Contents(), Contents())
        let first = LogEntry(at: TrialInput.now, by: "a", .entity(.whole(old)))
        worked.apply(first)
        kept.apply(first)
        worked.put(outcome.entity, id: old.id, at: TrialInput.later)
        kept.apply(LogEntry(at: TrialInput.later, by: "a", .entity(read)))
        guard worked.entity(old.id) == kept.entity(old.id) else { return "the log gives another entity" }
        guard worked.history(of: old.id) == kept.history(of: old.id) else {
            return "the log gives another past"
        }
        guard says(kept.remembered(old.id, asOf: TrialInput.now), old) else {
            return "what it was before is remembered as something else"
        }
        guard says(kept.remembered(old.id, asOf: TrialInput.later), outcome.entity) else {
            return "what it is now is remembered as something else"
        }
        return nil
    }

    /// Whether both say the same, in whatever order.
    private static func says(_ one: Entity?, _ other: Entity) -> Bool {
        guard let one else { return false }
        func parts(_ entity: Entity) -> [EntityHistory.Key: Instance] {
            let pairs = entity.attributes.flatMap { attribute in
                attribute.instances.map {
                    (EntityHistory.Key(name: attribute.name, datasetId: $0.datasetId), $0)
                }
            }
            return Dictionary(pairs) { first, _ in first }
        }
        return one.types == other.types && one.scope == other.scope && one.expiresAt == other.expiresAt
            && parts(one) == parts(other)
    }
}
