// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// What was typed in a form that was open for too long, or whose sender is signed in no more.
@Suite struct KeptFormTests {
    private let here = ["origin": "http://talka.test"]
    private let typed = [("title", "Lamp & post"), ("sort", "lamp"), ("urgent", "true")]

    /// The hidden values of a form, with a secret that holds no more.
    private func stale(_ form: TestAnswer, _ action: String) -> [(String, String)] {
        form.hidden(action: action).map { $0.0 == "csrf" ? ("csrf", "old") : $0 }
    }

    private func count(_ network: RepairNetwork) async -> Int? {
        let list = await network.test.client().get("\(RepairNetwork.list).json").json
        return list["items"]?.asArray?.count
    }

    @Test func aFormOpenForTooLongComesBackAsItWasTyped() async throws {
        let network = try await RepairNetwork()
        let client = try await network.officer()
        let hidden = stale(await client.get(RepairNetwork.report), RepairNetwork.report)
        let answer = await client.post(RepairNetwork.report, hidden + typed, headers: here)
        #expect(answer.status == 409)
        #expect(answer.contains("This page was open for too long"))
        #expect(!answer.contains("changed in the meantime"))
        #expect(answer.contains("value=\"Lamp &amp; post\""))
        #expect(await count(network) == 0)
        let again = await client.post(
            RepairNetwork.report, answer.hidden(action: RepairNetwork.report) + typed,
            headers: here)
        #expect(again.status == 303)
        #expect(await count(network) == 1)
    }

    @Test func wordsFromElsewhereAreNotPutIntoAForm() async throws {
        let network = try await RepairNetwork()
        let client = try await network.officer()
        let hidden = stale(await client.get(RepairNetwork.report), RepairNetwork.report)
        let others: [[String: String]] = [
            [:], ["origin": "null"], ["origin": "https://evil.example"],
        ]
        for headers in others {
            let answer = await client.post(RepairNetwork.report, hidden + typed, headers: headers)
            #expect(answer.status == 409)
            #expect(!answer.contains("Lamp"))
            #expect(answer.contains("href=\"\(RepairNetwork.report)\""))
        }
    }

    @Test func filesThatCannotBeKeptAreNamed() async throws {
        let network = try await RepairNetwork()
        let client = try await network.officer()
        let hidden = stale(await client.get(RepairNetwork.report), RepairNetwork.report)
        let (type, body) = RepairNetwork.multipart(
            hidden + typed, files: [("photos", "lamp.png", RepairNetwork.png)])
        let answer = await client.send(
            .post, RepairNetwork.report,
            headers: ["content-type": type, "origin": "http://talka.test"], body: body)
        #expect(answer.status == 409)
        #expect(answer.contains("Add these again: lamp.png"))
        #expect(answer.contains("value=\"Lamp &amp; post\""))
    }

    @Test func whoseSessionHasEndedSignsInAndGoesOn() async throws {
        let network = try await RepairNetwork()
        let client = try await network.officer()
        let officer = try await network.test.person("Orla Kelly")
        let assign = await network.report("Lamp", by: client) + "/assign"
        let values = [("officer", officer.text), ("note", "Ring first")]
        let hidden = await client.get(assign).hidden(action: assign)
        network.test.clock.pass(hours: 13)
        let ended = await client.post(assign, hidden + values, headers: here)
        #expect(ended.status == 401)
        #expect(ended.heading == "Sign in to go on")
        #expect(ended.contains("href=\"/sign-in?next=\(Href.encoded(assign))\""))
        #expect(ended.contains("What you typed"))
        // Who was chosen is kept, and no id is shown.
        #expect(!ended.contains("<p>\(officer.text)</p>"))
        let kept = ended.hidden(action: assign)
        #expect(kept.contains { $0 == ("note", "Ring first") })
        #expect(ended.missingWords.isEmpty)
        try await client.signIn("orla.kelly@example.ie", TestNetwork.password)
        let back = await client.post(assign, kept, headers: here)
        #expect(back.status == 409 && back.contains("value=\"Ring first\""))
        let done = await client.post(assign, back.hidden(action: assign) + values, headers: here)
        #expect(done.status == 303)
    }

    @Test func aPasswordIsNeverSentBack() async throws {
        let client = try await RepairNetwork().test.client("Orla Kelly")
        let hidden = await client.get("/account/password").hidden(action: "/account/password")
        let values = [("current", "seven quiet herons"), ("password", "nine loud geese")]
        let stale = await client.post(
            "/account/password", [("csrf", "old")] + values, headers: here)
        #expect(stale.status == 409)
        client.cookies["talka_session"] = nil
        let ended = await client.post("/account/password", hidden + values, headers: here)
        #expect(ended.status == 401)
        #expect(ended.contains("href=\"/sign-in?next=%2Faccount%2Fpassword\""))
        let signIn = await client.post(
            "/sign-in",
            [("csrf", "old"), ("email", "orla.kelly@example.ie"), ("password", "nine loud geese")],
            headers: here)
        #expect(signIn.status == 409 && signIn.contains("value=\"orla.kelly@example.ie\""))
        for answer in [stale, ended, signIn] {
            #expect(!answer.contains("herons") && !answer.contains("geese"))
        }
    }
}
