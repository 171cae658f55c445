// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import TestKit
import Testing

@testable import Twin

/// Sources that say what none should: whoever asks is answered, and nothing grows without end.
struct HostileSourceTests {
    private static let odd = "https://odd.example"

    private func registered() async throws -> TwinPair {
        let pair = try TwinPair()
        _ = await pair.register(["endpoint": .string(Self.odd), "operations": ["federationOps"]])
        return pair
    }

    @Test func whatSourcesCountIsAddedUpWithinBounds() async throws {
        let pair = try await registered()
        let types: JSON = .array(
            (0..<3).map { _ in
                [
                    "id": "urn:t:Bin", "typeName": "Bin", "entityCount": .integer(Int64.max),
                    "attributeDetails": [
                        ["id": "urn:a:fill", "attributeName": "fill", "attributeCount": .integer(Int64.max)]
                    ],
                ]
            })
        let negative: JSON = [["attributeName": "fill", "attributeCount": .integer(Int64.min)]]
        for answer in [types, types[0] ?? .null, negative, negative[0] ?? .null] {
            pair.internet.put(Self.odd) { _ in OutgoingResponse(status: 200, body: answer.encoded()) }
            for path in ["types?details=true", "types/Bin", "attributes?details=true", "attributes/fill"] {
                #expect([200, 404].contains(await pair.ask(.get, path).status))
            }
        }
    }

    @Test func whatIsNoProblemIsToldAsOne() {
        func answer(_ json: JSON) throws -> SourceAnswer {
            SourceAnswer(
                registration: try #require(Self.source()), status: 400, json: json, size: 0, words: .core)
        }
        for json in [["type": 7, "title": "x"], ["type": "x", "title": ["a"]], [1], .null] as [JSON] {
            #expect((try? answer(json).problem["title"]?.asString) != nil)
        }
        let sound: JSON = ["type": "urn:p", "title": "Told"]
        #expect((try? answer(sound).problem) == sound)
    }

    private static func source() -> Registration? {
        Registration(kept: [
            "id": "urn:r:1", "type": "ContextSourceRegistration", "endpoint": .string(odd),
            "information": [["entities": [["type": "Bin"]]]], "management": ["cacheDuration": "PT1H"],
        ])
    }

    @Test func whatWasAskedCountsAsMuchAsWhatWasAnswered() throws {
        let (cache, source) = (SourceCache(), try #require(Self.source()))
        func asked(_ number: Int) -> OutgoingRequest {
            let body = Array(String(repeating: "x", count: 1 << 20).utf8)
            return OutgoingRequest("POST", "\(Self.odd)/entityOperations/query?n=\(number)", body: body)
        }
        let answer = SourceAnswer(registration: source, status: 200, json: [], size: 2, words: .core)
        let now = Stamp(microseconds: 0)
        for number in 0..<20 { cache.note(answer, to: asked(number), at: now) }
        #expect(cache.answer(to: asked(0), of: source, at: now) != nil)
        for number in 20..<40 { cache.note(answer, to: asked(number), at: now) }
        #expect(cache.answer(to: asked(0), of: source, at: now) == nil)
        #expect(cache.answer(to: asked(39), of: source, at: now) != nil)
    }

    @Test func mapsTogetherHoldNoMoreThanTheyMay() {
        let (maps, now) = (EntityMaps(), Stamp(microseconds: 0))
        let entries = (0..<EntityMaps.mostEntities).map { (id: "urn:x:\($0)", sources: ["@none"]) }
        let made = (0..<14).map { number in
            maps.make(entries, until: Stamp(microseconds: Int64(1_000_000 + number)), at: now).id
        }
        #expect(made.map { maps.find($0, at: now) != nil }.filter { $0 }.count == 10)
        #expect(made.last.flatMap { maps.find($0, at: now) } != nil)
    }

    @Test func whatSaysMoreThanAnEntityMayIsNotSound() throws {
        func bin(_ count: Int) -> JSON {
            var members: JSONObject = ["id": "urn:bin:1", "type": "Bin"]
            for number in 0..<count { members["a\(number)"] = .integer(number) }
            return .object(members)
        }
        let reading = SourceReading(naming: .core)
        #expect(try reading.entity(bin(100)).attributes.count == 100)
        #expect(throws: TwinProblem.self) { try reading.entity(bin(Entity.mostAttributes + 1)) }
        let past = SourceHistoryReading(naming: .core)
        #expect(throws: TwinProblem.self) {
            try past.history(bin(Entity.mostAttributes + 1).asObject ?? [:])
        }
    }

    /// A reader would be shown two members of one name.
    @Test func ofTwoKeysThatMeanOneAttributeOneCounts() throws {
        let whole = TermTable.core.expand("fill")
        let told: JSONObject = [
            "id": "urn:bin:1", "type": "Bin", "fill": [["type": "Property", "value": 1]],
            whole: [["type": "Property", "value": 2]],
        ]
        let reading = SourceHistoryReading(naming: .core)
        let history = try reading.history(told)
        #expect(history.attributes.map(\.name) == [whole])
        let gone: JSON = [
            "id": "urn:bin:1", "type": "Bin", "scope": "/A", "ngsi-ld:scope": "urn:ngsi-ld:null",
        ]
        #expect(throws: TwinProblem.self) { try RelayedChange(gone, .core, at: Stamp(microseconds: 1)) }
        #expect(throws: TwinProblem.self) {
            try reading.history([
                "id": "urn:bin:1", "type": "Bin",
                "ngsi-ld:scope": ["type": "Property", "deletedAt": "2026-01-01T00:00:00Z"],
            ])
        }
    }
}
