// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Makes the demonstration's cases: every state, at several authorities, by the actions themselves,
/// each at the time it would have been taken.
public struct PlanningStories: Sendable {
    /// Who acts in them.
    public struct Cast: Sendable {
        public let officer: RecordID
        public let residents: [RecordID]

        public init(officer: RecordID, residents: [RecordID]) {
            self.officer = officer
            self.residents = residents
        }
    }

    private let network: Network
    private let facts: StoryFacts

    /// - Throws: `Fault` when the facts are not beside the program.
    public init(network: Network) throws {
        self.network = network
        facts = try StoryFacts()
    }

    /// Tells the cases of one tenant in the order of time.
    /// - Returns: how many cases were told.
    public func tell(_ count: Int, for slug: String, cast: Cast, seed: UInt64) async throws -> Int {
        let store = try network.tenant(slug)
        let zone = network.law.calendar(of: store.tenant.jurisdiction).jurisdiction.zone
        let today = zone.day(at: network.now())
        var numbers = SeededNumbers(seed: seed)
        let drawings = try drawings(for: store.tenant)
        var cases = try plans(count, &numbers).map { plan in
            try newCase(plan, store.tenant, cast, drawings, today, &numbers)
        }
        var events: [(at: Instant, index: Int, step: CasePlan.Step, day: Day)] = []
        for (index, story) in cases.enumerated() {
            for (offset, step) in story.plan.steps {
                let day = story.begunOn.adding(days: offset)
                let minute = 9 * 60 + Int(numbers.next() % 420)
                let at = zone.start(of: day).adding(seconds: minute * 60)
                if at < network.now() { events.append((at, index, step, day)) }
            }
        }
        for event in events.sorted(by: { ($0.at, $0.index) < ($1.at, $1.index) }) {
            guard let call = cases[event.index].call(event.step, on: event.day) else { continue }
            let outcome = try await store.perform(call, at: event.at)
            if case .start = event.step { cases[event.index].id = outcome.row.id }
        }
        return cases.count
    }

    /// One case that is open for submissions now, for measuring.
    public func openCase(
        for slug: String, place: String, officer: RecordID, residents: [RecordID]
    ) async throws -> RecordID {
        let store = try network.tenant(slug)
        let zone = network.law.calendar(of: store.tenant.jurisdiction).jurisdiction.zone
        let begunOn = zone.day(at: network.now()).adding(days: -5)
        var numbers = SeededNumbers(seed: 1)
        var story = StoryCase(
            slug: slug, plan: .open, begunOn: begunOn, applicant: residents[0], officer: officer,
            neighbours: residents,
            answers: try answers(
                store.tenant, begunOn, drawings(for: store.tenant), places: place, &numbers),
            facts: facts, numbers: numbers)
        for (offset, step) in story.plan.steps {
            let day = begunOn.adding(days: offset)
            guard let call = story.call(step, on: day) else { continue }
            let outcome = try await store.perform(call, at: zone.start(of: day))
            if case .start = step { story.id = outcome.row.id }
        }
        guard let id = story.id else { throw Fault("the case was not begun") }
        return id
    }

    /// Every plan at least once, then by their weights.
    private func plans(_ count: Int, _ numbers: inout SeededNumbers) -> [CasePlan] {
        let weighted = CasePlan.allCases.flatMap { Array(repeating: $0, count: $0.weight) }
        var plans = Array(CasePlan.allCases.prefix(count))
        while plans.count < count, let plan = weighted.one(&numbers) { plans.append(plan) }
        return plans
    }

    private func newCase(
        _ plan: CasePlan, _ tenant: Tenant, _ cast: Cast, _ drawings: [FileReference], _ today: Day,
        _ numbers: inout SeededNumbers
    ) throws -> StoryCase {
        let age = plan.age.randomElement(using: &numbers) ?? plan.age.lowerBound
        let begunOn = today.adding(days: -age)
        guard let applicant = cast.residents.one(&numbers) else {
            throw Fault("a story needs a resident")
        }
        let answers = try answers(tenant, begunOn, drawings, &numbers)
        return StoryCase(
            slug: tenant.slug, plan: plan, begunOn: begunOn, applicant: applicant,
            officer: cast.officer, neighbours: cast.residents.filter { $0 != applicant },
            answers: answers, facts: facts, numbers: SeededNumbers(seed: numbers.next()))
    }

    private func answers(
        _ tenant: Tenant, _ begunOn: Day, _ drawings: [FileReference], places slug: String? = nil,
        _ numbers: inout SeededNumbers
    ) throws -> Values {
        guard let place = facts.places[slug ?? tenant.slug]?.one(&numbers),
            let development = facts.developments.one(&numbers)
        else { throw Fault("a story needs a place at \(tenant.slug)") }
        var application = Application()
        application.proposal = development.description
        application.address =
            "\(1 + numbers.next() % 90) \(facts.streets.one(&numbers) ?? ""), \(place.name)"
        application.site = plot(near: place.point, &numbers)
        application.legalInterest = .owner
        application.developmentClass = development.feeClass
        let area = development.floorArea?.randomElement(using: &numbers) ?? 40
        application.floorAreaNew = Decimal(area)
        application.siteArea = development.siteArea.map { Decimal($0) } ?? Decimal(string: "0.08")
        application.lineLength = development.feeClass == "10" ? 400 : nil
        application.homes = development.homes ?? (development.feeClass == "1" ? 1 : nil)
        application.applicantName = facts.name(&numbers)
        application.applicantAddress = "\(place.name) (demo)"
        application.applicantEmail = "applicant\(numbers.next() % 10_000)@example.org"
        application.applicantPhone = "+353 20 910 \(1_000 + numbers.next() % 9_000)"
        application.agentName = numbers.next() % 3 == 0 ? facts.agents.one(&numbers) : nil
        application.newspaperName = facts.newspapers.one(&numbers)
        application.newspaperNoticeOn = begunOn.adding(days: -5)
        application.siteNoticeOn = begunOn.adding(days: -4)
        application.drawings = drawings
        var values = application.values.filter { !$0.value.isNull }
        let names = Set(PlanningActions.Answers.fields.map(\.name))
        values = values.filter { names.contains($0.key) }
        values["type"] = .text(development.type)
        return values
    }

    /// The drawings that all cases of a tenant share.
    private func drawings(for tenant: Tenant) throws -> [FileReference] {
        try facts.drawings.prefix(3).map { title in
            var file = try network.documents.keep(
                DemoDrawing.pdf(titled: title), name: "\(title).pdf", for: tenant)
            file.label = title
            return file
        }
    }

    /// A plot of some 30 by 40 metres somewhere about the place.
    private func plot(near point: Point, _ numbers: inout SeededNumbers) -> Geometry {
        let longitude = point.longitude + Double.random(in: -0.012...0.012, using: &numbers)
        let latitude = point.latitude + Double.random(in: -0.008...0.008, using: &numbers)
        let (width, height) = (0.000_45, 0.000_36)
        let corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)]
        return .polygon([
            corners.map {
                Point(longitude: longitude + $0.0, latitude: latitude + $0.1).rounded(decimals: 6)
            }
        ])
    }
}
