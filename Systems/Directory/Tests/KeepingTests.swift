// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Store
import TestKit
import Testing

@Suite struct KeepingTests {
    @Test func loadingTwiceChangesNothingAndKeepsCorrections() async throws {
        let network = try await DirectoryNetwork()
        let figure = try network.find("figure", "label", "standing committees")
        try await network.perform("correct_figure", on: figure.id, ["value": 15])
        let before = try await network.json("/directory/namrb.json")
        try await DirectorySetup.load(into: network.test.network)
        #expect(try await network.json("/directory/namrb.json") == before)
        #expect(try await network.json("/directory.json")["organisations"]?.asArray?.count == 41)
    }

    @Test func aCorrectionIsSeenAndSoIsWhatWasSaidBefore() async throws {
        let network = try await DirectoryNetwork()
        let then = network.test.clock.now
        network.test.clock.pass(hours: 1)
        let figure = try network.find("figure", "label", "standing committees")
        try await network.perform("correct_figure", on: figure.id, ["value": 15])
        func committees(_ query: String) async throws -> JSON? {
            try await network.json("/directory/namrb.json\(query)")["figures"]?
                .first("label", "standing committees")?["value"]
        }
        #expect(try await committees("")?.lexeme == "15")
        #expect(try await committees("?asOf=\(then)")?.lexeme == "14")
        let history = await network.client.get("/directory/namrb/history")
        #expect(history.contains("Figure corrected"))
        #expect(history.contains("<td data-label=\"From\">14</td><td data-label=\"To\">15</td>"))
    }

    @Test func whatIsStruckOutIsGoneButStaysInTheHistory() async throws {
        let network = try await DirectoryNetwork()
        let name = try network.find("name", "name", "Cork Corporation")
        try await network.perform("strike_name", on: name.id, [:])
        let page = await network.client.get("/directory/cork-city")
        #expect(!page.contains("Cork Corporation</span>"))
        let history = await network.client.get("/directory/cork-city/history")
        #expect(history.contains("Cork Corporation"))
        #expect(history.contains("Name struck out"))
    }

    @Test func onlyKeepersRecord() async throws {
        let network = try await DirectoryNetwork()
        let input: JSON = [
            "organisation": "kl", "language": "en", "name": "Other", "source": "x", "certain": true,
        ]
        await #expect(throws: Refusal.self) {
            try await network.perform("record_name", input, by: "clock")
        }
    }

    @Test(arguments: [
        ("record_name", ["organisation": "nobody", "language": "en", "name": "X"],
            "no_such_organisation"),
        ("record_name", ["organisation": "kl", "language": "e n", "name": "X"], "not_a_language"),
        ("record_name",
            ["organisation": "kl", "language": "en", "name": "X", "from_day": "2020-01-02",
                "until_day": "2020-01-01"], "ends_before"),
        ("record_organisation", ["slug": "kl", "kind": "agency", "country": "DK"], "slug_taken"),
        ("record_organisation", ["slug": "K L", "kind": "agency", "country": "DK"], "not_a_slug"),
        ("record_coverage_promise", ["system": "none", "promised": "2030", "text": "all"],
            "no_such_system"),
    ] as [(String, JSON, String)])
    func whatDoesNotFitIsAProblem(action: String, input: JSON, code: String) async throws {
        let network = try await DirectoryNetwork.shared
        var input = input
        input["source"] = "a test"
        input["certain"] = true
        do {
            try await network.perform(action, input)
            Issue.record("it was taken")
        } catch let problems as Problems {
            #expect(problems.all.map(\.code) == [code])
        }
    }

    @Test func nothingRecordedIsReadAsMarkup() async throws {
        let network = try await DirectoryNetwork()
        let bad = "<script>alert(1)</script>\"'"
        try await network.perform(
            "record_organisation",
            [
                "slug": "bad", "kind": "agency", "country": "IE", "website": "javascript:alert(1)",
                "summary": .string(bad), "town": .string(bad), "note": .string(bad),
                "source": "javascript:alert(2)", "certain": false,
            ])
        for (action, field) in [("name", "name"), ("contact", "role"), ("relation", "name")] {
            try await network.perform(
                "record_\(action)",
                action == "name"
                    ? ["organisation": "bad", "language": "en", "name": .string(bad),
                        "source": .string(bad), "certain": true]
                    : action == "contact"
                        ? ["organisation": "bad", field: .string(bad), "name": .string(bad),
                            "source": .string(bad), "certain": true]
                        : ["organisation": "bad", "kind": "serves", field: .string(bad),
                            "source": .string(bad), "certain": true])
        }
        for path in [
            "/directory", "/directory/bad", "/directory/bad/history", "/directory?q=%3Cscript%3E",
        ] {
            let page = await network.client.get(path)
            #expect(page.status == 200, "\(path)")
            #expect(!page.contains("<script>alert"), "\(path)")
            #expect(!page.contains("href=\"javascript"), "\(path)")
        }
        let linked = try await network.json("/directory/bad.jsonld")
        let node = linked["@graph"]?.asArray?.first
        #expect(node?["foaf:homepage"] == nil)
        let csv = await network.client.get("/directory.csv").text
        #expect(csv.contains("\"<script>alert(1)</script>\"\"'\""))
    }
}
