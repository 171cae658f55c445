// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// What comes by files, from brokers of MQTT, and from sources.
extension TwinTrial {
    private static let naming = TermTable.core

    static func table(_ given: TrialInput) -> String? {
        guard let table = try? ImportTable(given.text(0)) else { return nil }
        guard table.columns.count <= ImportTable.mostColumns, table.rows.count <= ImportTable.mostRows,
            table.rows.allSatisfy({ $0.count == table.columns.count }), table.places.count == table.rows.count
        else { return "a table has \(table.rows.count) rows of \(table.columns.count) columns" }
        var mapping = ImportMapping(guessing: table.columns)
        mapping.type = "T"
        let reading = ImportReading(table, mapping, naming, at: TrialInput.now)
        let count = reading.bodies.count
        guard count == reading.fragments.count, count + reading.troubles.count == table.rows.count else {
            return "of \(table.rows.count) rows \(count) are taken, \(reading.troubles.count) refused"
        }
        return nil
    }

    static func payload(_ given: TrialInput) -> String? {
        let (topic, kind) = (given.text(0), FeedPayload(rawValue: given.text(2)) ?? .json)
        var mapping = ImportMapping(given.json(3) ?? .null)
        guard ImportMapping(mapping.json) == mapping else { return "a mapping is kept as another" }
        if mapping.columns.isEmpty {
            let first = (try? kind.rows(topic: topic, payload: given.bytes(1)))?.first ?? []
            mapping = ImportMapping(guessing: first, ["a/+", "#"], topic)
        }
        if mapping.type.isEmpty { mapping.type = "T" }
        let reading = FeedReading(
            topic: topic, payload: given.bytes(1), kind, mapping, naming, at: TrialInput.now)
        let count = reading.bodies.count
        guard count == reading.fragments.count, count <= FeedPayload.mostRows else {
            return "\(count) readings become \(reading.fragments.count) entities"
        }
        guard count > 0 || reading.trouble != nil else { return "it becomes nothing, and nothing is wrong" }
        guard let why = reading.trouble else { return nil }
        var state = FeedState()
        state.note(why, MQTTReceived(topic: topic, payload: given.bytes(1)), at: TrialInput.now)
        let kept = (try? JSON(parsing: state.json.encoded())).map(FeedState.init)
        return kept == state ? nil : "how a feed is doing is kept as something else"
    }

    static func source(_ given: TrialInput) -> String? {
        guard let json = given.json(0) else { return nil }
        if let told = try? SourceReading(naming: naming).entity(json) {
            var joining = EntityJoining(TrialInput.known, at: TrialInput.now)
            joining.add(told)
            joining.add(told, isAuxiliary: true)
            if let wrong = unreadable(joining.entity ?? told) { return wrong }
        }
        if let change = try? RelayedChange(json, naming, at: TrialInput.now).change,
            let told = change.told(true, [.attributeUpdated, .attributeDeleted, .entityDeleted]),
            let wrong = unreadable(told)
        {
            return wrong
        }
        let reading = SourceHistoryReading(naming: naming)
        guard let told = given.json(1)?.asObject.flatMap({ try? reading.history($0) }) else { return nil }
        var joining = HistoryJoining(told, TemporalQuery())
        joining.add(told)
        guard let history = joining.history else { return "of two that say the same nothing is left" }
        return unreadable {
            HistoryWriting(Representation(naming), TemporalQuery()).write(history, into: &$0)
        }
    }

    private static func unreadable(_ entity: Entity) -> String? {
        var representation = Representation(naming)
        representation.showsSystem = true
        return unreadable { representation.write(entity, into: &$0) }
    }
}
