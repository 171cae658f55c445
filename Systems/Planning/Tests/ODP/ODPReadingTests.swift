// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

@Suite struct ODPReadingTests {
    @Test func theHighestUnusedPlaceIsNamedOnce() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("extra", ["a": ["b": 1, "c": [1, 2]]])
            .with("data.proposal.moonbase", ["domes": 3])
            .with("data.property.address.colour", "red")
            .with("a/b~c", true))
        #expect(Set(sent.unused) == [
            "/extra", "/data/proposal/moonbase", "/data/property/address/colour", "/a~1b~0c",
        ])
        for pointer in sent.unused { #expect(sent.json[pointer: pointer] != nil) }
    }

    @Test func whatHoldsNothingIsNotCalledUnused() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("none", nil).with("empty", ["list": [], "text": "", "null": .null]))
        #expect(sent.unused.isEmpty)
    }

    @Test func aValueOfTheWrongKindIsUnused() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("data.proposal.description", ["html": "<p>"])
            .with("data.property.ward", 7)
            .with("responses", "none"))
        #expect(sent.description == nil)
        #expect(Set(sent.unused)
            == ["/data/proposal/description", "/data/property/ward", "/responses"])
    }

    @Test func whatCannotBeReadIsNotedAtItsPlace() throws {
        let bowtie: JSON = ["type": "Polygon", "coordinates": [[[0, 0]]]]
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("metadata.submittedAt", "yesterday")
            .with("data.proposal.date.start", "2024-02-30")
            .with("data.property.address.latitude", 520)
            .with("data.proposal.boundary.site.geometry", bowtie)
            .with("metadata.schema", "https://example.org/other.json"))
        #expect(Set(sent.notes.map { "\($0.code.rawValue) \($0.pointer)" }) == [
            "notADate /metadata/submittedAt", "notADate /data/proposal/date/start",
            "outOfRange /data/property/address/latitude",
            "notAShape /data/proposal/boundary/site/geometry", "unknownSchema /metadata/schema",
        ])
        #expect(sent.unused.contains("/data/proposal/date/start"))
        #expect(sent.site.boundary == nil)
        #expect(sent.site.longitude == -0.5)
    }

    @Test func numbersSentAsTextAreRead() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("data.property.address.latitude", "52.25")
            .with("data.property.address.uprn", 12_345_678)
            .with("data.application.fee.payable", "10.005"))
        #expect(sent.site.latitude == 52.25)
        #expect(sent.site.uprn == "12345678")
        #expect(sent.fee?.payablePence == 1001)
    }

    @Test func controlCharactersAndLineEndsAreTidied() throws {
        let sent = try ODPFixtures.read(ODPFixtures.application
            .with("data.proposal.description", "  One\r\ntwo\u{0}\u{7}\tthree \n"))
        #expect(sent.description == "One\ntwo\tthree")
    }

    @Test func anOverlongTextIsLeftAsItIs() throws {
        let long = JSON.string(String(repeating: "word ", count: 50_000))
        let sent = try ODPFixtures.read(
            ODPFixtures.application.with("data.proposal.description", long))
        #expect(sent.description == nil)
        #expect(sent.notes.map(\.code) == [.tooLong])
        #expect(sent.unused == ["/data/proposal/description"])
    }

    /// Whatever is taken out or put in another's place, a case is taken or refused, never more,
    /// and every unused place is there.
    @Test func everyPartMayBeMissingOrWrong() throws {
        let wrong: [JSON?] = [nil, 7, "text", [1, "a", nil]]
        let whole = ODPFixtures.determined
        for place in places(whole, []) {
            for value in wrong {
                let sent = replacing(whole, place[...], value)
                guard case .success(let taken) = ODPFixtures.reader.read(sent) else { continue }
                let isThere = taken.unused.allSatisfy { sent[pointer: $0] != nil }
                #expect(isThere)
            }
        }
    }

    private func places(_ json: JSON, _ path: [Step]) -> [[Step]] {
        switch json {
        case .object(let members):
            [path] + members.flatMap { places($0.value, path + [.key($0.key)]) }
        case .array(let values):
            [path] + values.enumerated().flatMap { places($1, path + [.index($0)]) }
        default: [path]
        }
    }

    private enum Step { case key(String), index(Int) }

    private func replacing(_ json: JSON, _ path: ArraySlice<Step>, _ value: JSON?) -> JSON {
        switch path.first {
        case nil: return value ?? .null
        case .key(let key):
            var copy = json
            let rest = path.dropFirst()
            copy[key] = rest.isEmpty ? value : replacing(json[key] ?? .null, rest, value)
            return copy
        case .index(let index):
            guard var values = json.asArray else { return json }
            values[index] = replacing(values[index], path.dropFirst(), value)
            return .array(values)
        }
    }
}
