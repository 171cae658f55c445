// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Store
import TestKit
import Testing

@Suite("Asking another authority, giving a case to somebody")
struct ConsultingTests {
    private func ask(
        _ network: PublicNetwork, _ id: RecordID, _ consultee: String = "kerry"
    ) async throws -> [String] {
        try await wrong {
            try await network.act(
                "ask_consultee",
                [
                    "application": id.stored, "consultee": .text(consultee),
                    "question": "Is there room in the sewer?",
                ])
        }
    }

    @Test("only an authority that has taken up planning, and another one")
    func consultees() async throws {
        let network = try await PublicNetwork()
        try await network.test.open("lgma", systems: [])
        let id = try await network.publish()
        for nobody in ["nosuch", "commons", "lgma", "dlr", "../kerry"] {
            #expect(try await ask(network, id, nobody) == ["consultee not_found"], "\(nobody)")
        }
        #expect(try await ask(network, id) == [])
        await network.test.network.settle()
        let there = try network.test.network.tenant("kerry").read(as: .system("test")) {
            try $0.list(ConsulteeRequest.self, Query())
        }
        #expect(there.map(\.question) == ["Is there room in the sewer?"])
    }

    @Test("only on a case that is before the authority; a draft is not there")
    func cases() async throws {
        let network = try await PublicNetwork()
        let draft = try await network.act("start_application", by: network.applicant).row.id
        #expect(try await ask(network, draft) == ["application not_found"])
        let id = try await network.publish()
        try await network.grant(id)
        #expect(try await ask(network, id) == ["application not_open"])
    }

    @Test("a question that came back is shown to the officer")
    func cameBack() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        #expect(try await ask(network, id) == [])
        let store = try network.test.network.tenant("dlr")
        let question = try #require(
            try store.read(as: .system("test")) { try $0.list(Consultation.self, Query()) }.first)
        let action = try #require(
            System.planning.letters.first { $0.name == "planning.consultation_request" }?.givenBack?
                .action)
        _ = try await store.perform(
            ActionCall(action, by: .system("post"), on: question.id), at: network.test.clock.now)
        let orla = try await network.person("Orla Kelly")
        let page = await orla.get("/t/dlr/planning/applications/\(id.text)")
        #expect(page.contains("The question could not be delivered"))
    }

    @Test("a case is given to its officers and managers alone, and no others are offered")
    func assigning() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let auditor = try await network.test.person("Aud Auditor", roles: ["dlr": [.auditor]])
        let manager = try await network.test.person("Manus Manager", roles: ["dlr": [.manager]])
        let stranger = try await network.test.person("Kit Kerry", roles: ["kerry": [.officer]])
        for person in [auditor, stranger, .new(at: network.test.clock.now)] {
            let problems = try await wrong {
                try await network.act("assign", on: id, ["officer": person.stored])
            }
            #expect(problems == ["officer not_an_officer"])
        }
        try await network.act("assign", on: id, ["officer": manager.stored])
        let orla = try await network.person("Orla Kelly")
        let page = await orla.get("/t/dlr/planning/applications/\(id.text)/assign")
        #expect(page.contains("Manus Manager") && page.contains("Orla Kelly"))
        #expect(!page.contains("Aud Auditor") && !page.contains("Kit Kerry"))
    }
}
