// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Logs, tables, and what sensors say.
extension Grammar {
    /// Lines as the twin's log has them.
    mutating func log() -> String {
        begin()
        return (0..<chance.pick(1...4)).map { number in
            "\(chance.percent(90) ? 1_768_208_400_000_000 + number : whole())\ta\t\(change())"
        }.joined(separator: "\n")
    }

    private mutating func change() -> String {
        let times: JSONObject = ["m": .integer(1_768_208_400_000_005)]
        let whole: JSONObject = [
            "i": .string(id()), "t": ["https://a.example/T"], "c": .integer(1_768_208_400_000_000),
        ]
        switch chance.below(9) {
        case 0, 1, 2: return "E" + JSON.array(["E", .object(adding(kept(), to: whole))]).text()
        case 3, 4: return "E" + JSON.array(["P", .string(id()), .object(adding(kept(), to: times))]).text()
        case 5: return "E" + JSON.array(["D", .string(id()), .integer(self.whole())]).text()
        case 6: return "T" + JSON.array(["T", .object(adding(kept(), to: whole))]).text()
        case 7:
            let types = chance.pick(["*", "https://a.example/T", "x"])
            let end = chance.percent(80) ? 4 : self.whole()
            return "F"
                + JSON.object([
                    "h": [types: .integer(self.whole())], "n": [.integer(chance.below(3)), .integer(end)],
                ]).text()
        default:
            let place = chance.percent(80) ? JSON.integer(chance.below(4)) : .integer(self.whole())
            return "T"
                + JSON.array(["R", .string(id()), "speed", .null, place, chance.percent(50) ? .null : part()])
                .text()
        }
    }

    private mutating func adding(_ attributes: JSON, to members: JSONObject) -> JSONObject {
        var members = members
        members["a"] = attributes
        if chance.percent(20) { members["s"] = [.string(scope())] }
        if chance.percent(15) { members["x"] = chance.pick([.null, .integer(self.whole())]) }
        if chance.percent(15) {
            members["d"] = chance.pick([[["speed"]], [["speed", "urn:d:1"]], .integer(self.whole())])
        }
        return members
    }

    private mutating func kept() -> JSON {
        .array(
            (0..<chance.below(4)).map { _ in
                [.string(chance.pick(["speed", "name", "https://uri.etsi.org/ngsi-ld/location"])), part()]
            })
    }

    private mutating func part() -> JSON {
        let letter = chance.pick(["P", "P", "P", "G", "R", "S", "L", "V", "W", "J", "A", "B", "Q"])
        let value: JSON =
            switch letter {
            case "P", "J", "G", "Q": json(3)
            case "L": ["en": .string(text())]
            case "A": [number()]
            default: [.string(uri())]
            }
        var members: JSONObject = [letter: value]
        for key in ["o", "x", "c", "m", "e"] where chance.percent(12) {
            members[key] = .integer(self.whole())
        }
        if chance.percent(15) { members["d"] = "urn:d:1" }
        if chance.percent(10) { members["a"] = [["sub", ["P": number()]]] }
        return .object(members)
    }

    /// A file of rows: CSV, or GeoJSON.
    mutating func table() -> String {
        begin()
        if chance.percent(40) {
            let features = (0..<chance.pick(1...4)).map { _ -> JSON in
                ["type": "Feature", "id": .string(id()), "properties": json(), "geometry": geometry()]
            }
            return JSON.object(["type": "FeatureCollection", "features": .array(features)]).text()
        }
        let mark = chance.pick([",", ";", "\t"])
        let columns = chance.pick([1, 2, 3, 5, 70])
        return (0..<chance.pick(1...5)).map { _ in
            (0..<columns).map { _ in cell() }.joined(separator: mark)
        }.joined(separator: chance.pick(["\n", "\r\n", "\r"]))
    }

    private mutating func cell() -> String {
        chance.percent(60)
            ? chance.pick(["id", "lat", "lon", "1", "0,5", "1.5", "", "true", "B1", "é"])
            : "\"\(text().replacing("\"", with: "\"\""))\""
    }

    // MARK: Payloads

    /// What a sensor says.
    mutating func payload() -> String {
        begin()
        switch chance.below(5) {
        case 0: return chance.pick(["21.5", "21,5", " 7 ", "-0", "1e999", "NaN", ""])
        case 1: return table()
        case 2: return JSON.array((0..<chance.below(4)).map { _ in reading() }).text()
        default: return reading().text()
        }
    }

    private mutating func reading() -> JSON {
        var members: JSONObject = ["id": .string(chance.pick(["a", "urn:x:1", ""])), "value": number()]
        if chance.percent(50) {
            members["at"] = chance.percent(50) ? .string(moment()) : .integer(1_768_208_400)
        }
        if chance.percent(50) { members["data"] = json() }
        return .object(members)
    }

    /// Which field is what.
    mutating func mapping() -> JSON {
        let heads = [
            "id", "value", "at", "data", "data.a", "data.b.a", "topic/1", "topic/2", "1", "2", "lat", "",
        ]
        let uses = [
            "id", "property", "text", "relationship", "type", "latitude", "longitude", "geometry",
            "observedAt",
            "attributeName", "unitCode", "skip", "x",
        ]
        let columns = (0..<chance.below(6)).map { _ -> JSON in
            [
                "head": .string(chance.pick(heads)), "use": .string(chance.pick(uses)),
                "name": .string(chance.percent(70) ? attribute() : ""),
                "unit": .string(chance.pick(["", "", "CEL"])),
            ]
        }
        return [
            "type": .string(chance.percent(80) ? type() : ""),
            "prefix": .string(chance.pick(["", "urn:x:", "é "])),
            "columns": .array([["head": "id", "use": "id"]] + columns),
        ]
    }
}
