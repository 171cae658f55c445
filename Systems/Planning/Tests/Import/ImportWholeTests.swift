// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Store
import Testing

/// "Nothing it was sent is dropped silently": whatever leaf of a file is another, what is held of
/// the case is another too, or its place is reported.
@Suite("Taken in whole, or said so") struct ImportWholeTests {
    /// A case in which much has happened.
    private static let whole = ODPFixtures.determined
        .with("data.application.stage", "appeal")
        .with("data.application.withdrawnReason", nil)
        .with("data.appeal", [
            "reason": "Light", "lodgedDate": "2024-05-01", "validatedDate": "2024-05-02",
            "startedDate": "2024-05-03", "decisionDate": "2024-09-01", "decision": "allowed",
        ])
        .with("data.assessment.planningOfficerRecommendation", "granted")
        .with("data.assessment.committeeSentDate", "2024-03-19")
        .with("data.assessment.committeeDecision", "granted")
        .with("data.assessment.committeeDecisionDate", "2024-03-20")
        .with("submission.preAssessment", [["value": "Permitted", "description": "By right"]])
        .with("submission.data.application.information", ["sensitive": ["applicable": true]])
        .with("submission.data.application.preApp", [
            "reference": "PRE/1", "date": "2024-01-05", "officer": "Olga", "summary": "Fine",
        ])
        .with("submission.data.property.boundary", [
            "site": ODPFixtures.square, "area": ["squareMetres": 120, "hectares": 0.012],
        ])
        .with("comments.specialist.summary.sentiment", ["approved": 1])

    /// What only frames a document, and says nothing of the case.
    private static let frame = ["/type", "/boundary/site/properties"]

    @Test func everyLeafIsHeldOrReported() async throws {
        let desk = try await ImportDesk()
        let before = try await held(Self.whole, in: desk, as: "first")
        for (number, leaf) in leaves(Self.whole, "").enumerated()
        where !leaf.pointer.hasPrefix("/metadata/id") {
            guard let changed = Self.another(leaf.value, number) else { continue }
            let sent = replacing(Self.whole, leaf.pointer, changed)
            let after = try await held(sent, in: desk, as: "case-\(number)")
            if after.isReported(leaf.pointer) { continue }
            let isFrame = Self.frame.contains { leaf.pointer.hasSuffix("/boundary/site\($0)") }
            #expect(isFrame || after.text != before.text, "\(leaf.pointer) is dropped silently")
        }
    }

    private struct Held {
        let text: String
        let places: [String]

        func isReported(_ pointer: String) -> Bool {
            places.contains { pointer == $0 || pointer.hasPrefix($0 + "/") }
        }
    }

    private func held(_ json: JSON, in desk: ImportDesk, as id: String) async throws -> Held {
        let report = try await desk.takeOne(json.with("metadata.id", .string(id)))
        guard let record = report.id else {
            return Held(text: "refused", places: report.problems.map(\.pointer))
        }
        let kept = try #require(
            try desk.store.read(as: .system("test")) { try $0.find(Application.self, record) })
        var application = kept.fields
        application.originFiles = []
        for name in ["known", "notes", "unused", "unused_count"] { application.origin?[name] = nil }
        let said = try desk.list(Submission.self, [.field("application", is: record)])
        let all = [application.values] + said.map { submission in
            var fields = submission.fields
            fields.application = Submission().application
            return fields.values
        }.sorted { "\($0["origin"] ?? .null)" < "\($1["origin"] ?? .null)" }
        let text = all.map { values in
            values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "\n")
        }.joined(separator: "\n\n")
        return Held(
            text: text.replacing(id, with: "ID"),
            places: report.unused + report.notes.map(\.pointer))
    }

    /// Another value of the same sort; nil for what says nothing.
    private static func another(_ value: JSON, _ number: Int) -> JSON? {
        switch value {
        case .string(let text):
            if Day(text) != nil { return text == "2024-02-29" ? "2024-02-28" : "2024-02-29" }
            if Instant(text) != nil { return .string("2024-02-22T11:12:13.\(100 + number % 900)Z") }
            return .string("\(text)-\(number)")
        case .bool(let flag): return .bool(!flag)
        case .null, .array, .object: return nil
        default: return .decimal((value.asDouble ?? 0) + (number.isMultiple(of: 2) ? 1.5 : 2))
        }
    }

    private func leaves(_ json: JSON, _ pointer: String) -> [(pointer: String, value: JSON)] {
        switch json {
        case .object(let members):
            members.flatMap { leaves($0.value, "\(pointer)/\($0.key)") }
        case .array(let items):
            items.enumerated().flatMap { leaves($1, "\(pointer)/\($0)") }
        default: [(pointer, json)]
        }
    }

    private func replacing(_ json: JSON, _ pointer: String, _ value: JSON) -> JSON {
        guard pointer.hasPrefix("/") else { return value }
        let parts = pointer.dropFirst().split(separator: "/", maxSplits: 1)
        let (key, rest) = (String(parts[0]), parts.count > 1 ? "/\(parts[1])" : "")
        if var items = json.asArray, let index = Int(key) {
            items[index] = replacing(items[index], rest, value)
            return .array(items)
        }
        var copy = json
        copy[key] = replacing(json[key] ?? .null, rest, value)
        return copy
    }

    @Test func impossibleDaysAreLeftOutAndSaidSo() async throws {
        let desk = try await ImportDesk()
        let sent = ODPFixtures.determined
            .with("data.assessment.planningOfficerDecisionDate", "2099-01-01")
            .with("data.consultation.endDate", "2024-02-01")
            .with("data.submission", nil).with("metadata.submittedAt", "9999-12-31")
            .with("submission.metadata.submittedAt", nil)
        let report = try await desk.takeOne(sent.with("data.application.reference", nil))
        #expect(report.standing == .new && report.reference == "24/1")
        let impossible = [
            "/metadata/submittedAt", "/data/consultation/endDate",
            "/data/assessment/planningOfficerDecisionDate",
        ]
        #expect(report.notes.map(\.code) == ["impossibleDay", "impossibleDay", "impossibleDay"])
        #expect(report.notes.map(\.pointer) == impossible)
        #expect(Set(report.unused) == Set(impossible))
        let held = try #require(try desk.cases.first)
        #expect(held.decidedOn == nil && held.lodgedOn == nil && held.consultationUntil == nil)
        #expect(held.origin?["notes"]?[0]?["values"]?["value"]?.asString == "9999-12-31")
        let body = try #require(try await desk.published().first?.body)
        let text = String(decoding: body.encoded(), as: UTF8.self)
        #expect(!text.contains("9999") && !text.contains("2099"))
    }

    @Test func aDecisionBeforeReceiptIsImpossible() async throws {
        let desk = try await ImportDesk()
        let report = try await desk.takeOne(
            ODPFixtures.determined
                .with("data.assessment.planningOfficerDecisionDate", "2024-01-01"))
        #expect(report.notes.map(\.code) == ["impossibleDay"])
        #expect(try desk.cases.first?.decidedOn == nil)
        #expect(try desk.cases.first?.decision == .granted)
    }

    @Test func anEnvironmentalStatementMakesThePeriodLonger() async throws {
        let desk = try await ImportDesk()
        let file: JSON = [
            "name": "eia.pdf", "url": "https://files.example/eia.pdf",
            "type": ["environmentalImpactAssessment"],
        ]
        try await desk.takeOne(
            ODPFixtures.published.with("applicationType", "pp.full.major")
                .with("files", [file]))
        #expect(try desk.cases.first?.hasEnvironmentalReport == true)
        #expect(try desk.cases.first?.dueOn == Day("2024-06-10"))
    }

    @Test func commentsAreTakenUntilTheDecisionWhereTheAuthoritySaysSo() async throws {
        let desk = try await ImportDesk()
        desk.test.clock.set("2024-06-01T09:00:00Z")
        try await desk.takeOne(
            ODPFixtures.published
                .with("data.localPlanningAuthority.publicCommentsAcceptedUntilDecision", true))
        let held = try #require(try desk.cases.first)
        let moment = desk.store.moment(
            for: .visitor, system: "planning", at: desk.test.clock.now)
        let say = haveYourSay(
            held.fields.dates, rules: moment.rules, calendar: moment.calendar, on: moment.today)
        #expect(say.state == .open && say.until == nil)
        #expect(try await desk.published().first?.body["comments_until_decision"] == true)
    }
}
