// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import TestKit
import Testing

/// What everyone may see of the past is what is still public (decision 0010).
@Suite("The past as everyone sees it")
struct PublicPastTests {
    private static let words = "Ring me on 087 000 0001"

    private func say(_ network: PublicNetwork, on id: RecordID) async throws -> RecordID {
        let said = try await network.act(
            "make_submission", by: network.applicant,
            [
                "application": id.stored, "name": "Nora Neighbour", "address": "14 Hidden Lane",
                "text": .text(Self.words), "stance": "objection", "fee_reference": "R-99",
            ])
        await network.test.network.settle()
        return said.row.id
    }

    /// Every address under which anyone could look for what was said on a case, at a moment.
    private func faces(
        _ network: PublicNetwork, _ id: RecordID, _ submission: RecordID, at moment: String
    ) -> [String] {
        let (path, api) = (network.path(id), "/api/register")
        return [
            path, "\(path).json", "\(path).atom", "\(path)/submissions", "\(path)/submissions.json",
            "/api/planning/register/dlr/\(id.text)", "\(api)/dlr/\(submission.text)",
            "\(api)?q=087", "\(api)/planning.submission", "\(api)/planning.submission.csv",
            "\(api)/planning.submission.atom?order=recorded", "\(api)/planning.submission?q=ring",
            "\(api)/planning.submission?application=\(id.text)",
        ].flatMap { face in
            [face, face + (face.contains("?") ? "&" : "?") + "asOf=\(moment)"]
        } + ["\(api)/dlr/\(submission.text)/versions"]
    }

    @Test("A submission that was taken off the file is on no face of it, of any moment")
    func removed() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let submission = try await say(network, on: id)
        let then = network.test.clock.now.description
        let shown = await network.visitor.get("\(network.path(id))?asOf=\(then)")
        #expect(shown.contains(Self.words))
        network.test.clock.pass(days: 1)
        try await network.act("remove_submission", on: submission, ["reasons": "Personal data."])
        await network.test.network.settle()
        for face in faces(network, id, submission, at: then) {
            let answer = await network.visitor.get(face)
            #expect(!answer.contains(Self.words) && !answer.contains("Nora"), "\(face)")
        }
        for face in ["", "/versions", "?asOf=\(then)"] {
            let path = "/api/register/dlr/\(submission.text)\(face)"
            #expect(await network.visitor.get(path).status == 404)
        }
    }

    @Test("Of a case that was taken off the register nothing is left, of any moment")
    func withdrawn() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let submission = try await say(network, on: id)
        let then = network.test.clock.now.description
        network.test.clock.pass(days: 2)
        try await network.act("invalidate", on: id, ["reasons": "The site notice was missing."])
        await network.test.network.settle()
        let lists = ["", ".json", ".csv", ".geojson", ".atom"].map { "/register/planning\($0)" }
        let all = faces(network, id, submission, at: then)
            + lists.flatMap { [$0, "\($0)?asOf=\(then)", "\($0)?q=marine&asOf=\(then)"] }
            + ["/api/register/dlr/\(id.text)/versions", "/api/register/dlr/\(id.text)?asOf=\(then)"]
        for face in all {
            let answer = await network.visitor.get(face)
            for words in [Self.words, "Marine Road", "Aoife Byrne", "single-storey"] {
                #expect(!answer.contains(words), "\(words) in \(face)")
            }
        }
        for form in ["", ".json", "?asOf=\(then)", ".json?asOf=\(then)"] {
            #expect(await network.visitor.get(network.path(id) + form).status == 410, "\(form)")
        }
    }

    @Test("A correction of the case itself stays visible as one")
    func corrected() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let then = network.test.clock.now.description
        network.test.clock.pass(days: 1)
        try await network.act(
            "correct_entry", on: id, ["proposal": "A porch", "reason": "Misread"])
        await network.test.network.settle()
        #expect(await network.visitor.get(network.path(id)).contains("A porch"))
        let before = await network.visitor.get("\(network.path(id))?asOf=\(then)")
        #expect(before.contains("A single-storey extension"))
        let versions = await network.visitor.get("/api/register/dlr/\(id.text)/versions")
        #expect(versions.json["items"]?.asArray?.count == 2)
    }

    @Test("A day ends when it ends where the case lies, not at midnight in Greenwich")
    func endOfDay() async throws {
        // 1 September 2026, 23:30 in Ireland, where it is summer time.
        let network = try await PublicNetwork(at: "2026-09-01T22:30:00Z")
        let id = try await network.publish()
        network.test.clock.set("2026-09-01T23:30:00Z")
        try await network.act(
            "correct_entry", on: id, ["proposal": "A porch", "reason": "Misread"])
        await network.test.network.settle()
        for path in [network.path(id), "/register/planning", "/t/dlr/planning/register"] {
            let page = await network.visitor.get("\(path)?asOf=2026-09-01")
            #expect(page.contains("1 September 2026, 23:59"), "\(path)")
            #expect(page.contains("A single-storey extension"), "\(path)")
        }
        for path in ["/api/register/dlr/\(id.text)", "/api/planning/register/dlr/\(id.text)"] {
            let answer = await network.visitor.get("\(path)?asOf=2026-09-01")
            #expect(answer.contains("A single-storey extension"), "\(path)")
        }
    }
}
