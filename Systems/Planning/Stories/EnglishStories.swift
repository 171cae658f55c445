// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

extension PlanningStories {
    /// Takes in the cases of a tenant under English law, as its back office would send them in the
    /// Open Digital Planning format. Those that are there already stay as they are.
    /// - Returns: how many there are.
    public func tellElsewhere(for slug: String) async throws -> Int {
        let store = try network.tenant(slug)
        let importer = try ODPImport(network: network, tenant: slug)
        let zone = network.law.calendar(of: store.tenant.jurisdiction).jurisdiction.zone
        let there = try store.read(as: .system("setup")) {
            try $0.list(Application.self, Query(limit: 100_000)).compactMap(\.fileNumber)
        }
        let places = facts.places[slug] ?? []
        guard !places.isEmpty else { throw Fault("a story needs a place at \(slug)") }
        for (index, plan) in facts.english.enumerated() {
            let story = EnglishCase(
                plan, number: index + 1, place: places[index % places.count],
                applicant: facts.person(index), today: zone.day(at: network.now()))
            guard !there.contains(story.reference) else { continue }
            let report = await importer.take(
                file: "demo-\(index + 1).json", bytes: story.json.encoded())
            guard report.outcome == "taken" else {
                throw Fault("the story of \(story.reference) was not taken in")
            }
        }
        return facts.english.count
    }
}

/// One case under English law as the facts tell it; days are counted from today.
struct EnglishPlan: Sendable {
    /// Where it stands.
    enum Stage: String {
        case validation, consultation, assessment, granted, refused, withdrawn
        case notRequired = "not_required"
    }

    let type: String
    let stage: Stage
    let description: String
    let street: String
    let received: Int
    let decided: Int?
    let appealed: Int?
    let remarks: [(sentiment: String, text: String)]

    init?(_ json: JSON) {
        guard let type = json["type"]?.asString,
            let stage = json["stage"]?.asString.flatMap(Stage.init(rawValue:)),
            let description = json["description"]?.asString,
            let street = json["street"]?.asString, let received = json["received"]?.asInteger
        else { return nil }
        self.type = type
        self.stage = stage
        self.description = description
        self.street = street
        self.received = Int(received)
        decided = json["decided"]?.asInteger.map { Int($0) }
        appealed = json["appealed"]?.asInteger.map { Int($0) }
        remarks = (json["remarks"]?.asArray ?? []).compactMap { remark in
            remark["text"]?.asString.map { (remark["sentiment"]?.asString ?? "neutral", $0) }
        }
    }
}

/// The file of one case in the Open Digital Planning format.
struct EnglishCase {
    private let plan: EnglishPlan
    private let number: Int
    private let place: StoryFacts.Place
    private let applicant: String
    private let today: Day

    /// - Parameter number: by which it is known, whenever it is told.
    init(
        _ plan: EnglishPlan, number: Int, place: StoryFacts.Place, applicant: String, today: Day
    ) {
        self.plan = plan
        self.number = number
        self.place = place
        self.applicant = applicant
        self.today = today
    }

    /// The file number.
    var reference: String { "DEMO/000\(number)" }

    var json: JSON {
        [
            "applicationType": .string(plan.type),
            "data": .object(data), "comments": comments,
            "submission": [
                "applicationType": .string(plan.type), "data": application,
                "metadata": metadata("0000-4000-9000"),
            ],
            "metadata": metadata("0000-4000-8000"),
        ]
    }

    private func metadata(_ middle: String) -> JSON {
        let digits = "\(number)"
        let end = String(repeating: "0", count: 12 - digits.count) + digits
        return [
            "organisation": "EXA", "id": .string("00000000-\(middle)-\(end)"),
            "submittedAt": moment(plan.received),
        ]
    }

    private var application: JSON {
        [
            "applicant": ["type": "individual", "name": ["singleLine": .string(applicant)]],
            "property": [
                "address": [
                    "latitude": .decimal(place.point.latitude + 0.000_9 * Double(number)),
                    "longitude": .decimal(place.point.longitude - 0.000_7 * Double(number)),
                    "singleLine": .string("\(plan.street), \(place.name)"),
                ]
            ],
            "proposal": ["description": .string(plan.description)],
        ]
    }

    /// What became of it.
    private var data: JSONObject {
        var data: JSONObject = [
            "application": process,
            "submission": ["submittedAt": moment(plan.received)],
            "caseOfficer": ["name": "Oona Officer (demo)"],
        ]
        guard plan.stage != .validation else {
            data["validation"] = ["receivedAt": moment(plan.received)]
            return data
        }
        data["validation"] = [
            "receivedAt": moment(plan.received), "validatedAt": moment(plan.received + 1),
            "isValid": true,
        ]
        data["consultation"] = [
            "startDate": day(plan.received + 2), "endDate": day(plan.received + 23),
            "siteNotice": true,
        ]
        if let assessment { data["assessment"] = assessment }
        if let appealed = plan.appealed {
            data["appeal"] = [
                "lodgedDate": day(appealed), "validatedDate": day(appealed + 8),
                "startedDate": day(appealed + 20),
            ]
        }
        return data
    }

    private var process: JSON {
        var process: JSON = [
            "reference": .string(reference), "publishedAt": moment(plan.received + 1),
        ]
        let (stage, status) =
            switch plan.stage {
            case .validation: ("validation", "undetermined")
            case .consultation: ("consultation", "undetermined")
            case .assessment: ("assessment", "undetermined")
            case .withdrawn: ("assessment", "withdrawn")
            case .granted, .refused, .notRequired:
                (plan.appealed == nil ? "assessment" : "appeal", "determined")
            }
        process["stage"] = .string(stage)
        process["status"] = .string(status)
        if plan.stage == .withdrawn, let day = plan.decided {
            process["withdrawnAt"] = moment(day)
        }
        return process
    }

    private var assessment: JSON? {
        guard let decided = plan.decided, plan.stage != .withdrawn else { return nil }
        var assessment: JSON = [
            "planningOfficerDecision": plan.stage == .refused ? "refused" : "granted",
            "planningOfficerDecisionDate": day(decided),
        ]
        if plan.stage == .notRequired { assessment["priorApprovalRequired"] = false }
        return assessment
    }

    private var comments: JSON {
        let said = plan.remarks.enumerated().map { index, remark -> JSON in
            [
                "id": .string("\(index + 1)"), "sentiment": .string(remark.sentiment),
                "comment": .string(remark.text), "commentRedacted": .string(remark.text),
                "author": ["name": ["singleLine": .string("Neighbour \(index + 1) (demo)")]],
                "metadata": [
                    "submittedAt": moment(plan.received + 5 + index),
                    "publishedAt": moment(plan.received + 7 + index),
                ],
            ]
        }
        return ["public": ["comments": .array(said)]]
    }

    private func day(_ offset: Int) -> JSON { .string(today.adding(days: offset).description) }

    private func moment(_ offset: Int) -> JSON {
        .string("\(today.adding(days: offset))T10:00:00Z")
    }
}
