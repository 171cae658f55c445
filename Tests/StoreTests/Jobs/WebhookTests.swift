// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import TestKit
import Testing

/// Addresses outside are told what happens: signed, in order for each record, again until they take
/// it, and nothing that is not public.
struct WebhookTests {
    private let outside = TestAddress()
    private let test: TestNetwork
    private let hooks: Webhooks
    private let ada: RecordID

    init() async throws {
        test = try TestNetwork([Press.system], webhooks: outside)
        try await test.open("dlr", systems: ["press"])
        hooks = try #require(test.site.webhooks)
        ada = try await test.person("Ada", roles: ["dlr": [.administrator]])
    }

    @discardableResult
    private func add(
        _ events: String..., at address: String = "https://example.org/in"
    ) async throws -> (id: RecordID, secret: String) {
        try await hooks.add(
            address, events: events, in: "dlr", by: Actor(.person(ada)), at: test.clock.now)
    }

    @discardableResult
    private func perform(
        _ action: ActionKind, on record: RecordID? = nil, _ input: Values = [:]
    ) async throws -> RecordID {
        let call = ActionCall(action, by: .visitor, on: record, input: input)
        let id = try await test.network.perform(call, for: "dlr").row.id
        await test.network.settle()
        await test.jobs.settle()
        return id
    }

    private func put(_ title: String = "Flood") async throws -> RecordID {
        var bulletin = Bulletin()
        bulletin.title = title
        bulletin.reference = "26/1"
        return try await perform(Press.put.kind, bulletin.values)
    }

    /// Until the first job that waits is due.
    private func pass(_ seconds: Int) async {
        test.clock.pass(seconds: seconds)
        await test.work()
    }

    @Test func signsAsTheSpecificationSays() throws {
        // From the reference implementations of Standard Webhooks.
        let signature = try WebhookSignature.of(
            Array(#"{"test": 2432232314}"#.utf8), id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            time: 1_614_265_330, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func tellsWhatIsPublishedSigned() async throws {
        let made = try await add("published")
        let id = try await put()
        await pass(10)
        let request = try #require(outside.taken.first)
        #expect(outside.taken.count == 1)
        #expect(request.address == "https://example.org/in" && request.method == "POST")
        let signature = try WebhookSignature.of(
            request.body, id: request.header("webhook-id"),
            time: Int64(request.header("webhook-timestamp")) ?? 0, secret: made.secret)
        #expect(request.header("webhook-signature") == signature)
        #expect(request.json["type"]?.asString == "press.put")
        let data = request.json["data"]
        #expect(data?["id"]?.asString == id.text)
        #expect(data?["path"]?.asString == "/t/dlr/press/bulletins/\(id.text)")
        #expect(data?["published"]?.asArray?.first?["title"]?.asString == "Flood")
    }

    @Test func tellsOfWhatWasWithdrawnNothingButThatItWas() async throws {
        try await add("press.withdraw")
        let id = try await put()
        try await perform(Press.withdraw.kind, on: id)
        await pass(10)
        #expect(outside.taken.count == 1)
        let published = outside.taken.first?.json["data"]?["published"]?.asArray?.first
        #expect(published?["withdrawn"]?.asBool == true)
        #expect(!String(decoding: outside.taken[0].body, as: UTF8.self).contains("Flood"))
    }

    @Test func tellsOnlyWhatWasAskedForAndOnlyFromThenOn() async throws {
        _ = try await put("Before")
        try await add("press.close")
        let id = try await put("After")
        #expect(outside.taken.isEmpty)
        try await perform(Press.close.kind, on: id)
        await pass(10)
        #expect(outside.taken.map { $0.json["type"]?.asString } == ["press.close"])
    }

    @Test func aLaterOneWaitsForTheEarlierOfItsRecordAlone() async throws {
        try await add("actions")
        outside.answer(500)
        let first = try await put("First")
        // So that it is this one that fails; what is still on its way to the commons waits a little.
        if outside.taken.isEmpty { await pass(10) }
        #expect(outside.taken.count == 1)
        try await perform(Press.amend.kind, on: first, ["title": "First again"])
        let other = try await put("Other")
        await pass(3_600)
        await pass(3_600)
        let told = outside.taken.map {
            "\($0.json["data"]?["id"]?.asString ?? "") \($0.json["type"]?.asString ?? "")"
        }
        let ofFirst = told.filter { $0.hasPrefix(first.text) }
        #expect(ofFirst == ["put", "put", "amend"].map { "\(first.text) press.\($0)" })
        #expect(told.contains("\(other.text) press.put"))
        // The same message is known by its id, whenever it is sent.
        let puts = outside.taken.filter {
            $0.json["data"]?["id"]?.asString == first.text
                && $0.json["type"]?.asString == "press.put"
        }
        #expect(puts.count == 2 && puts[0].header("webhook-id") == puts[1].header("webhook-id"))
        #expect(puts[0].header("webhook-timestamp") != puts[1].header("webhook-timestamp"))
    }

    @Test func canBeToldOnceMore() async throws {
        let made = try await add("actions")
        _ = try await put()
        await pass(10)
        let store = try test.network.tenant("dlr")
        let delivery = try #require(try hooks.deliveries(of: made.id, in: store).first)
        #expect(delivery.state == .done)
        try await store.retryJob(delivery.id, at: test.clock.now)
        await test.jobs.settle()
        #expect(outside.taken.count == 2)
    }

    @Test func isSwitchedOffWhenNothingReachesItForADay() async throws {
        let made = try await add("actions")
        for _ in 0..<40 { outside.answer(0) }
        _ = try await put()
        for _ in 0..<40 { await pass(3_600) }
        // The first attempt may have found what was published still on its way.
        #expect((35...36).contains(outside.taken.count))
        #expect(try hooks.all(in: "dlr").map(\.state) == ["disabled"])
        let store = try test.network.tenant("dlr")
        #expect(try hooks.deliveries(of: made.id, in: store).map(\.state) == [.dead])
        let told = try test.network.commons.read(as: Actor(.person(ada))) { try $0.notices() }
        #expect(told.contains { $0.phrase.key == "webhook.notice.given_up" })
    }

    @Test func isSwitchedOffAtOnceWhenItIsGone() async throws {
        try await add("actions")
        outside.answer(410)
        _ = try await put()
        await pass(10)
        #expect(outside.taken.count == 1)
        #expect(try hooks.all(in: "dlr").map(\.state) == ["disabled"])
    }

    @Test(arguments: ["http://example.org/in", "ftp://example.org", "https://", "example.org", ""])
    func takesNoAddressButOneOfHTTPS(address: String) async throws {
        await #expect(throws: Problems.self) { try await add("actions", at: address) }
    }

    @Test func plainHTTPIsForPlacesThatAreAllowed() throws {
        let policy = AddressPolicy(
            allowing: try AllowedAddress.list("hooks.internal:8080, 10.1.0.0/16"))
        #expect(policy.objection(to: "http://hooks.internal:8080/x") == nil)
        #expect(policy.objection(to: "http://10.1.2.3/x") == nil)
        #expect(policy.objection(to: "http://hooks.internal/x") == .address)
        #expect(policy.objection(to: "http://10.2.2.3/x") == .address)
        #expect(policy.objection(to: "https://example.org/x") == nil)
        #expect(policy.objection(to: "https://10.1.2.3/x") == nil)
    }

    @Test(arguments: [
        ("https://127.0.0.1/", "private"), ("https://10.0.0.1", "private"),
        ("https://169.254.169.254/latest", "private"), ("https://[::ffff:127.0.0.1]/", "private"),
        ("https://[fe80::1%25eth0]/", "private"), ("https://0x7f000001/", "private"),
        ("https://127.1/", "private"), ("https://LocalHost:8443/", "private"),
        ("https://a.localhost./", "private"), ("https://127.0.0.1./", "private"),
        ("https://user:pw@example.org/", "user"), ("https://example.org:99999/", "port"),
        ("http://example.org/", "address"), ("example", "address"),
    ])
    func saysWhatIsWrongWithAnAddress(address: String, what: String) async throws {
        do {
            try await add("actions", at: address)
            Issue.record("it was taken")
        } catch let problems as Problems {
            #expect(problems.all.map(\.phrase.key) == ["webhook.problem.\(what)"])
        }
    }

    @Test func keepsEachActionOnce() async throws {
        try await add("press.put", "published", "press.put")
        #expect(try hooks.all(in: "dlr").map(\.fields.events) == ["press.put published"])
    }

    @Test func nobodyElseRegistersOne() async throws {
        let other = try await test.person("Una", roles: ["dlr": [.officer]])
        await #expect(throws: Refusal.self) {
            _ = try await hooks.add(
                "https://example.org/in", events: ["actions"], in: "dlr",
                by: Actor(.person(other)), at: test.clock.now)
        }
    }
}
