// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

@Suite struct HistoryTests {
    private func reading() -> HistoryReading {
        var count = 0
        return HistoryReading(naming: PlainNaming(), now: Sent.now) {
            count += 1
            return "urn:i:\(count)"
        }
    }

    private func history(_ members: String) throws -> History {
        try reading().history(try Sent.object(#"{"id":"\#(Sent.id)","type":"Bin",\#(members)}"#))
    }

    private func query(_ change: (inout TemporalQuery) -> Void = { _ in }) -> TemporalQuery {
        var query = TemporalQuery()
        change(&query)
        return query
    }

    /// An instance at every hour of the first of January 2026, oldest first.
    private func hours(_ range: Range<Int>, _ extra: String = "") -> String {
        range.map {
            let time = "2026-01-01T\($0 < 10 ? "0" : "")\($0):00:00Z"
            return #"{"type":"Property","value":\#($0),"observedAt":"\#(time)"\#(extra)}"#
        }.joined(separator: ",")
    }

    private func stamp(_ hour: String) -> Stamp {
        Stamp("2026-01-01T\(hour):00:00Z") ?? Stamp(microseconds: 0)
    }

    private func written(
        _ history: History, _ query: TemporalQuery = TemporalQuery(), values: Bool = false,
        _ change: (inout Representation) -> Void = { _ in }
    ) throws -> JSON {
        var representation = Representation(PlainNaming())
        change(&representation)
        var writer = JSONWriter()
        let writing = HistoryWriting(representation, query)
        if values {
            writing.writeValues(history, into: &writer)
        } else {
            writing.write(history, into: &writer)
        }
        return try JSON(parsing: writer.bytes)
    }

    @Test func instancesAreNewestFirstAndNamed() throws {
        let history = try history(#""a":[\#(hours(1..<4))],"b":{"object":"urn:x:1"},"scope":["/A","/B"]"#)
        let instances = try #require(history.attributes.first).instances
        #expect(instances.map(\.value) == [.property(3), .property(2), .property(1)])
        #expect(Set(instances.map(\.instanceId)).count == 3)
        let json = try written(history)
        #expect(json["a"]?.asArray?.count == 3)
        // They are told forward, unless the last ones are asked for.
        #expect(json["a"]?[0]?["value"] == 1)
        #expect(try written(history, query { $0.lastN = 9 })["a"]?[0]?["value"] == 3)
        #expect(json["a"]?[0]?["type"] == "Property")
        #expect(json["a"]?[0]?["instanceId"]?.asString?.hasPrefix("urn:i:") == true)
        #expect(json["a"]?[0]?["createdAt"] == nil)
        #expect(json["b"]?[0]?["object"] == "urn:x:1")
        #expect(json["scope"]?[0]?["value"] == ["/A", "/B"])
        #expect(json["id"] == .string(Sent.id))
        #expect(json["type"] == "Bin")
    }

    @Test func theTimeThatIsAskedForIsShown() throws {
        let history = try history(#""a":[\#(hours(1..<2))]"#)
        let json = try written(history, query { $0.property = .modifiedAt })
        #expect(json["a"]?[0]?["modifiedAt"] == .string(Sent.now.description))
        #expect(json["a"]?[0]?["createdAt"] == nil)
        let system = try written(history) { $0.showsSystem = true }
        #expect(system["a"]?[0]?["createdAt"] != nil)
    }

    @Test func valuesWithTheirTimes() throws {
        let time = #","observedAt":"2026-01-01T01:00:00Z""#
        let history = try history(
            #"""
            "a":[\#(hours(1..<3))],"r":[{"object":["urn:x:1"]\#(time)}],
            "says":[{"languageMap":{"en":"yes"}\#(time)}],"kind":[{"vocab":"Male"\#(time)}],
            "raw":[{"json":[null]\#(time)}],"list":[{"valueList":[1,2]\#(time)}],
            "route":[{"objectList":["urn:x:1"]\#(time)}],
            "sets":[{"value":1\#(time)},{"value":2,"datasetId":"urn:d:1"\#(time)}]
            """#)
        let json = try written(history, values: true)
        let one: JSON = "2026-01-01T01:00:00Z"
        #expect(json["a"] == ["type": "Property", "values": [[1, one], [2, "2026-01-01T02:00:00Z"]]])
        #expect(json["r"] == ["type": "Relationship", "objects": [[["urn:x:1"], one]]])
        #expect(
            json["says"]
                == ["type": "LanguageProperty", "languageMaps": [[["languageMap": ["en": "yes"]], one]]])
        #expect(json["kind"] == ["type": "VocabProperty", "vocabs": [[["vocab": "Male"], one]]])
        #expect(json["raw"] == ["type": "JsonProperty", "jsons": [[["json": [nil]], one]]])
        #expect(json["list"] == ["type": "ListProperty", "valueLists": [[[1, 2], one]]])
        #expect(json["route"] == ["type": "ListRelationship", "objectLists": [[["urn:x:1"], one]]])
        #expect(
            json["sets"] == [
                ["type": "Property", "values": [[1, one]]],
                ["type": "Property", "datasetId": "urn:d:1", "values": [[2, one]]],
            ])
        let english = try written(history, values: true) { $0.language = LanguageChoice("en") }
        #expect(english["says"] == ["type": "Property", "values": [["yes", one]]])
        // What is written so is read so.
        var members = json
        members["sets"] = json["sets"]
        let again = try reading().history(try #require(members.asObject))
        #expect(try written(again, values: true) == json)
    }

    @Test(arguments: [
        #""a":[]"#, #""a":[5]"#, #""a":5,"b":[null]"#, #""a":[{"type":"Property"}]"#,
        #""a":[{"type":"Property","value":1,"observedAt":"x"}]"#, #""a":{"type":"Property","values":5}"#,
        #""a":{"type":"Property","values":[[1]]}"#, #""a":{"type":"Property","values":[[1,"x"]]}"#,
        #""scope":[{"type":"Property","value":"a b"}]"#, #""a b":[{"value":1}]"#,
        #""a":[{"type":"Property","value":"urn:ngsi-ld:null"}]"#,
    ])
    func faultsAreNamed(members: String) throws {
        let problem = try #require(throws: TwinProblem.self) { try history(members) }
        #expect(problem.kind == .badRequestData)
    }

    @Test func aReplacementIsOneInstance() throws {
        let object = try Sent.object(#"{"a":[{"type":"Property","value":5}]}"#)
        #expect(try reading().replacement(of: Sent.name("a"), object).value == .property(5))
        for text in [
            #"{"b":[{"value":5}]}"#, #"{"a":[{"value":5},{"value":6}]}"#, "{}",
            #"{"a":[{"value":5}],"b":[{"value":1}]}"#,
        ] {
            #expect(throws: TwinProblem.self) {
                try reading().replacement(of: Sent.name("a"), try Sent.object(text))
            }
        }
    }

    @Test func onlyWhatIsInRange() throws {
        let history = try history(#""a":[\#(hours(0..<10))],"b":[{"value":1}],"scope":"/A""#)
        let range = query { $0.relation = .between(self.stamp("03"), self.stamp("06")) }
        let page = HistoryPage(of: [history], range, limit: 100)
        #expect(page.contentRange == nil)
        #expect(page.histories[0].attributes.map(\.name) == [Sent.name("a")])
        let found = page.histories[0].attributes[0].instances.map(\.value)
        #expect(found == [.property(5), .property(4), .property(3)])
        let last = HistoryPage(of: [history], query { $0.lastN = 2 }, limit: 100)
        #expect(last.histories[0].attributes[0].instances.map(\.value) == [.property(9), .property(8)])
        #expect(last.histories[0].attributes.count == 2)
        let none = query { $0.relation = .before(Stamp(microseconds: 0)) }
        #expect(HistoryPage(of: [history], none, limit: 5).histories.isEmpty)
    }

    @Test func whatIsCutIsCutAtOneMoment() throws {
        let history = try history(#""a":[\#(hours(0..<10))],"b":[\#(hours(4..<6))]"#)
        func page(_ change: (inout TemporalQuery) -> Void) -> (HistoryPage, [[Int64]]) {
            let page = HistoryPage(of: [history], query(change), limit: 5)
            let values = page.histories[0].attributes.map { attribute in
                attribute.instances.map { instance -> Int64 in
                    if case .property(let json) = instance.value { json.asInteger ?? -1 } else { -1 }
                }
            }
            return (page, values)
        }
        let (plain, first) = page { _ in }
        #expect(plain.contentRange == "date-time 2026-01-01T00:00:00Z-2026-01-01T04:00:00Z/*")
        #expect(first == [[4, 3, 2, 1, 0], [4]])
        let (after, _) = page { $0.relation = .after(Stamp(microseconds: 0)) }
        #expect(after.contentRange == "date-time 1970-01-01T00:00:00Z-2026-01-01T04:00:00Z/*")
        let (last, newest) = page { $0.lastN = 8 }
        #expect(last.contentRange == "date-time 2026-01-01T09:00:00Z-2026-01-01T05:00:00Z/8")
        #expect(newest == [[9, 8, 7, 6, 5], [5]])
        let (before, _) = page { $0.lastN = 8; $0.relation = .before(self.stamp("09")) }
        #expect(before.contentRange == "date-time 2026-01-01T09:00:00Z-2026-01-01T04:00:00Z/8")
        let (fits, _) = page { $0.lastN = 5 }
        #expect(fits.contentRange == nil)
    }

    @Test func whatIsGoneIsTold() throws {
        var history = try history(#""a":[\#(hours(1..<2))]"#)
        for kind in AttributeKind.allCases { #expect(AttributeValue.gone(kind).isGone) }
        var gone = Instance(.gone(.property), at: Sent.now)
        gone.deletedAt = Sent.later
        history.attributes[0].instances.insert(gone, at: 0)
        let deleted = query { $0.relation = .after(Sent.now); $0.property = .deletedAt }
        let page = HistoryPage(of: [history], deleted, limit: 9)
        let json = try written(page.histories[0], deleted)
        #expect(
            json["a"] == [
                [
                    "type": "Property", "value": "urn:ngsi-ld:null",
                    "deletedAt": .string(Sent.later.description),
                ]
            ])
    }

    @Test func onlyWhatIsPickedAndOfADataSet() throws {
        let history = try history(#""a":[{"value":1},{"value":2,"datasetId":"urn:d:1"}],"b":[{"value":1}]"#)
        let json = try written(history) { $0.datasets = ["urn:d:1"] }
        #expect(json["a"]?.asArray?.count == 1)
        #expect(json["b"] == nil)
    }
}
