// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import TestKit
import Testing
import Web

/// What addresses outside were told, for programs of the tenant's administrators.
struct WebhookAPITests {
    private let outside = TestAddress()
    private let test: TestNetwork
    private let path: String

    init() async throws {
        test = try TestNetwork(
            [Parish.system], faces: [Parish.face], derived: APIRoutes.all(for: [Parish.face]),
            webhooks: outside)
        try await test.open("dlr", systems: ["parish"])
        let ada = try await test.person("Ada", roles: ["dlr": [.administrator]])
        let hooks = try #require(test.site.webhooks)
        let made = try await hooks.add(
            "https://example.org/in", events: ["parish.complain"], in: "dlr",
            by: Actor(.person(ada)), at: test.clock.now)
        path = "/api/t/dlr/webhooks/\(made.id.text)/deliveries"
        let call = ActionCall(
            Parish.complain.kind, by: .visitor, input: ["text": "The gate squeaks"])
        _ = try await test.network.perform(call, for: "dlr")
        await test.work()
    }

    @Test func areListedAndToldOnceMore() async throws {
        let token = try await test.token("Ada", in: "dlr")
        let client = test.client()
        let list = await client.api(.get, path, token: token)
        #expect(list.status == 200)
        let delivery = try #require(list.json["items"]?.asArray?.first)
        #expect(delivery["state"] == "done" && delivery["attempts"] == 1)
        let id = try #require(delivery["id"]?.asString)
        #expect(await client.api(.post, "\(path)/\(id)/replay", token: token).status == 204)
        await test.jobs.settle()
        #expect(outside.taken.count == 2)
        // What is nobody's business but the parish's is not told.
        #expect(outside.taken.allSatisfy { !$0.json.text().contains("squeaks") })
    }

    @Test func areToldOnceMoreOnlyWhenTheyCanBe() async throws {
        let token = try await test.token("Ada", in: "dlr")
        let client = test.client()
        let list = await client.api(.get, path, token: token)
        let id = try #require(list.json["items"]?.asArray?.first?["id"]?.asString)
        let replay = "\(path)/\(id)/replay"
        #expect(await client.api(.post, replay, ["again": true], token: token).status == 422)
        let text = await client.api(
            .post, replay, "x", token: token, headers: ["content-type": "text/plain"])
        #expect(text.status == 415)
        #expect(await client.api(.post, replay, [:], token: token).status == 204)
        let waiting = await client.api(.post, replay, token: token)
        #expect(waiting.status == 409 && waiting.json["detail"]?.asString != nil)
        await test.jobs.settle()
        let hooks = try #require(test.site.webhooks)
        let hook = try #require(try hooks.all(in: "dlr").first)
        let ada = Actor(.person(hook.person))
        try await hooks.take(.disable, on: hook.id, by: ada, at: test.clock.now)
        let off = await client.api(.post, replay, token: token)
        #expect(off.status == 409 && off.json["detail"] != waiting.json["detail"])
        #expect(outside.taken.count == 2)
    }

    @Test func areNobodyElses() async throws {
        let client = test.client()
        #expect(await client.api(.get, path).status == 401)
        let officer = try await test.token("Olive", in: "dlr", roles: [.officer])
        #expect(await client.api(.get, path, token: officer).status == 404)
        let reader = try await test.token("Ada", in: "dlr", scopes: ["read"])
        let list = await client.api(.get, path, token: reader)
        let id = list.json["items"]?.asArray?.first?["id"]?.asString ?? ""
        #expect(await client.api(.post, "\(path)/\(id)/replay", token: reader).status == 403)
        let unknown = RecordID.new(at: test.clock.now).text
        let token = try await test.token("Ada", in: "dlr")
        #expect(await client.api(.post, "\(path)/\(unknown)/replay", token: token).status == 404)
    }
}
