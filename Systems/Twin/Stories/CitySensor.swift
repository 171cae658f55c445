// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A sensor of the demonstration's city, in the terms of the Smart Data Models. What it says at a moment
/// follows from the moment and its seed alone.
struct CitySensor: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case air = "AirQualityObserved"
        case traffic = "TrafficFlowObserved"
        case waste = "WasteContainer"
        case parking = "OnStreetParking"

        /// How many there are.
        var count: Int {
            switch self {
            case .air: 60
            case .traffic: 80
            case .waste: 90
            case .parking: 70
            }
        }

        /// What one is called.
        var label: String {
            switch self {
            case .air: "Air quality"
            case .traffic: "Traffic"
            case .waste: "Waste container"
            case .parking: "Parking"
            }
        }

        /// How many hours lie between what is told of its past.
        var hours: Int { self == .waste ? 3 : 1 }
    }

    let kind: Kind
    let number: Int
    private let seed: UInt64
    /// Where it is, seen from the middle of the city: metres to the east and to the north.
    private let east, north: Double
    /// How busy it is there, from 0 to 1: most so in the middle.
    private let bustle: Double
    /// How large it is among its like.
    private let size: Double

    static let all: [CitySensor] = Kind.allCases.enumerated().flatMap { index, kind in
        (1...kind.count).map { CitySensor(kind, $0, seed: UInt64(index * 1_000 + $0)) }
    }

    private init(_ kind: Kind, _ number: Int, seed: UInt64) {
        (self.kind, self.number, self.seed) = (kind, number, seed)
        var numbers = SeededNumbers(seed: seed &* 0x9e37_79b9)
        let angle = Double.random(in: 0..<(2 * .pi), using: &numbers)
        let distance = 1_900 * Double.random(in: 0..<1, using: &numbers).squareRoot()
        (east, north) = (distance * sin(angle), distance * cos(angle))
        bustle = 1 - 0.7 * distance / 1_900
        size = Double.random(in: 0..<1, using: &numbers)
    }

    var id: String { "urn:ngsi-ld:\(kind.rawValue):Neistad:\(number < 10 ? "0" : "")\(number)" }

    /// One of what is observed.
    struct Reading {
        let name: String
        let value: JSON
        let unit: String?

        init(_ name: String, _ value: JSON, _ unit: String? = nil) {
            (self.name, self.value, self.unit) = (name, value, unit)
        }

        init(_ name: String, _ value: Double, places: Double = 1, _ unit: String? = nil) {
            let scale = pow(10, places)
            self.init(name, .decimal((value * scale).rounded() / scale), unit)
        }
    }

    func readings(at moment: Stamp) -> [Reading] {
        let day = CityDay(moment, seed: seed)
        return switch kind {
        case .air: air(day)
        case .traffic: traffic(day)
        case .waste: waste(day)
        case .parking: parking(day)
        }
    }

    private func air(_ day: CityDay) -> [Reading] {
        let no2 = 7 + 42 * day.rush * bustle * day.chance(1) + 4 * size
        let pm10 = 11 + 16 * day.rush * bustle * day.chance(2)
        let temperature = 5.5 + 6 * day.sun + size - 0.5
        return [
            Reading("no2", no2, "GQ"), Reading("pm10", pm10, "GQ"),
            Reading("pm25", pm10 * 0.58 * day.chance(3), "GQ"),
            Reading("o3", max(6, 34 + 46 * day.sun - 0.35 * no2), "GQ"),
            Reading("temperature", temperature, "CEL"),
            Reading("relativeHumidity", min(0.98, 0.88 - 0.33 * day.sun * day.chance(4)), places: 2),
        ]
    }

    private func traffic(_ day: CityDay) -> [Reading] {
        let load = min(1, day.rush * (0.45 + 0.55 * bustle) * day.chance(1))
        let free = size < 0.5 ? 50.0 : 70.0
        return [
            Reading("intensity", .integer(Int(load * (300 + 1_100 * size)))),
            Reading("averageVehicleSpeed", free * (0.96 - 0.55 * load * load), "KMH"),
            Reading("occupancy", 0.02 + 0.42 * load, places: 2),
            Reading("congested", .bool(load > 0.85)),
        ]
    }

    private func waste(_ day: CityDay) -> [Reading] {
        // It fills at its own pace and is emptied before it runs over.
        let filled = day.hours * (0.008 + 0.022 * bustle) + size
        let level = (filled - filled.rounded(.down)) * 0.94
        return [
            Reading("fillingLevel", level, places: 2),
            Reading("status", .string(level > 0.8 ? "full" : "ok")),
            Reading("temperature", 5 + 7 * day.sun * day.chance(2), "CEL"),
        ]
    }

    private func parking(_ day: CityDay) -> [Reading] {
        let taken = Int(Double(spots) * min(1, (0.2 + 0.75 * day.awake * bustle) * day.chance(1)))
        return [
            Reading("availableSpotNumber", .integer(spots - taken)),
            Reading("occupiedSpotNumber", .integer(taken)),
            Reading("status", .string(taken == spots ? "full" : "open")),
        ]
    }

    private var spots: Int { 8 + Int(size * 40) }
}

extension CitySensor {
    /// The middle of the made-up city.
    private static let middle = (longitude: 6.32, latitude: 49.80)
    private static let streets = [
        "Mill Street", "Bridge Street", "Station Road", "Market Square", "Castle Lane", "River Walk",
        "Linden Avenue", "School Street", "Harbour Road", "Rose Hill",
    ]

    private var longitude: Double { Self.middle.longitude + east / 71_900 }
    private var latitude: Double { Self.middle.latitude + north / 111_300 }

    private var address: String { "\(Self.streets[number % Self.streets.count]) \(number)" }

    private var quarter: String {
        if east * east + north * north < 250_000 { return "Centre" }
        return abs(east) > abs(north) ? (east > 0 ? "East" : "West") : (north > 0 ? "North" : "South")
    }

    /// What never changes of it, as it is sent.
    var body: JSONObject {
        func property(_ value: JSON) -> JSON { ["type": "Property", "value": value] }
        func degrees(_ value: Double) -> JSON { .decimal((value * 1e6).rounded() / 1e6) }
        var body: JSONObject = [
            "id": .string(id), "type": .string(kind.rawValue), "scope": .string("/Neistad/\(quarter)"),
            "location": [
                "type": "GeoProperty",
                "value": ["type": "Point", "coordinates": [degrees(longitude), degrees(latitude)]],
            ],
            "address": property([
                "addressLocality": "Neistad", "addressCountry": "LU",
                "streetAddress": .string(address),
            ]),
            "name": property(.string("\(kind.label), \(address)")),
            "dataProvider": property("Neistad (demo)"),
        ]
        switch kind {
        case .air: body["typeOfLocation"] = property("outdoor")
        case .traffic:
            body["laneId"] = property(.integer(1 + number % 2))
            body["refRoadSegment"] = [
                "type": "Relationship", "object": .string("urn:ngsi-ld:RoadSegment:Neistad:\(number / 2)"),
            ]
        case .waste:
            body["storedWasteKind"] = property([["organic", "paper", "glass", "plastic"][number % 4]])
        case .parking:
            body["totalSpotNumber"] = property(.integer(spots))
            body["category"] = property(["public", number % 3 == 0 ? "feeCharged" : "free"])
        }
        return body
    }

    /// What it says at a moment, as a part of an entity.
    func fragment(at moment: Stamp, naming: any Naming) -> Fragment {
        Fragment(
            id: id,
            attributes: readings(at: moment).map { reading in
                var patch = InstancePatch(.value(.property(reading.value)))
                patch.kind = .property
                patch.observedAt = .value(moment)
                if let unit = reading.unit { patch.unitCode = .value(unit) }
                return AttributePatch(name: naming.expand(reading.name), instances: [patch])
            })
    }
}
