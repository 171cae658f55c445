// SPDX-License-Identifier: EUPL-1.2

import Kernel

@testable import Twin

/// Entities to ask about.
enum Sample {
    static let now = Stamp("2026-01-06T09:30:00Z") ?? Stamp(microseconds: 0)
    static let naming = TermTable.core

    static func entity(
        _ id: String = "urn:ngsi-ld:Vehicle:1", types: [String] = ["Vehicle"], scope: [String] = [],
        _ attributes: [String: [Instance]] = [:]
    ) -> Entity {
        var entity = Entity(id: id, types: types.map(naming.expand), createdAt: now, modifiedAt: now)
        entity.scope = scope
        entity.attributes = attributes.map { Attribute(naming.expand($0.key), $0.value) }
        return entity
    }

    static func instance(_ value: AttributeValue, _ sub: [String: [Instance]] = [:]) -> Instance {
        var instance = Instance(value, at: now)
        instance.attributes = sub.map { Attribute(naming.expand($0.key), $0.value) }
        return instance
    }

    static func property(_ value: JSON) -> [Instance] { [instance(.property(value))] }

    static let car: Entity = {
        var speed = instance(.property(55.5), ["source": property("gps")])
        speed.observedAt = Stamp("2017-12-24T12:00:00.5Z")
        speed.unitCode = "KMH"
        var second = instance(.property(99))
        second.datasetId = "urn:d:2"
        return entity(
            scope: ["/Madrid/Gardens"],
            [
                "speed": [speed, second], "brandName": property("Mercedes"),
                "tags": property(["red", "blue", 7]),
                "isParked": [
                    instance(.relationship(["urn:ngsi-ld:OffStreetParking:Downtown1"], isArray: false))
                ],
                "address": property(["city": "Berlin", "geo": ["zip": 10115], "open": true]),
                "nothing": [instance(.json(nil))], "json": [instance(.json(["value": "x", "n": 3]))],
                "name": [instance(.language(["en": "red", "fr": ["rouge", "vermeil"]]))],
                "gender": [instance(.vocab([naming.expand("Male")], isArray: false))],
                "levels": [instance(.list([1, 2, 3]))], "opened": property("2020-05-01"),
                "typed": property(["@type": "DateTime", "@value": "2020-01-01T00:00:00Z"]),
                "clock": property("08:30:00Z"), "big": property(9_007_199_254_740_993),
                "places": [instance(.listRelationship(["urn:p:1", "urn:p:2"]))],
                "location": [instance(.geo(["type": "Point", "coordinates": [8, 40]]))],
                "flag": property(true), "uri": property("http://example.org/x"),
            ])
    }()
}
