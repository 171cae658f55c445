// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

private func condition(_ text: String, expand: [String] = []) throws -> Condition {
    try QueryLanguage.condition(text, naming: Sample.naming, expandValues: expand)
}

private func problem(_ text: String) -> TwinProblem? {
    do {
        _ = try QueryLanguage.condition(text, naming: Sample.naming)
        return nil
    } catch { return error }
}

@Suite struct QueryMatchingTests {
    @Test(arguments: [
        "speed", "speed==55.5", "speed==99", "speed>50", "speed>=55.5", "speed<60", "speed<=99",
        "speed==50..60", "speed!=50..60", "speed==1,2,99", "speed!=1", "brandName==\"Mercedes\"",
        "brandName!=\"Audi\"", "brandName!=3", "brandName==\"Audi\",\"Mercedes\"", "brandName>\"Audi\"",
        "brandName==\"A\"..\"Z\"", "tags==\"red\"", "tags==7", "tags!=\"green\"", "tags==\"green\",\"blue\"",
        "isParked==\"urn:ngsi-ld:OffStreetParking:Downtown1\"",
        "isParked==urn:ngsi-ld:OffStreetParking:Downtown1",
        "isParked!=urn:x:y", "places==urn:p:2", "address[city]==\"Berlin\"", "address[geo.zip]==10115",
        "address[open]==true", "nothing", "json[value]==\"x\"", "json[n]>2", "name==\"rouge\"",
        "name[en]==\"red\"", "name[EN]==\"red\"", "name[fr]==\"vermeil\"", "name[*]==\"vermeil\"",
        "name!=\"noir\"", "name[fr]!=\"red\"", "name~=\"^ver\"", "levels==2", "levels!=4",
        "speed.observedAt>=2017-12-24T12:00:00Z", "speed.observedAt==2017-12-24T12:00:00,500Z",
        "speed.observedAt==\"2017-12-24T12:00:00.5Z\"", "speed.unitCode==\"KMH\"", "speed.source==\"gps\"",
        "speed.datasetId==\"urn:d:2\"", "speed.datasetId==urn:d:2", "createdAt<2027-01-01T00:00:00Z",
        "createdAt==2026-01-01T00:00:00Z..2027-01-01T00:00:00Z", "opened>2020-04-30", "opened==2020-05-01",
        "opened==2020-01-01..2020-12-31", "typed==2020-01-01T00:00:00.0Z", "clock<09:00:00Z",
        "big==9007199254740993", "flag==true", "flag!=false", "uri==http://example.org/x",
        "brandName~=\"Merc.*\"", "brandName~=^M[a-z]+s$", "brandName!~=\"^A\"", "brandName~=(M|A)e;speed",
        "gender==https://uri.etsi.org/ngsi-ld/default-context/Male", "gender==ngsi-ld:default-context/Male",
        "speed>1;speed<2|brandName==\"Mercedes\"", "((speed>50|rpm>3000);brandName==\"Mercedes\")",
        "(temperature>=20;temperature<=25)|speed>=10", "id==\"urn:ngsi-ld:Vehicle:1\"",
        "scope==\"/Madrid/Gardens\"",
        "https://uri.etsi.org/ngsi-ld/default-context/speed>50", "speed==-1e3..1.0e2",
        "brandName!=\"a;b|c)\"",
    ])
    func matches(_ text: String) throws {
        #expect(try condition(text).matches(Sample.car))
    }

    @Test(arguments: [
        "rpm", "rpm!=3", "rpm==3", "speed==\"55.5\"", "speed>100", "speed==60..70", "speed==1,2",
        "brandName==3", "brandName==\"mercedes\"", "brandName>3", "tags!=\"red\"", "tags==\"green\"",
        "tags>5", "isParked>\"a\"", "isParked~=\"urn\"", "isParked!=urn:ngsi-ld:OffStreetParking:Downtown1",
        "places!=urn:p:2,urn:x:y", "address[town]==\"Berlin\"", "address[town]!=\"Berlin\"", "address[town]",
        "address==\"Berlin\"", "address[city.name]", "nothing==1", "name[de]", "name[de]!=\"red\"",
        "name[en]==\"rouge\"", "name[*]!=\"red\"", "name!=\"vermeil\"", "levels!=2", "speed.colour",
        "speed.observedAt<2017-12-24T12:00:00Z", "speed.source.deeper", "createdAt>2027-01-01T00:00:00Z",
        "opened>2020-05-01", "opened==2020-05-01T00:00:00Z", "clock>09:00:00Z", "big==9007199254740992",
        "flag==false", "brandName~=\"^erc\"", "speed~=\"5\"", "speed!~=\"5\"", "gender==\"Male\"",
        "(speed>1;speed>200)|brandName==\"Audi\"", "speed>1;(speed>200|brandName==\"Audi\")",
        "sensor{humidity}==40", "isParked{name}==\"x\"",
    ])
    func doesNotMatch(_ text: String) throws {
        #expect(try !condition(text).matches(Sample.car))
    }

    @Test func expandedValues() throws {
        #expect(try condition("gender==Male", expand: ["gender"]).matches(Sample.car))
        #expect(try condition("gender==\"Male\"", expand: ["gender"]).matches(Sample.car))
        #expect(try !condition("gender==Female", expand: ["gender"]).matches(Sample.car))
        #expect(problem("gender==Male")?.kind == .badRequestData)
    }

    @Test func linkedEntities() throws {
        let device = Sample.entity(
            "urn:d", types: ["Device"],
            [
                "humidity": Sample.property(40),
                "owner": [Sample.instance(.relationship(["urn:o"], isArray: false))],
            ])
        let owner = Sample.entity("urn:o", types: ["Person"], ["age": Sample.property(30)])
        let station = Sample.entity(
            "urn:s", types: ["Station"],
            [
                "sensor": [Sample.instance(.relationship(["urn:gone", "urn:d"], isArray: true))]
            ])
        let all = ["urn:d": device, "urn:o": owner]
        func holds(_ text: String) throws -> Bool { try condition(text).matches(station) { all[$0] } }
        #expect(try holds("sensor{humidity}==40"))
        #expect(try holds("sensor{Device:humidity}==40"))
        #expect(try holds("sensor{Pump,Device:humidity}==40;sensor"))
        #expect(try !holds("sensor{Pump:humidity}==40"))
        #expect(try holds("sensor{owner{age}}>20"))
        #expect(try holds("sensor{Device:owner{Person:age}}>20"))
        #expect(try !holds("sensor{owner{age}}>40"))
        #expect(try condition("sensor{owner{age}}>20|x").linkDepth == 2)
    }

    @Test func linksThatFanOutAreBounded() throws {
        let ids = (0..<2_000).map { "urn:n:\($0)" }
        let node = Sample.entity("urn:n", ["next": [Sample.instance(.relationship(ids, isArray: true))]])
        var asked = 0
        let query = try condition("next{next{next{next{x}}}}==1")
        #expect(
            !query.matches(node) { _ in
                asked += 1
                return node
            })
        #expect(asked <= 1_000)
    }

    @Test func whatOthersComeToCanBeSettled() throws {
        let query = try condition("speed>50;(brandName==\"Mercedes\"|rpm)")
        let settled = query.settled(in: Sample.car, butFor: Sample.naming.expand("speed"))
        #expect(settled.terms.map(\.path.first) == [Sample.naming.expand("speed")])
        #expect(settled.matches(Sample.entity("urn:a:1", ["speed": Sample.property(51)])))
        #expect(!settled.matches(Sample.entity("urn:a:1", ["speed": Sample.property(49)])))
        let never = try condition("speed;rpm").settled(in: Sample.car, butFor: Sample.naming.expand("speed"))
        #expect(!never.matches(Sample.car))
    }

    @Test func whatAnIndexCanUse() throws {
        let query = try condition(
            "speed>50;(brandName==\"A\"|rpm);address[city]==\"B\";createdAt>2020-01-01T00:00:00Z;rpm")
        #expect(query.indexable.map(\.attribute) == ["speed", "rpm"].map(Sample.naming.expand))
        #expect(query.namesAttribute)
        #expect(try !condition("createdAt>2020-01-01T00:00:00Z").namesAttribute)
        #expect(try condition("a|b").indexable.isEmpty)
    }
}

@Suite struct QueryErrorTests {
    @Test(arguments: [
        "", ";", "|", "speed;", "speed==", "speed=1", "speed==\"x", "==3", "(speed", "speed)", "()",
        "speed>true",
        "speed>1,2", "speed>1..2", "speed>urn:a:b", "speed==1..", "speed==1..\"", "speed[", "speed[]",
        "speed[a",
        "speed..a", ".speed", "speed.", "1speed", "speed==foo", "speed==2020-13-01", "speed==12:00",
        "speed~=", "speed~=\"(\"", "speed~=\"a{2,1}\"", "speed~=\"(a)\\1\"", "speed~=\"(?=a)\"", "a{b",
        "a{b}}",
        "a{}", "{b}", "speed!", "!speed", "a b", "speed==1 2", "speed==true..false", "speed==\"\\q\"",
        "@speed",
        "speed==2017-12-24T12:00:00+01:00", "speed&&rpm", "spe$ed", "a==1;;b==2", "%", "\"speed\"",
        "speed===1",
    ])
    func faultsAreToldWithTheirPlace(_ text: String) {
        let found = problem(text)
        #expect(found?.kind == .badRequestData && found?.pointer == "?q", "\(text)")
        #expect(found?.detail.contains("character") ?? false)
    }

    @Test func hostileQueriesAreBounded() {
        #expect(problem(String(repeating: "(", count: 60_000))?.kind == .tooComplexQuery)
        #expect(problem(String(repeating: "a", count: 1_000_000))?.kind == .tooComplexQuery)
        #expect(
            problem(Array(repeating: "a", count: 10_000).joined(separator: ";"))?.kind == .tooComplexQuery)
        #expect(
            problem("a==" + Array(repeating: "1", count: 5_000).joined(separator: ","))?.kind
                == .tooComplexQuery)
        #expect(problem(Array(repeating: "a", count: 100).joined(separator: "."))?.kind == .tooComplexQuery)
        #expect(problem(Array(repeating: "a", count: 100).joined(separator: "{"))?.kind == .tooComplexQuery)
        #expect(problem("a~=\"((((a{100}){100}){100}){100})\"")?.kind == .tooComplexQuery)
        #expect(problem("a[" + String(repeating: "b.", count: 100) + "b]") != nil)
        let values = Array(repeating: "1", count: 90).joined(separator: ",")
        let many = Array(repeating: "a==\(values)", count: 20)
        #expect(problem(many.joined(separator: ";"))?.kind == .tooComplexQuery)
        let patterns = Array(repeating: "a~=b", count: 40).joined(separator: "|")
        #expect(problem(patterns)?.kind == .tooComplexQuery)
    }

    @Test func noiseNeverTraps() {
        var seed: UInt64 = 7
        let pieces = [
            "a", "==", "!", "~=", "\"", "(", ")", "[", "]", "{", "}", ";", "|", ",", "..", ".", "1", "é",
            "\\", "urn:", " ",
        ]
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<12 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(seed >> 33) % pieces.count]
            }
            if let condition = try? QueryLanguage.condition(text, naming: Sample.naming) {
                _ = condition.matches(Sample.car)
            }
        }
    }
}
