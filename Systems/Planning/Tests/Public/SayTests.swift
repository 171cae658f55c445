// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import TestKit
import Testing

@Suite("Having one's say")
struct SayTests {
    private func say(_ id: RecordID) -> String { "/t/dlr/planning/applications/\(id.text)/say" }

    private let typed: [(String, String)] = [
        ("name", "Nora Neighbour"), ("address", "14 Hidden Lane"),
        ("text", "It takes my light."), ("stance", "objection"), ("fee_reference", "R-99"),
    ]

    @Test("Whoever is not signed in is led to the sign-in and back")
    func signIn() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let answer = await network.visitor.get(say(id))
        #expect(answer.location?.hasPrefix("/sign-in?next=") == true)
    }

    @Test("A submission is acknowledged, published with its name, and without its address")
    func submit() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let nora = try await network.person("Nora Neighbour")
        let form = await nora.get(say(id))
        #expect(form.contains("value=\"Nora Neighbour\"") && form.contains("costs €20.00"))
        let sent = await nora.post(say(id), form.hidden(action: say(id)) + typed)
        let receipt = try #require(sent.location)
        let letter = await nora.get(receipt)
        #expect(letter.contains("Your submission has been received"))
        #expect(letter.contains("14 Hidden Lane") && letter.contains("R-99"))
        let other = try await network.person("Oscar Other")
        #expect(await other.get(receipt).status == 404)
        await network.test.network.settle()
        let page = await network.visitor.get(network.path(id))
        #expect(page.contains("Nora Neighbour") && page.contains("It takes my light."))
        for form in ["", ".json", "/submissions", "/submissions.json"] {
            let public_ = await network.visitor.get(network.path(id) + form)
            #expect(public_.contains("It takes my light."))
            #expect(!public_.contains("Hidden Lane") && !public_.contains("R-99"))
        }
    }

    @Test("What is missing is said, and everything typed is kept")
    func missing() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let nora = try await network.person("Nora Neighbour")
        let hidden = await nora.get(say(id)).hidden(action: say(id))
        let answer = await nora.post(say(id), hidden + typed.filter { $0.0 != "address" })
        #expect(answer.status == 422)
        #expect(answer.contains("<title>Error: ") && answer.contains("href=\"#field-address\""))
        #expect(answer.contains("It takes my light.") && answer.contains("value=\"R-99\""))
    }

    @Test("Sent twice it is there once")
    func twice() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let nora = try await network.person("Nora Neighbour")
        let hidden = await nora.get(say(id)).hidden(action: say(id))
        let first = await nora.post(say(id), hidden + typed)
        let second = await nora.post(say(id), hidden + typed)
        #expect(first.status == 303 && first.location == second.location)
        await network.test.network.settle()
        let list = await network.visitor.get("\(network.path(id))/submissions.json")
        #expect(list.json["count"] == 1)
    }

    @Test("After the last day it is refused kindly, with the words to be copied")
    func late() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        network.test.clock.set("2026-02-16T23:50:00Z")
        let nora = try await network.person("Nora Neighbour")
        let hidden = await nora.get(say(id)).hidden(action: say(id))
        network.test.clock.set("2026-02-17T00:05:00Z")
        let answer = await nora.post(say(id), hidden + typed)
        #expect(answer.status == 409)
        #expect(answer.contains("Submissions are closed") && answer.contains("Nothing was sent"))
        #expect(answer.contains("It takes my light.") && answer.contains("16 February 2026"))
        #expect(await nora.get(say(id)).status == 409)
    }

    @Test("On a case that is not public nothing can be said, whoever knows of it")
    func notPublic() async throws {
        let network = try await PublicNetwork()
        let start = try await network.act("start_application", by: network.applicant)
        let nora = try await network.person("Nora Neighbour")
        #expect(await nora.get(say(start.row.id)).status == 404)
    }
}
