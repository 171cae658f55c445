// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import TestKit
import Testing
import Web

@testable import Twin

/// Payloads of sensors that come by a broker, from the form to the entity.
struct FeedTests {
    private let path = "\(TwinSite.home)/feeds"

    /// A twin, and the brokers it may listen to.
    private struct Place {
        let site: TwinSite
        let hub: TwinHub
        let brokers: Brokers
        let officer: TestClient
    }

    private func place() async throws -> Place {
        let brokers = Brokers()
        let hub = TwinHub(listening: brokers)
        let site = try await TwinSite(hub)
        return Place(site: site, hub: hub, brokers: brokers, officer: try await site.officer())
    }

    /// Waits for something that is to come.
    private func wait(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<60_000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("it does not come")
    }

    /// Says to which broker is listened; gives the address of the next page.
    private func connect(
        _ place: Place, _ more: [(String, String)] = []
    ) async throws -> String {
        let form = "\(path)/connection"
        let csrf = await place.officer.get(form).csrf
        let values = [
            ("csrf", csrf), ("name", "Bins"), ("broker", "mqtts://b.example"), ("user", "city"),
            ("password", "hush-hush"), ("filters", "bins/+/level\r\nbins/+/state"), ("quality", "1"),
            ("version", "5"),
        ]
        let own = more.map(\.0)
        let answer = await place.officer.post(form, values.filter { !own.contains($0.0) } + more)
        #expect(answer.status == 303, "\(answer.text)")
        return try #require(answer.location)
    }

    private let sample = [("payload", "number"), ("topic", "bins/42/level"), ("sample", "0,7")]
    private let mapped = [
        ("type", "Bin"), ("prefix", ""), ("head0", "topic/1"), ("use0", "skip"), ("head1", "topic/2"),
        ("use1", "id"), ("head2", "topic/3"), ("use2", "attributeName"), ("head3", "value"),
        ("use3", "property"), ("name3", ""), ("unit3", "P1"),
    ]

    /// A feed that is listened to; its id.
    private func begin(_ place: Place) async throws -> String {
        let mapping = try await connect(place)
        let csrf = await place.officer.get(mapping).csrf
        let saved = await place.officer.post(mapping, [("csrf", csrf), ("do", "save")] + sample + mapped)
        #expect(saved.status == 303, "\(saved.text)")
        try await wait { !place.brokers.ears.isEmpty }
        return String(mapping.split(separator: "=").last ?? "")
    }

    private func value(_ place: Place, _ bin: String, _ name: String) async -> JSON? {
        await place.site.ask("entities/urn:ngsi-ld:Bin:\(bin)").json[name]?["value"]
    }

    private func ledger(_ place: Place) throws -> Ledger {
        Ledger("twin", in: try place.site.test.network.tenant("clare"))
    }

    /// The first process is gone: the twin does nothing by itself there any more.
    private func end(_ place: Place) throws {
        place.hub.forget(place.hub.twins.twin(in: try place.site.test.network.tenant("clare")))
    }

    // MARK: By the pages

    @Test func aMappingIsTriedByAMessageBeforeAnythingIsWritten() async throws {
        let place = try await place()
        let mapping = try await connect(place)
        let first = await place.officer.get(mapping)
        #expect(first.status == 200 && !first.contains("Save and listen"))
        let tried = await place.officer.post(mapping, [("csrf", first.csrf)] + sample)
        // What the topic leaves open is the id.
        #expect(tried.status == 200 && tried.contains("Say the type of the entities"))
        #expect(tried.text.contains(/<option value="id" selected>[^<]*<\/option>/))
        let again = await place.officer.post(mapping, [("csrf", first.csrf)] + sample + mapped)
        #expect(again.contains("urn:ngsi-ld:Bin:42") && again.contains("&quot;level&quot;"))
        #expect(again.contains("&quot;unitCode&quot;: &quot;P1&quot;"))
        let wrong = await place.officer.post(
            mapping, [("csrf", first.csrf), ("payload", "json"), ("topic", "bins/42/level"), ("sample", "{")])
        #expect(wrong.contains("It is not JSON"))
        let untyped = await place.officer.post(
            mapping, [("csrf", first.csrf), ("do", "save")] + sample)
        #expect(untyped.status == 422 && untyped.contains("Say the type of the entities"))
        #expect(place.brokers.count == 0)
        #expect(await place.site.ask("types").json["typeList"] == [])
    }

    @Test func aMessageIsHeardForTheSample() async throws {
        let place = try await place()
        let mapping = try await connect(place)
        let csrf = await place.officer.get(mapping).csrf
        place.brokers.refuse("the broker refuses")
        let refused = await place.officer.post(
            mapping, [("csrf", csrf), ("do", "listen"), ("payload", "json")])
        #expect(refused.status == 422 && refused.contains("the broker refuses"))
        place.brokers.refuse(nil)
        async let answer = place.officer.post(
            mapping, [("csrf", csrf), ("do", "listen"), ("payload", "json")])
        try await wait { !place.brokers.ears.isEmpty }
        #expect(place.brokers.ears.first?.subscription.isKept == false)
        place.brokers.say([("bins/7/state", #"{"open":true,"battery":{"volt":3.1}}"#)])
        let heard = await answer
        #expect(heard.status == 200 && heard.contains("value=\"bins/7/state\""))
        #expect(heard.contains("battery.volt") && heard.contains("Such as 3.1"))
        try await wait { place.brokers.ears.isEmpty }
    }

    @Test(.timeLimit(.minutes(20))) func whatComesBecomesEntitiesAndGarbageIsTold() async throws {
        let place = try await place()
        let id = try await begin(place)
        let ear = try #require(place.brokers.ears.first)
        #expect(ear.broker.name == "mqtts://b.example:8883" && ear.broker.user == "city")
        #expect(ear.broker.password == "hush-hush" && ear.subscription.quality == .atLeastOnce)
        #expect(ear.subscription.filters == ["bins/+/level", "bins/+/state"] && ear.subscription.isKept)
        place.brokers.say([
            ("bins/1/level", "0.5"), ("bins/2/level", "soon"), ("bins/1/level", "0.6"), ("bins/3/state", "1"),
        ])
        try await wait { place.brokers.acknowledged == 4 }
        #expect(await value(place, "1", "level") == 0.6)
        #expect(await value(place, "3", "state") == 1)
        #expect(await value(place, "2", "level") == nil)
        // All of it is one act.
        let lines = try ledger(place).lines(after: 0, limit: 100)
        #expect(lines.filter { $0.content.contains("urn:ngsi-ld:Bin") }.count == 1)
        let page = await place.officer.get("\(path)/feed?id=\(id)")
        #expect(page.contains("4 messages heard, 3 readings written, 1 messages with something wrong"))
        #expect(page.contains("soon") && page.contains("It is no number") && page.contains("bins/2/level"))
        #expect(page.contains("listening"))
        place.brokers.say([("bins/9/level", "")], isCut: true)
        try await wait { await place.officer.get("\(path)/feed?id=\(id)").contains("It is too large") }
    }

    @Test(.timeLimit(.minutes(20))) func muchIsTakenInBySeveralActs() async throws {
        let place = try await place()
        _ = try await begin(place)
        place.brokers.say((0..<2_100).map { ("bins/\($0)/level", "1") })
        try await wait { place.brokers.acknowledged == 2_100 }
        #expect(await value(place, "0", "level") == 1)
        #expect(await value(place, "2099", "level") == 1)
        let lines = try ledger(place).lines(after: 0, limit: 100)
        #expect(lines.filter { $0.content.contains("urn:ngsi-ld:Bin") }.count == 2)
    }

    @Test func aPasswordIsKeptApartAndNeverShown() async throws {
        let place = try await place()
        let id = try await begin(place)
        let lines = try ledger(place).lines(after: 0, limit: 100)
        #expect(lines.contains { $0.content.contains("b.example") })
        #expect(!lines.contains { $0.content.contains("hush") })
        for way in ["", "/feed?id=\(id)", "/connection?id=\(id)", "/mapping?id=\(id)"] {
            #expect(!(await place.officer.get(path + way).contains("hush")), "\(way)")
        }
        let edit = "\(path)/connection?id=\(id)"
        // Left empty it stays; another broker is not told it.
        let kept = [
            ("name", "Bins!"), ("broker", "mqtts://b.example"), ("user", "city"), ("filters", "bins/#"),
        ]
        let csrf = await place.officer.get(edit).csrf
        #expect(await place.officer.post(edit, [("csrf", csrf)] + kept).status == 303)
        try await wait { place.brokers.ears.first?.subscription.filters == ["bins/#"] }
        #expect(place.brokers.ears.first?.broker.password == "hush-hush")
        let other = await place.officer.post(
            edit, [("csrf", csrf), ("broker", "mqtts://evil.example")] + kept.filter { $0.0 != "broker" })
        #expect(other.status == 422 && other.contains("Another broker is not told"))
        // One in the address is not shown again, nor one beside a mistake.
        let wrong = await place.officer.post(
            "\(path)/connection",
            [("csrf", csrf), ("broker", "mqtt://me:hush@b.example"), ("filters", "a/#/b")])
        #expect(wrong.status == 422 && !wrong.contains("hush") && wrong.contains("Type the password again"))
        #expect(wrong.contains("value=\"me\"") && wrong.contains("a/#/b"))
        let question = await place.officer.get("\(path)/delete?id=\(id)")
        #expect(await place.officer.post(path, question.hidden(action: path)).status == 303)
        try await wait { place.brokers.ears.isEmpty && place.brokers.forgotten.count == 1 }
        #expect(place.brokers.forgotten.first?.hasSuffix(" hush-hush") == true)
        let shelf = FeedShelf(ledger: try ledger(place))
        try await wait { try shelf.password(of: id) == nil && shelf.isEmpty }
        #expect(await place.officer.get(path).contains("No broker is listened to yet"))
    }

    @Test func aFeedRestsAndGoesOn() async throws {
        let place = try await place()
        let id = try await begin(place)
        func does(_ what: String) async -> TestAnswer {
            let csrf = await place.officer.get("\(path)/feed?id=\(id)").csrf
            return await place.officer.post(path, [("csrf", csrf), ("do", what), ("id", id)])
        }
        #expect(await does("pause").status == 303)
        try await wait { place.brokers.ears.isEmpty }
        #expect(await place.officer.get(path).contains("paused"))
        #expect(await does("resume").status == 303)
        try await wait { !place.brokers.ears.isEmpty }
        // What the broker was asked for before is known.
        let known = place.brokers.ears.first?.subscription.known.keys.sorted()
        #expect(known == ["bins/+/level", "bins/+/state"])
    }

    // MARK: When things go wrong

    @Test func aBrokenConnectionIsMadeAnewAfterAWhile() async throws {
        let place = try await place()
        let id = try await begin(place)
        place.brokers.refuse("nobody is there")
        place.brokers.hangUp()
        try await wait { await place.officer.get("\(path)/feed?id=\(id)").contains("cannot connect") }
        #expect(await place.officer.get("\(path)/feed?id=\(id)").contains("the broker hung up"))
        place.brokers.refuse(nil)
        place.site.test.clock.pass(seconds: 2)
        try await wait { !place.brokers.ears.isEmpty }
        place.brokers.say([("bins/1/level", "0.5")])
        try await wait { await value(place, "1", "level") == 0.5 }
    }

    @Test func oneProcessAtATimeListens() async throws {
        let place = try await place()
        let id = try await begin(place)
        let other = TwinHub(listening: place.brokers)
        let beside = try place.site.test.beside(faces: [try TwinFace.face(other)])
        let twin = try other.ready(other.twins.twin(in: beside.network.tenant("clare")), beside.site)
        let second = try #require(other.work(of: twin))
        for _ in 0..<3 { try await second.feeds.tick() }
        #expect(place.brokers.count == 1)
        try end(place)
        try await wait { place.brokers.ears.isEmpty }
        // Whoever is gone without a word is waited for a little.
        try await second.feeds.tick()
        #expect(place.brokers.count == 1)
        place.site.test.clock.pass(seconds: 31)
        try await wait { !place.brokers.ears.isEmpty }
        #expect(place.brokers.count == 2 && place.brokers.ears.count == 1)
        place.brokers.say([("bins/5/level", "0.1")])
        try await wait { place.brokers.acknowledged == 1 }
        #expect(try second.feeds.told(of: id).written == 1)
        #expect(try twin.read { $0.entity("urn:ngsi-ld:Bin:5") != nil })
    }

    @Test func aServerListensWithoutBeingAskedFirst() async throws {
        let place = try await place()
        _ = try await begin(place)
        try end(place)
        try await wait { place.brokers.ears.isEmpty }
        place.site.test.clock.pass(seconds: 31)
        let beside = try place.site.test.beside(faces: [try TwinFace.face(TwinHub(listening: place.brokers))])
        await beside.work()
        try await wait { !place.brokers.ears.isEmpty }
    }
}
