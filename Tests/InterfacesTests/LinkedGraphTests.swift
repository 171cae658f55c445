// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Testing

@Suite struct LinkedGraphTests {
    private func graph(_ node: LinkedNode) -> LinkedGraph { LinkedGraph([node]) }

    @Test func aThingNamedTwiceIsDescribedOnce() throws {
        let land = LinkedNode("https://x.example/land", ["dct:Location"], ["rdfs:label": .text("Land", "en")])
        let graph = LinkedGraph([
            LinkedNode("https://x.example/a", ["dcat:Dataset"], ["dct:spatial": .node(land)]),
            LinkedNode("https://x.example/b", ["dcat:Dataset"], ["dct:spatial": .node(land)]),
            LinkedNode("https://x.example/a", ["schema:Dataset"], ["dct:title": .text("A", "en")]),
        ])
        #expect(graph.nodes.map(\.iri) == ["a", "land", "b"].map { "https://x.example/\($0)" })
        let first = try #require(graph.json["@graph"]?[0])
        #expect(first["@type"] == ["dcat:Dataset", "schema:Dataset"])
        #expect(first["dct:spatial"] == ["@id": "https://x.example/land"])
        #expect(graph.turtle.contains("<https://x.example/a>\n  a dcat:Dataset, schema:Dataset ;"))
    }

    @Test func theContextHoldsWhatIsUsedAndNothingElse() throws {
        let graph = graph(
            LinkedNode("https://x.example/", ["dct:Standard"], ["dct:issued": .typed("2026-01-06", "xsd:date")]))
        #expect(graph.json["@context"]?.asObject?.keys == ["dct", "xsd"])
        #expect(graph.turtle.hasPrefix("@prefix dct: <http://purl.org/dc/terms/> .\n@prefix xsd:"))
    }

    @Test(arguments: [
        "a \"quoted\" text", "back\\slash", "line\nbreak and\ttab", "> ] . <urn:x> a <urn:y>", "\u{1}\u{7F}",
        "Žaliųjų savivaldybių tinklas 🌱",
    ])
    func noTextBreaksOutOfItsQuotationMarks(text: String) {
        let turtle = graph(LinkedNode("urn:x", ["dct:Standard"], ["dct:title": .plain(text)])).turtle
        let line = turtle.split(separator: "\n").first { $0.contains("dct:title") } ?? ""
        let bare = line.replacing("\\\\", with: "").replacing("\\\"", with: "")
        #expect(bare.filter { $0 == "\"" }.count == 2 && line.hasSuffix("\" ."))
        #expect(!turtle.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func noAddressBreaksOutOfItsBrackets() {
        let hostile = "https://x.example/> <urn:p> \"q\" . {\\}"
        let graph = graph(LinkedNode(hostile, ["foaf:Document"], ["foaf:page": .iri(hostile)]))
        let clean = "https://x.example/%3E%20%3Curn:p%3E%20%22q%22%20.%20%7B%5C%7D"
        #expect(graph.nodes.first?.iri == clean)
        #expect(graph.json["@graph"]?[0]?["foaf:page"] == ["@id": .string(clean)])
        #expect(graph.turtle.contains("foaf:page <\(clean)> ."))
    }

    @Test func whatIsNoLanguageIsLeftOut() {
        let node = LinkedNode(
            "urn:x", ["dct:Standard"],
            ["dct:title": .all([.text("a", "en . <"), .text("b", "pt-BR"), .text("b", "pt-BR")])])
        #expect(graph(node).json["@graph"]?[0]?["dct:title"] == ["a", ["@value": "b", "@language": "pt-BR"]])
    }

    @Test func nothingIsSaidOfWhatIsNotKnown() {
        let node = LinkedNode("urn:x", ["dct:Standard"], ["dct:title": nil, "dct:type": .all([])])
        #expect(node.properties.isEmpty)
    }

    @Test func aPageSaysWhatSchemaOrgHasWordsFor() {
        let place = LinkedNode(nil, ["schema:Place"], ["schema:name": .text("Marsa", "mt")])
        let node = LinkedNode(
            "https://x.example/e", ["schema:Event", "cv:Event"],
            [
                "dct:title": .text("E", "en"), "schema:name": .text("E", "en"),
                "schema:location": .node(place), "schema:url": .iri("https://x.example/e"),
                "schema:eventStatus": .iri("https://schema.org/EventScheduled"),
            ])
        #expect(
            node.forPage == [
                "@context": ["@vocab": "https://schema.org/"], "@id": "https://x.example/e",
                "@type": "Event", "name": "E", "location": ["@type": "Place", "name": "Marsa"],
                "url": "https://x.example/e", "eventStatus": ["@id": "https://schema.org/EventScheduled"],
            ])
    }

    @Test(arguments: [
        ("2026-01-06", 570, "2026-01-06T09:30:00+01:00"), ("2026-07-06", 570, "2026-07-06T09:30:00+02:00"),
        // Clocks leave this hour out.
        ("2026-03-29", 150, "2026-03-29T03:30:00+02:00"),
    ])
    func aTimeOfDaySaysHowFarItIsFromUTC(day: String, minutes: Int, iso: String) throws {
        let (zone, day) = (try #require(Zone("Europe/Copenhagen")), try #require(Day(iso: day)))
        #expect(CalendarTime.local(day, minutes: minutes, zone).iso == iso)
        #expect(CalendarTime.day(day).iso == day.description)
    }
}
