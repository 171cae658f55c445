// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What somebody has promised to a network: by when, measured how, and how far it has come. Who signed
/// may be known by name, or only how many did.
public struct Pledge: Record {
    public enum Instrument: String, Choice { case memorandum, agreement, charter, decision, other }

    public var title = ""
    public var text: String?
    public var topic: Topic?
    /// The slug of who pledged, as a tenant or in the directory; nil: not known, or several.
    public var organisation: String?
    /// What the source calls who pledged.
    public var signatory: String?
    /// Of a pledge of several who are not named: how many a source says there are, and of how many.
    public var claimed: Int?
    public var claimedOf: Int?
    public var instrument: Instrument?
    public var joinedOn: Day?
    /// When the day is not known: `2023`, `2023-02`.
    public var joinedIn: String?
    public var targetYear: Int?
    /// What is measured, and in what.
    public var measure: String?
    public var unit: String?
    public var baseline: Decimal?
    public var baselineYear: Int?
    public var goal: Decimal?
    public var contact: String?
    public var source: String?
    public var readOn: Day?
    public var doubt: String?

    /// What was reported of it, by day.
    public var progress: JSON?
    public var endedOn: Day?
    public var ending: String?

    public init() {}

    static let amounts: ClosedRange<Decimal> = -1_000_000_000_000...1_000_000_000_000

    /// What whoever records it says of it.
    static let asked: [Field<Pledge>] = [
        .text("title", \.title, max: 200), .longText("text", \.text), .choice("topic", \.topic),
        .text("organisation", \.organisation, max: 63), .text("signatory", \.signatory, max: 200),
        .integer("claimed", \.claimed, in: 0...100_000), .integer("claimed_of", \.claimedOf, in: 1...100_000),
        .choice("instrument", \.instrument), .day("joined_on", \.joinedOn),
        .text("joined_in", \.joinedIn, max: 7), .integer("target_year", \.targetYear, in: 1900...2200),
        .text("measure", \.measure, max: 200), .text("unit", \.unit, max: 60),
        .decimal("baseline", \.baseline, in: amounts),
        .integer("baseline_year", \.baselineYear, in: 1900...2200),
        .decimal("goal", \.goal, in: amounts), .text("contact", \.contact, max: 200),
        .text("source", \.source, max: 500), .day("read_on", \.readOn), .text("doubt", \.doubt, max: 500),
    ]

    public static let fields = Fields(
        asked + [
            .json("progress", \.progress), Field.day("ended_on", \.endedOn).derived(),
            Field.longText("ending", \.ending, max: 1_000).derived(),
        ])

    public static let kind = RecordKind(
        Pledge.self, system: "knowledge", name: "pledge", plural: "pledges",
        states: [.standing, .kept, .givenUp, .struck],
        readers: .staff + [.on(field: "state", ["standing", "kept", "given_up"], .anyone)],
        list: ListShape(
            columns: ["title", "signatory", "organisation", "target_year", "joined_on"],
            filters: ["topic", "target_year"], order: "title", descending: false),
        linked: LinkedTerms(names: ["text": "dct:description"]))

    public static func publication(of pledge: Stored<Pledge>, at moment: Moment) -> Publication? {
        guard pledge.state != .struck else { return nil }
        var body: JSONObject = [:]
        for field in fields.map(\.description) {
            guard let value = pledge.fields.value(of: field.name), !value.isNull else { continue }
            body[field.name] = field.json(value)
        }
        return Publication(
            kind: PublishedKind.pledge.name, reference: "", title: pledge.title,
            summary: pledge.text ?? "", status: pledge.state.rawValue, day: pledge.joinedOn,
            columns: [
                "topic": pledge.topic.stored, "organisation": pledge.organisation.stored,
                "target_year": pledge.targetYear.stored,
            ], body: .object(body))
    }

    /// A pledge as its body published it.
    init?(body: JSON) {
        var values = Values(Self.fields.names)
        for field in Self.fields.map(\.description) {
            guard let json = body[field.name] else { continue }
            values[field.name] = try? field.value(json)
        }
        self.init(values: values)
        guard !title.isEmpty else { return nil }
    }

    /// What was reported, oldest first.
    var reports: [ProgressReport] {
        (progress?.asArray ?? []).compactMap(ProgressReport.init).sorted { $0.day < $1.day }
    }

    /// Whether it is one signatory's, who is known by name.
    var isNamed: Bool { organisation != nil || signatory != nil }
}

extension State {
    static let standing: State = "standing"
    static let kept: State = "kept"
    static let givenUp: State = "given_up"
    /// Taken back: it should never have been recorded.
    static let struck: State = "struck"
}

extension PublishedKind {
    static let pledge = PublishedKind(
        "knowledge.pledge", path: "/pledges", page: "/t/:tenant/knowledge/pledges/:record",
        columns: ["topic", "organisation", .integer("target_year")])
}
