// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// The pages of jobs and of addresses that are told what happens.
struct WebhookPagesTests {
    private let outside = TestAddress()
    private let test: TestNetwork
    private static let page = "/t/kildare/webhooks"

    init() async throws {
        test = try TestNetwork([Telling.system], webhooks: outside)
        try await test.open("kildare", systems: ["news"])
    }

    private func tell() async throws {
        let person = try await test.person("Orla")
        let call = ActionCall(Telling.tell.kind, by: .visitor, input: ["person": person.stored])
        _ = try await test.network.perform(call, for: "kildare")
        await test.work()
    }

    @Test func anAdministratorAddsOneAndSeesItsSecretOnce() async throws {
        let own = try await test.client("Ada", roles: ["kildare": [.administrator]])
        #expect(await own.get("/work").contains(Self.page))
        let wrong = await own.submit(Self.page, ["address": "http://example.org", "events": "some"])
        #expect(wrong.status == 422 && wrong.contains("https://"))
        let made = await own.submit(
            Self.page, ["address": "https://example.org/in", "events": "actions"])
        #expect(made.status == 200 && made.contains("whsec_"))
        #expect(await !own.get(Self.page).contains("whsec_"))
        try await tell()
        #expect(outside.taken.count == 1)
        let hook = try #require(try test.site.webhooks?.all(in: "kildare").first)
        let one = "\(Self.page)/\(hook.id.text)"
        #expect(await own.get(one).contains("Taken"))
        #expect(await own.submit("\(one)/replay", on: one).status == 303)
        await test.jobs.settle()
        #expect(outside.taken.count == 2)
        #expect(await own.submit("\(one)/disable", on: one).status == 303)
        try await tell()
        #expect(outside.taken.count == 2)
        #expect(await own.submit("\(one)/remove", on: one).status == 303)
        #expect(await own.get(one).status == 404)
    }

    /// Whoever finds an open window does not have everything told to themselves from then on.
    @Test func addingOneAsksWhoItIs() async throws {
        let own = try await test.client("Ada", roles: ["kildare": [.administrator]])
        let form = await own.get(Self.page).hidden(action: Self.page)
        test.clock.pass(seconds: 601)
        let wish = [("address", "https://example.org/in"), ("events", "actions")]
        let asked = await own.post(Self.page, form + wish)
        #expect(asked.status == 403 && !asked.contains("whsec_"))
        let made = await own.post(
            Self.page,
            asked.hidden(action: Self.page) + [("proof-password", TestNetwork.password)])
        #expect(made.status == 200 && made.contains("whsec_"))
    }

    @Test func othersSeeNeither() async throws {
        let other = try await test.client("Una", roles: ["kildare": [.officer]])
        for page in [Self.page, "/t/kildare/jobs"] {
            #expect(await other.get(page).status == 404)
            #expect(await test.client().get(page).status == 303)
        }
    }

    @Test func whatWasGivenUpIsSeenAndTriedAgain() async throws {
        let own = try await test.client("Ada", roles: ["commons": [.administrator]])
        #expect(
            await own.submit(Self.page, ["address": "https://example.org/in", "events": "actions"])
                .status == 200)
        outside.answer(410)
        try await tell()
        let operations = await own.get("/t/commons/operations")
        #expect(operations.contains("Events that could not be told to addresses of kildare: 1"))
        #expect(operations.contains("/t/kildare/webhooks"))
        let jobs = await own.get("/t/kildare/jobs")
        #expect(jobs.contains("Given up") && jobs.contains("it answered 410"))
        #expect(jobs.contains("https://example.org/in") && jobs.contains("of the journal"))
        #expect(await own.submit("/t/kildare/jobs/drop", on: "/t/kildare/jobs").status == 303)
        #expect(try test.network.tenant("kildare").jobCounts()[.dead] == nil)
    }
}
