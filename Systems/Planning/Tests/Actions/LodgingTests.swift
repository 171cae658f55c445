// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import TestKit
import Testing

@Suite("Answers and lodging")
struct LodgingTests {
    /// What is wrong with answers that are saved in a new draft.
    private func saving(_ answers: Values) async throws -> [String] {
        let network = try await PublicNetwork()
        return try await wrong {
            try await network.act("start_application", by: network.applicant, answers)
        }
    }

    @Test(
        "what has a form must have it",
        arguments: [
            ("applicant_email", "not mail", "applicant_email not_an_email"),
            ("agent_email", "a@b", "agent_email not_an_email"),
            ("applicant_phone", "javascript:alert(1)", "applicant_phone not_a_phone"),
            ("agent_phone", "12345", "agent_phone not_a_phone"),
            ("development_class", "99", "development_class not_a_choice"),
        ])
    func forms(field: String, text: String, problem: String) async throws {
        #expect(try await saving([field: .text(text)]) == [problem])
    }

    @Test("numbers are taken however they are written")
    func phones() async throws {
        for phone in ["01 222 2222", "+353 (0)1 222-2222", "00353.1.222/2222", ""] {
            #expect(try await saving(["applicant_phone": .text(phone)]) == [], "\(phone)")
        }
    }

    @Test("the measure that is missing is the one the class is charged by")
    func measures() async throws {
        let network = try await PublicNetwork()
        func lodging(_ answers: Values) async throws -> [String] {
            let draft = try await network.act(
                "start_application", by: network.applicant, answers)
            return try await wrong {
                try await network.act(
                    "lodge", on: draft.row.id, by: network.applicant,
                    ["fee_reference": "R-1", "declaration": 1])
            }.filter { $0.hasSuffix("measure_needed") }
        }
        #expect(
            try await lodging(["development_class": "6", "floor_area_new": "20"])
                == ["site_area measure_needed"])
        #expect(
            try await lodging(["development_class": "1", "homes": 0]) == ["homes measure_needed"])
        #expect(try await lodging(["development_class": "1", "homes": 1]) == [])
        #expect(try await lodging(["development_class": "2a"]) == [])
    }

    @Test("a file number that a case from elsewhere bears is passed over")
    func fileNumbers() async throws {
        let network = try await PublicNetwork()
        let importer = try ODPImport(network: network.test.network, tenant: "dlr")
        let taken = ODPFixtures.published.with("data.application.reference", "26/1")
        #expect(
            await importer.take(file: "case.json", bytes: taken.encoded()).outcome == "taken")
        let id = try await network.publish()
        let held = try network.test.network.tenant("dlr").read(as: .system("test")) {
            try $0.find(Application.self, id)
        }
        #expect(held?.fileNumber == "26/2")
    }
}
