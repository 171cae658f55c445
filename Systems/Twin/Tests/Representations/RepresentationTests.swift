// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

@Suite struct RepresentationTests {
    private static let everything = #"""
        "scope":"/A",
        "price":{"type":"Property","value":5,"unitCode":"EUR","observedAt":"2026-01-01T00:00:00.000Z",
         "sure":{"type":"Property","value":true}},
        "plain":{"type":"Property","value":[1,2]},"address":{"type":"Property","value":{"city":"Esch"}},
        "odd":{"type":"Property","value":{"value":1}},
        "location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[6,49]}},
        "owner":{"type":"Relationship","object":"urn:x:1","objectType":"Person"},
        "parts":{"type":"Relationship","object":["urn:x:1"]},
        "says":{"type":"LanguageProperty","languageMap":{"en":"yes","fr":"oui"}},
        "kind":{"type":"VocabProperty","vocab":"Male"},"kinds":{"type":"VocabProperty","vocab":["Male"]},
        "raw":{"type":"JsonProperty","json":{"id":null}},"steps":{"type":"ListProperty","valueList":[1,2]},
        "route":{"type":"ListRelationship","objectList":[{"object":"urn:x:1"}]},
        "speed":[{"type":"Property","value":1},{"type":"Property","value":2,"datasetId":"urn:d:1"}]
        """#

    @Test func normalizedIsWhatWasSent() throws {
        let entity = try Sent.entity(Self.everything)
        #expect(try Sent.written(entity) == Sent.json("{\(Self.everything)}"))
    }

    @Test func conciseLosesNothing() throws {
        let entity = try Sent.entity(Self.everything)
        let json = try Sent.written(entity) { $0.form = .concise }
        #expect(json["plain"] == [1, 2])
        #expect(json["address"] == ["city": "Esch"])
        #expect(json["odd"] == ["value": ["value": 1]])
        #expect(json["location"] == ["type": "Point", "coordinates": [6, 49]])
        #expect(json["owner"] == ["object": "urn:x:1", "objectType": "Person"])
        #expect(json["route"] == ["objectList": ["urn:x:1"]])
        #expect(json["price"]?["type"] == nil)
        #expect(json["price"]?["sure"] == true)
        #expect(json["speed"] == [["value": 1], ["value": 2, "datasetId": "urn:d:1"]])
        let members = json.asObject.map(JSON.object)?.text().dropFirst().dropLast() ?? ""
        #expect(try Sent.entity(String(members)) == entity)
    }

    @Test func simplifiedIsTheValuesAlone() throws {
        let entity = try Sent.entity(Self.everything)
        let json = try Sent.written(entity) { $0.form = .simplified }
        let expected = try Sent.json(
            #"""
            {"scope":"/A","price":5,"plain":[1,2],"address":{"city":"Esch"},"odd":{"value":1},
             "location":{"type":"Point","coordinates":[6,49]},"owner":"urn:x:1","parts":["urn:x:1"],
             "says":{"languageMap":{"en":"yes","fr":"oui"}},
             "kind":{"vocab":"Male"},"kinds":{"vocab":["Male"]},
             "raw":{"json":{"id":null}},"steps":[1,2],"route":["urn:x:1"],
             "speed":{"dataset":{"@none":1,"urn:d:1":2}}}
            """#)
        #expect(json == expected)
    }

    @Test func oneLanguage() throws {
        let entity = try Sent.entity(#""says":{"languageMap":{"en":"yes","fr":"oui"}}"#)
        let choice = LanguageChoice("de, fr-CH;q=0.8")
        #expect(
            try Sent.written(entity) { $0.language = choice }["says"]
                == ["type": "Property", "value": "oui", "lang": "fr"])
        #expect(
            try Sent.written(entity) { $0.language = choice; $0.form = .simplified }["says"] == "oui")
        #expect(
            try Sent.written(entity) { $0.language = choice; $0.form = .concise }["says"]
                == ["value": "oui", "lang": "fr"])
    }

    @Test(arguments: [
        ("en", "en"), ("fr-CH,fr", "fr"), ("*", "@none"), ("xx", "@none"), ("EN-gb;q=0.5, fr;q=0.4", "en-GB"),
        ("en;q=0.1,fr", "fr"), ("en;q=0,fr", "fr"), ("xx,*;q=0.1", "@none"), ("de", "de-AT"),
        ("fr-CH,fr;q=0.9,en;q=0.8,*;q=0.5", "fr"), ("it,en;q=0.2,fr;q=0.7", "fr"), ("de-AT", "de-AT"),
        ("zh-Hant-TW, en", "en"), ("FR-ch", "fr"), ("pt", "@none"),
    ])
    func languagesAreChosenByPriority(list: String, tag: String) throws {
        let map: JSONObject = ["en-GB": "0", "en": "a", "fr": "b", "de-AT": "d", "@none": "c"]
        #expect(LanguageChoice(list)?.choose(from: map)?.tag == tag)
    }

    @Test func noLanguageIsNoChoice() {
        for text in ["e n", "en;q=2", "en;x=1", "en;q=0.5;q=1", "-", "toolonglanguage", "en,,fr"] {
            #expect(LanguageChoice(text) == nil)
        }
        #expect(LanguageChoice("") == nil)
        #expect(LanguageChoice("en;q=0") == nil)
        #expect(LanguageChoice(String(repeating: ",", count: 10_000)) == nil)
        #expect(LanguageChoice("de")?.choose(from: ["zh": "x"])?.tag == "zh")
    }

    @Test func systemAttributesWhereWanted() throws {
        let entity = try Sent.entity(#""a":{"value":1,"b":{"value":2}}"#)
        let json = try Sent.written(entity) { $0.showsSystem = true }
        let time = JSON.string(Sent.now.description)
        #expect(json["createdAt"] == time)
        #expect(json["a"]?["modifiedAt"] == time)
        #expect(json["a"]?["b"]?["createdAt"] == time)
        let simple = try Sent.written(entity) { $0.showsSystem = true; $0.form = .simplified }
        #expect(simple == ["createdAt": time, "modifiedAt": time, "a": 1])
        let concise = try Sent.written(entity) { $0.showsSystem = true; $0.form = .concise }
        #expect(concise["a"]?["value"] == 1)
    }

    @Test func onlySomeDataSets() throws {
        let entity = try Sent.entity(Self.everything)
        let json = try Sent.written(entity) { $0.datasets = ["urn:d:1"] }
        #expect(json["speed"] == ["type": "Property", "value": 2, "datasetId": "urn:d:1"])
        #expect(json["price"] == nil)
        let standard = try Sent.written(entity) { $0.datasets = ["@none"]; $0.form = .simplified }
        #expect(standard["speed"] == 1)
    }

    private struct Picked: Picking {
        let members: Set<String>
        let names: Set<String>
        func picks(member: String) -> Bool { members.contains(member) }
        func picks(_ iri: String) -> Bool { names.contains(iri) }
        func inside(_ iri: String) -> (any Picking)? { Picked(members: ["id"], names: [Sent.name("name")]) }
    }

    @Test func onlyWhatIsPicked() throws {
        let entity = try Sent.entity(Self.everything)
        let picked = Picked(members: ["id"], names: [Sent.name("price"), Sent.name("says")])
        let json = try Sent.written(entity) { $0.picking = picked; $0.form = .simplified }
        #expect(json == ["price": 5, "says": ["languageMap": ["en": "yes", "fr": "oui"]]])
    }

    @Test func linkedEntitiesInTheirPlace() throws {
        let entity = try Sent.entity(Self.everything)
        var person = Entity(
            id: "urn:x:1", types: [Sent.name("Person")], createdAt: Sent.now, modifiedAt: Sent.now)
        person.attributes = [
            Attribute(Sent.name("name"), [Instance(.property("Ann"), at: Sent.now)]),
            Attribute(Sent.name("knows"), [Instance(.relationship([Sent.id], isArray: false), at: Sent.now)]),
        ]
        let found = person
        let joining = Representation.Joining(level: 1) { $0 == found.id ? found : nil }
        let json = try Sent.written(entity) { $0.joining = joining }
        #expect(json["owner"]?["entity"]?["name"] == ["type": "Property", "value": "Ann"])
        #expect(json["owner"]?["entity"]?["knows"]?["entity"] == nil)
        #expect(json["parts"]?["entity"]?[0]?["id"] == "urn:x:1")
        #expect(json["route"]?["entityList"]?[0]?["type"] == "Person")
        let simple = try Sent.written(entity) { $0.joining = joining; $0.form = .simplified }
        let inner: JSON = ["id": "urn:x:1", "type": "Person", "name": "Ann", "knows": .string(Sent.id)]
        #expect(simple["owner"] == inner)
        #expect(simple["parts"] == [inner])
        #expect(simple["route"] == [inner])
        let picked = Picked(members: [], names: [Sent.name("owner")])
        let narrow = try Sent.written(entity) {
            $0.joining = joining
            $0.picking = picked
            $0.form = .simplified
        }
        #expect(narrow == ["owner": ["id": "urn:x:1", "name": "Ann"]])
    }

    @Test func geoJSON() throws {
        let entity = try Sent.entity(Self.everything)
        var writer = JSONWriter()
        var writing = GeoJSONWriting(representation: Representation(PlainNaming(), form: .simplified))
        writing.write([entity], into: &writer, context: "urn:c")
        let json = try JSON(parsing: writer.bytes)
        #expect(json["type"] == "FeatureCollection")
        #expect(json["@context"] == "urn:c")
        let feature = json["features"]?[0]
        #expect(feature?["id"] == .string(Sent.id))
        #expect(feature?["type"] == "Feature")
        #expect(feature?["geometry"] == ["type": "Point", "coordinates": [6, 49]])
        #expect(feature?["properties"]?["type"] == "Bin")
        #expect(feature?["properties"]?["price"] == 5)
        #expect(feature?["properties"]?["location"] == ["type": "Point", "coordinates": [6, 49]])
        #expect(feature?["@context"] == nil)
        writing.geometryProperty = Sent.name("price")
        writer = JSONWriter()
        writing.write(entity, into: &writer)
        #expect(try JSON(parsing: writer.bytes)["geometry"] == JSON.null)
    }

    @Test func changesAreShown() throws {
        let entity = try Sent.entity(#""a":2,"says":{"languageMap":{"en":"b"}}"#)
        let json = try Sent.written(entity) {
            $0.previous = { name, _ in name == Sent.name("a") ? .property(1) : .language(["en": "a"]) }
            $0.form = .concise
        }
        #expect(json["a"] == ["value": 2, "previousValue": 1])
        #expect(json["says"]?["previousLanguageMap"] == ["en": "a"])
    }

    @Test func severalTypesAreAnArray() throws {
        var entity = try Sent.entity("")
        entity.types.append(Sent.name("Lamp"))
        entity.scope = ["/A", "/B"]
        let json = try Sent.written(entity)
        #expect(json == ["type": ["Bin", "Lamp"], "scope": ["/A", "/B"]])
    }

    @Test(arguments: [
        0, 1, -1, 100_000, 250_000, 999_999, -1_000_000, 1_780_000_000_123_400, 951_782_400_000_000,
        -12_212_553_600_000_000, 253_402_300_799_999_999, 253_402_300_800_000_000, Int64.max, Int64.min,
    ])
    func momentsAreWrittenAsTheyAreDescribed(microseconds: Int64) throws {
        let stamp = Stamp(microseconds: microseconds)
        var writer = JSONWriter()
        writer.value(stamp)
        #expect(try JSON(parsing: writer.bytes) == .string(stamp.description))
    }
}
