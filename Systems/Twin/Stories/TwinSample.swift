// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Entities made up from a seed, for measuring: lamps of a city with ten attributes each, in batches as
/// they are sent.
public struct TwinSample: Sendable {
    public let count: Int
    private let seed: UInt64

    public init(count: Int, seed: UInt64 = 1) {
        (self.count, self.seed) = (count, seed)
    }

    public static let type = "StreetLamp"

    public func id(_ number: Int) -> String { "urn:ngsi-ld:\(Self.type):\(number)" }

    /// The body of a batch of entities.
    public func batch(_ range: Range<Int>) -> String {
        "[" + range.map { entity($0).text() }.joined(separator: ",") + "]"
    }

    private func entity(_ number: Int) -> JSON {
        var numbers = SeededNumbers(seed: seed &+ UInt64(number) &* 0x9e37_79b9)
        func share() -> Double { Double(numbers.next() % 1_000_000) / 1_000_000 }
        func property(_ value: JSON) -> JSON { ["type": "Property", "value": value] }
        let place: JSON = [.decimal(6.0 + share() * 0.5), .decimal(49.5 + share() * 0.5)]
        return [
            "id": .string(id(number)), "type": .string(Self.type),
            "brightness": [
                "type": "Property", "value": .integer(Int(numbers.next() % 100)), "unitCode": "P1",
                "observedAt": "2026-11-01T00:00:00Z",
            ],
            "power": [
                "type": "Property", "value": .decimal((share() * 1_000).rounded() / 10), "unitCode": "WTT",
            ],
            "number": property(.integer(number)),
            "status": property(.string(["on", "off", "dimmed", "broken"][Int(numbers.next() % 4)])),
            "maker": property(.string("Maker \(numbers.next() % 50)")),
            "installed": property(["@type": "Date", "@value": "20\(10 + numbers.next() % 16)-06-01"]),
            "height": property(.decimal((30 + share() * 90).rounded() / 10)),
            "location": ["type": "GeoProperty", "value": ["type": "Point", "coordinates": place]],
            "street": [
                "type": "Relationship", "object": .string("urn:ngsi-ld:Street:\(number / 100)"),
            ],
            "name": [
                "type": "LanguageProperty",
                "languageMap": ["en": .string("Lamp \(number)"), "fr": .string("Lampe \(number)")],
            ],
        ]
    }

    /// A batch that changes one attribute of entities that lie apart.
    public func readings(_ first: Int, of size: Int) -> String {
        let step = max(1, count / size)
        return "[" + (0..<size).map { index in
            let number = (first + index * step) % count
            return "{\"id\":\"\(id(number))\",\"brightness\":\(Self.reading(number &+ first))}"
        }.joined(separator: ",") + "]"
    }

    /// The type of what has a past.
    public static let sensor = "Sensor"

    /// What is told of the past of one sensor: a level every five minutes.
    public func history(_ sensor: Int, _ range: Range<Int>) -> String {
        let start = Instant(milliseconds: 1_577_836_800_000)
        let points = range.map { number in
            let moment = start.adding(milliseconds: Int64(number) * 300_000)
            let level = (number * 7_919 + sensor * 104_729) % 1_000
            return "{\"type\":\"Property\",\"value\":\(Double(level) / 10),\"observedAt\":\"\(moment)\"}"
        }
        return "{\"id\":\"urn:ngsi-ld:Sensor:\(sensor)\",\"type\":\"\(Self.sensor)\",\"level\":["
            + points.joined(separator: ",") + "]}"
    }

    /// One reading, as an attribute.
    public static func reading(_ number: Int) -> String {
        "{\"type\":\"Property\",\"value\":\(number % 100),\"unitCode\":\"P1\","
            + "\"observedAt\":\"2026-11-02T00:00:00Z\"}"
    }
}
