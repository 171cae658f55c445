// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// Subscriptions, sources and branches, as the staff see and end them.
struct ConnectionTests {
    private let path = "\(TwinSite.home)/connections"

    private func ask(_ site: TwinSite, _ path: String, _ snapshot: String? = nil) async -> TestAnswer {
        var headers = ["authorization": "Bearer \(site.token)"]
        headers["ngsild-snapshot"] = snapshot
        return await site.test.client().get("/ngsi-ld/v1/\(path)", headers: headers)
    }

    @Test func aSubscriptionIsPausedGoesOnAndEnds() async throws {
        let site = try await TwinSite()
        let made = await site.write(
            #"""
            {"id":"urn:sub:1","type":"Subscription","subscriptionName":"Lamps of the harbour",
             "entities":[{"type":"Lamp"}],"watchedAttributes":["power"],
             "notification":{"endpoint":{"uri":"https://me:secret@hear.example/lamps?key=hidden"}}}
            """#, "subscriptions")
        #expect(made.status == 201)
        let officer = try await site.officer()
        let page = await officer.get(path)
        #expect(page.contains("Lamps of the harbour") && page.contains("Lamp · power"))
        #expect(page.contains("https://hear.example/lamps<"))
        #expect(!page.contains("secret") && !page.contains("key="))
        func does(_ what: String) async -> TestAnswer {
            await officer.post(path, [("csrf", page.csrf), ("do", what), ("id", "urn:sub:1")])
        }
        #expect(await does("pause").status == 303)
        #expect(await ask(site, "subscriptions/urn:sub:1").json["status"] == "paused")
        #expect(await does("resume").status == 303)
        #expect(await ask(site, "subscriptions/urn:sub:1").json["status"] == "active")
        #expect(await does("unsubscribe").status == 303)
        #expect(await ask(site, "subscriptions/urn:sub:1").status == 404)
        // What is not there any more is said, not done.
        #expect(await does("pause").status == 422)
        #expect(await officer.get(path).contains("Nobody has subscribed"))
    }

    @Test func aBranchIsMergedOrThrownAway() async throws {
        let site = try await TwinSite()
        await site.fill()
        for number in 1...2 {
            let branch = #"{"id":"urn:branch:\#(number)","type":"Snapshot","snapshotName":"Dim \#(number)"}"#
            #expect(await site.write(branch, "snapshots").status == 201)
            _ = await site.test.client().send(
                .patch, "/ngsi-ld/v1/entities/urn:lamp:2",
                headers: [
                    "authorization": "Bearer \(site.token)", "content-type": "application/json",
                    "ngsild-snapshot": "urn:branch:\(number)",
                ], body: Array(#"{"power":{"type":"Property","value":\#(number)}}"#.utf8))
        }
        let officer = try await site.officer()
        let page = await officer.get(path)
        #expect(page.contains("Dim 1") && page.contains("Dim 2") && page.contains("1 entity"))
        let csrf = page.csrf
        let merged = await officer.post(path, [("csrf", csrf), ("do", "merge"), ("id", "urn:branch:1")])
        #expect(merged.status == 303)
        #expect(await ask(site, "entities/urn:lamp:2").json["power"]?["value"] == 1)
        // The other one changed the same from the same beginning.
        let refused = await officer.post(path, [("csrf", csrf), ("do", "merge"), ("id", "urn:branch:2")])
        #expect(refused.status == 422 && refused.contains("nothing was merged"))
        let gone = await officer.post(path, [("csrf", csrf), ("do", "discard"), ("id", "urn:branch:2")])
        #expect(gone.status == 303)
        #expect(await ask(site, "snapshots").json == [])
    }

    @Test func whoOnlyReadsChangesNothing() async throws {
        let site = try await TwinSite()
        await site.write(#"{"id":"urn:branch:1","type":"Snapshot"}"#, "snapshots")
        let auditor = try await site.test.client("Aud", roles: ["clare": [.auditor]])
        let page = await auditor.get(path)
        #expect(page.status == 200 && page.contains("urn:branch:1") && !page.contains("Throw away"))
        let answer = await auditor.post(
            path, [("csrf", page.csrf), ("do", "discard"), ("id", "urn:branch:1")])
        #expect(answer.status == 404)
        _ = try await site.open(["open": "all"])
        #expect(await site.test.client().get(path).status == 303)
    }
}
