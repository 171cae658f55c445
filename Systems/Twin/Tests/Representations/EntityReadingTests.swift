// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

@Suite struct EntityReadingTests {
    @Test(arguments: [
        (#""a":{"type":"Property","value":5}"#, AttributeValue.property(5)),
        (#""a":{"value":5}"#, .property(5)), (#""a":5"#, .property(5)), (#""a":[1,2]"#, .property([1, 2])),
        (#""a":{"street":"x"}"#, .property(["street": "x"])),
        (#""a":{"@type":"DateTime","@value":"2026-01-01T00:00:00Z"}"#,
            .property(["@type": "DateTime", "@value": "2026-01-01T00:00:00Z"])),
        // A JSON literal may be null, which nothing else may (4.5.0).
        (#""a":{"type":"Property","value":{"@type":"@json","@value":null}}"#,
            .property(["@type": "@json", "@value": nil])),
        (#""a":{"type":"GeoProperty","value":{"type":"Point","coordinates":[6,49]}}"#,
            .geo(["type": "Point", "coordinates": [6, 49]])),
        (#""a":{"type":"Point","coordinates":[6,49]}"#, .geo(["type": "Point", "coordinates": [6, 49]])),
        (#""a":{"value":{"type":"Point","coordinates":[6,49]}}"#,
            .geo(["type": "Point", "coordinates": [6, 49]])),
        (#""a":{"type":"GeoProperty","value":"{\"type\":\"Point\",\"coordinates\":[6,49]}"}"#,
            .geo(["type": "Point", "coordinates": [6, 49]])),
        (#""a":{"type":"Relationship","object":"urn:x:1"}"#, .relationship(["urn:x:1"], isArray: false)),
        (#""a":{"object":["urn:x:1","urn:x:2"]}"#, .relationship(["urn:x:1", "urn:x:2"], isArray: true)),
        (#""a":{"languageMap":{"fr":"oui","@none":["a","b"]}}"#,
            .language(["fr": "oui", "@none": ["a", "b"]])),
        (#""a":{"vocab":"Male"}"#, .vocab([Sent.name("Male")], isArray: false)),
        (#""a":{"type":"VocabProperty","vocab":["x:y"]}"#, .vocab(["x:y"], isArray: true)),
        (#""a":{"type":"JsonProperty","json":{"id":null}}"#, .json(["id": nil])),
        (#""a":{"json":null}"#, .json(nil)),
        (#""a":{"valueList":[1,"x",[2]]}"#, .list([1, "x", [2]])),
        (#""a":{"objectList":["urn:x:1",{"object":"urn:x:2"}]}"#, .listRelationship(["urn:x:1", "urn:x:2"])),
    ])
    func valuesOfEveryKind(members: String, value: AttributeValue) throws {
        let entity = try Sent.entity(members)
        #expect(entity[Sent.name("a")]?.standard?.value == value)
        #expect(entity.attributes.count == 1)
    }

    @Test(arguments: [
        (#""a":"x""#, AttributeValue.property("x")), (#""a":{"type":"x"}"#, .property(["type": "x"])),
        (#""a":{"languageMap":{"fr":"oui"}}"#, .language(["fr": "oui"])),
        (#""a":{"vocab":"x:y"}"#, .vocab(["x:y"], isArray: false)), (#""a":{"json":null}"#, .json(nil)),
        (#""a":{"type":"Point","coordinates":[6,49]}"#, .geo(["type": "Point", "coordinates": [6, 49]])),
        (#""a":[{"type":"Property","value":5}]"#, .property([["type": "Property", "value": 5]])),
    ])
    func simplifiedValues(members: String, value: AttributeValue) throws {
        #expect(try Sent.entity(members, isSimplified: true)[Sent.name("a")]?.standard?.value == value)
    }

    @Test func everythingThatIsSaidIsKept() throws {
        let entity = try Sent.entity(
            #"""
            "scope":["/A/B","C"],"expiresAt":"2027-01-01T00:00:00Z","createdAt":"x","modifiedAt":5,
            "level":[{"type":"Property","value":0.50,"unitCode":"P1","observedAt":"2026-01-01T00:00:00,25Z",
              "valueType":"xsd:decimal","createdAt":"x","instanceId":"urn:i","by":{"object":"urn:x:1"}},
             {"type":"Property","value":1,"datasetId":"urn:d:1"}],
            "near":{"object":"urn:x:2","objectType":["Bin","Lamp"],"datasetId":"@none"}
            """#)
        #expect(entity.scope == ["/A/B", "C"])
        #expect(entity.expiresAt == Stamp("2027-01-01T00:00:00Z"))
        #expect(entity.createdAt == Sent.now)
        let level = try #require(entity[Sent.name("level")])
        #expect(level.instances.count == 2)
        let first = try #require(level.standard)
        #expect(first.value == .property(try Sent.json("0.50")))
        #expect(first.unitCode == "P1")
        #expect(first.observedAt?.description == "2026-01-01T00:00:00.25Z")
        #expect(first.valueType == "xsd:decimal")
        #expect(first[Sent.name("by")]?.standard?.value == .relationship(["urn:x:1"], isArray: false))
        #expect(first.attributes.count == 1)
        #expect(level.instances[1].datasetId == "urn:d:1")
        let near = entity[Sent.name("near")]?.standard
        #expect(near?.objectType == [Sent.name("Bin"), Sent.name("Lamp")])
        #expect(near?.datasetId == nil)
    }

    @Test(arguments: [
        (#""a":null"#, "/a", "5.5.4"), (#""a":{"type":"Property","value":null}"#, "/a/value", "5.5.4"),
        (#""a":{"value":{"b":[1,null]}}"#, "/a/value/b/1", "5.5.4"),
        (#""a":{"valueList":[null]}"#, "/a/valueList/0", "5.5.4"),
        (#""a":"urn:ngsi-ld:null""#, "/a", "5.5.4"),
        (#""a":{"value":"urn:ngsi-ld:null"}"#, "/a/value", "5.5.4"),
        (#""a":{"value":{"b":"urn:ngsi-ld:null"}}"#, "/a/value/b", "5.5.4"),
        (#""a":{"languageMap":{"@none":"urn:ngsi-ld:null"}}"#, "/a/languageMap", "5.5.4"),
        (#""a":{"type":"Thing","value":1}"#, "/a/type", "4.5.1"),
        (#""a":{"type":7,"value":1}"#, "/a/type", "4.5.1"),
        (#""a":{"type":"Property"}"#, "/a", "4.5.1"), (#""a":{"observedAt":"x"}"#, "/a", "4.5.1"),
        (#""a":{"type":"Property","object":"urn:x:1"}"#, "/a/object", "4.5.1"),
        (#""a":{"value":1,"object":"urn:x:1"}"#, "/a/object", "4.5.1"),
        (#""a":{"type":"Relationship","object":"x"}"#, "/a/object", "4.6.1"),
        (#""a":{"type":"Relationship","object":[]}"#, "/a/object", "4.5.3"),
        (#""a":{"object":["urn:x:1",5]}"#, "/a/object/1", "4.6.1"),
        (#""a":{"value":1,"observedAt":"2026-01-01T00:00:00+01:00"}"#, "/a/observedAt", "4.6.3"),
        (#""a":{"value":1,"observedAt":"2026-01-01"}"#, "/a/observedAt", "4.6.3"),
        (#""a":{"object":"urn:x:1","unitCode":"P1"}"#, "/a/unitCode", "4.5.2"),
        (#""a":{"value":1,"objectType":"T"}"#, "/a/objectType", "4.5.3"),
        (#""a":{"value":1,"datasetId":"x"}"#, "/a/datasetId", "4.6.1"),
        (#""a":{"value":1,"@context":"urn:x:1"}"#, "/a/@context", "4.5.1"),
        (#""a":[{"value":1},{"value":2}]"#, "/a/1", "4.5.5"), (#""a":[{"value":1},2]"#, "/a/1", "4.5.5"),
        (#""a":{"languageMap":{"no language":"x"}}"#, "/a/languageMap/no language", "4.5.18"),
        (#""a":{"languageMap":{"fr":5}}"#, "/a/languageMap/fr", "4.5.18"),
        (#""a":{"languageMap":"x"}"#, "/a/languageMap", "4.5.18"),
        (#""a":{"valueList":5}"#, "/a/valueList", "4.5.21"),
        (#""a":{"objectList":["x"]}"#, "/a/objectList/0", "4.6.1"),
        (#""a b":1"#, "/a b", "4.6.2"), (#""a(b":1"#, "/a(b", "4.6.2"), (#""a.b":1"#, "/a.b", "4.6.2"),
        (#""":1"#, "/", "4.6.2"), (#""a/b~":1"#, "/a~1b~0", "4.6.2"),
        (#""value":1"#, "/value", "4.5.1"), (#""observedAt":"2026-01-01T00:00:00Z""#, "/observedAt", "4.5.1"),
        (#""a":{"value":1,"x":{"value":null}}"#, "/a/x/value", "5.5.4"),
        (#""scope":"/a//b""#, "/scope", "4.18"), (#""scope":["a b"]"#, "/scope", "4.18"),
        (#""expiresAt":"soon""#, "/expiresAt", "4.6.3"),
        (#""location":{"type":"Property","value":1}"#, "/location", "4.7"),
        (#""location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[200,0]}}"#,
            "/location/value", "4.7"),
        (#""location":{"type":"GeoProperty","value":{"type":"GeometryCollection","geometries":[]}}"#,
            "/location/value", "4.7"),
        (#""location":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#, "/location", "4.7"),
        (#""location":{"value":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}}"#,
            "/location/value", "4.7"),
        (#""location":{"type":"GeoProperty","value":"no json"}"#, "/location/value", "4.7"),
        (#""location":{"type":"GeoProperty","value":{"type":"Point"}}"#, "/location/value", "4.7"),
    ])
    func faultsAreNamed(members: String, pointer: String, clause: String) throws {
        let problem = try #require(throws: TwinProblem.self) { try Sent.entity(members) }
        #expect(problem.kind == .badRequestData)
        #expect(problem.pointer == pointer)
        #expect(problem.clause == clause)
    }

    @Test(arguments: [
        #"{"type":"T"}"#, #"{"id":"x","type":"T"}"#, #"{"id":"urn:x:1"}"#, #"{"id":"urn:x:1","type":[]}"#,
        #"{"id":"urn:x:1","type":["T",5]}"#, #"{"id":"urn:x:1","type":""}"#, #"{"id":5,"type":"T"}"#,
        #"{"id":"urn:x:1","type":"a b"}"#, #"{"id":"urn:x y","type":"T"}"#,
        #"{"id":"urn:x:1","type":"T","a":1,"https://uri.etsi.org/ngsi-ld/default-context/a":2}"#,
    ])
    func anEntityHasAnIdAndATypeAndEachNameOnce(body: String) throws {
        let reading = EntityReading(naming: PlainNaming())
        let problem = try #require(throws: TwinProblem.self) {
            try reading.entity(try Sent.object(body), at: Sent.now)
        }
        #expect(problem.kind == .badRequestData)
    }

    @Test func namesOfAnyScriptAndWholeIRIs() throws {
        let entity = try Sent.entity(#""été":1,"température_2":1,"a-b":1,"x:y":1,"https://e.org/#z":1"#)
        #expect(entity.attributes.map(\.name).suffix(2) == ["x:y", "https://e.org/#z"])
        #expect(entity.attributes.count == 5)
    }

    @Test func nullsTakeAwayWhereTheyMay() throws {
        let update = try Sent.fragment(
            #""a":"urn:ngsi-ld:null","b":{"type":"Relationship","object":"urn:ngsi-ld:null"},"#
                + #""c":{"languageMap":{"@none":"urn:ngsi-ld:null"}},"#
                + #""d":{"valueList":["urn:ngsi-ld:null"]},"#
                + #""e":{"objectList":[{"object":"urn:ngsi-ld:null"}]},"#
                + #""f":{"json":"urn:ngsi-ld:null"},"scope":"urn:ngsi-ld:null""#, .update)
        #expect(update.attributes.allSatisfy { $0.instances.map(\.value) == [.removed] })
        #expect(update.attributes.count == 6)
        #expect(update.scope == .removed)
        #expect(throws: TwinProblem.self) { try Sent.fragment(#""type":"urn:ngsi-ld:null""#, .merge) }
        #expect(throws: TwinProblem.self) { try Sent.fragment(#""a":{"observedAt":"x"}"#, .update) }
        #expect(throws: TwinProblem.self) {
            try Sent.fragment(#""a":{"value":{"b":"urn:ngsi-ld:null"}}"#, .update)
        }
        let merge = try Sent.fragment(#""a":{"value":{"b":"urn:ngsi-ld:null"}},"b":{"unitCode":"X"}"#, .merge)
        #expect(merge.attributes[0].instances[0].value == .value(.property(["b": "urn:ngsi-ld:null"])))
        #expect(merge.attributes[1].instances[0].unitCode == .value("X"))
        #expect(throws: TwinProblem.self) {
            try Sent.fragment(#""a":{"value":1,"datasetId":"urn:ngsi-ld:null"}"#, .merge)
        }
    }

    @Test func subattributesLieOnlySoDeep() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: #"{"value":1,"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        }
        _ = try Sent.entity(#""a":"# + nested(EntityReading.depth))
        let problem = try #require(throws: TwinProblem.self) {
            try Sent.entity(#""a":"# + nested(EntityReading.depth + 2))
        }
        #expect(problem.clause == "4.5.2")
    }

    @Test func manyAttributesAndDataSetsTakeLinearTime() throws {
        let names = (0..<10_000).map { #""a\#($0)":\#($0)"# }.joined(separator: ",")
        let sets = (0..<10_000).map { #"{"value":1,"datasetId":"urn:d:\#($0)"}"# }.joined(separator: ",")
        let entity = try Sent.entity(names + #","sets":[\#(sets)]"#)
        let change = try Sent.fragment(names + #","sets":[\#(sets)]"#, .merge)
        let started = ContinuousClock.now
        let outcome = entity.merging(change, at: Sent.later)
        #expect(outcome.changes.count == 20_000)
        #expect(started.duration(to: .now) < .seconds(10))
    }
}
