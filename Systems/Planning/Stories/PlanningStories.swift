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

    let network: Network
    let facts: StoryFacts

    /// - Throws: `Fault` when the facts are not beside the program.
    public init(network: Network) throws {
        self.network = network
        facts = try StoryFacts()
    }

    /// Tells the cases of one tenant in the order of time. Told again, after it was interrupted or
    /// with more cases, it goes on where it was: each case is known by the mailbox of its
    /// applicant, and each of its steps by a key.
    /// - Parameter places: the authority in whose places they lie; nil: the tenant's own.
    /// - Returns: how many cases were told.
    public func tell(
        _ count: Int, for slug: String, places: String? = nil, cast: Cast, seed: UInt64
    ) async throws -> Int {
        let store = try network.tenant(slug)
        let setting = try setting(in: store, places: places, cast: cast)
        var cases = try cases(count, setting, seed: seed)
        let zone = network.law.calendar(of: store.tenant.jurisdiction).jurisdiction.zone
        for event in events(of: cases, in: zone) where event.at < network.now() {
            guard let call = cases[event.index].call(event.step, at: event.day) else { continue }
            let outcome = try await store.perform(call, at: event.at)
            if case .start = event.step { cases[event.index].id = outcome.row.id }
        }
        return cases.count
    }

    /// The cases that are to be told, none of them begun.
    func cases(_ count: Int, _ setting: Setting, seed: UInt64) throws -> [StoryCase] {
        var numbers = SeededNumbers(seed: seed)
        return try plans(count, &numbers).enumerated().map { index, plan in
            try newCase(plan, "\(seed).\(index + 1)", setting, &numbers)
        }
    }

    func setting(
        in store: TenantStore, places: String? = nil, cast: Cast, hasOwnDrawings: Bool = false
    ) throws -> Setting {
        let zone = network.law.calendar(of: store.tenant.jurisdiction).jurisdiction.zone
        return Setting(
            tenant: store.tenant, cast: cast, drawings: try drawings(for: store.tenant),
            today: zone.day(at: network.now()), begun: try begun(in: store), places: places,
            hasOwnDrawings: hasOwnDrawings)
    }

    /// Everything that happens in some cases, in the order of time.
    func events(
        of cases: [StoryCase], in zone: Zone
    ) -> [(at: Instant, index: Int, step: CasePlan.Step, day: Int)] {
        cases.enumerated().flatMap { index, story in
            var minutes = story.numbers
            return story.plan.steps.map { day, step in
                let minute = 9 * 60 + Int(minutes.next() % 420)
                let at = zone.start(of: story.begunOn.adding(days: day))
                    .adding(seconds: minute * 60)
                return (at: at, index: index, step: step, day: day)
            }
        }.sorted { ($0.at, $0.index) < ($1.at, $1.index) }
    }

    /// Where the cases of one tenant are told.
    struct Setting {
        let tenant: Tenant
        let cast: Cast
        let drawings: [FileReference]
        let today: Day
        /// The days on which those that are there were begun, by the mailbox of the applicant.
        let begun: [String: Day]
        /// The authority in whose places they lie; nil: the tenant's own.
        let places: String?
        /// Whether each case has a drawing of its own, beside those all share.
        let hasOwnDrawings: Bool
    }

    /// How many days before it is begun a case's newspaper notice appears.
    private static let noticeBefore = 5

    private func begun(in store: TenantStore) throws -> [String: Day] {
        let there = try store.read(as: .system("setup")) {
            try $0.list(Application.self, Query(limit: 100_000))
        }
        return there.reduce(into: [:]) { begun, told in
            guard let mailbox = told.applicantEmail else { return }
            begun[mailbox] = told.newspaperNoticeOn?.adding(days: Self.noticeBefore)
        }
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
                store.tenant, begunOn, drawings(for: store.tenant), places: place,
                mailbox: "applicant.open@example.org", &numbers),
            facts: facts, numbers: numbers, key: nil)
        for (day, step) in story.plan.steps {
            guard let call = story.call(step, at: day) else { continue }
            let at = zone.start(of: begunOn.adding(days: day))
            let outcome = try await store.perform(call, at: at)
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
        _ plan: CasePlan, _ name: String, _ setting: Setting, _ numbers: inout SeededNumbers
    ) throws -> StoryCase {
        let age = plan.age.randomElement(using: &numbers) ?? plan.age.lowerBound
        let mailbox = "applicant.\(name)@example.org"
        let begunOn = setting.begun[mailbox] ?? setting.today.adding(days: -age)
        let residents = setting.cast.residents
        guard let applicant = residents.one(&numbers) else {
            throw Fault("a story needs a resident")
        }
        var drawings = setting.drawings
        if setting.hasOwnDrawings {
            drawings.append(try drawing("Elevations of case \(name)", for: setting.tenant))
        }
        let answers = try answers(
            setting.tenant, begunOn, drawings, places: setting.places, mailbox: mailbox, &numbers)
        return StoryCase(
            slug: setting.tenant.slug, plan: plan, begunOn: begunOn, applicant: applicant,
            officer: setting.cast.officer, neighbours: residents.filter { $0 != applicant },
            answers: answers, facts: facts, numbers: SeededNumbers(seed: numbers.next()),
            key: "story:\(name)")
    }

    private func answers(
        _ tenant: Tenant, _ begunOn: Day, _ drawings: [FileReference], places slug: String? = nil,
        mailbox: String, _ numbers: inout SeededNumbers
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
        application.applicantEmail = mailbox
        application.applicantPhone = "+353 20 910 \(1_000 + numbers.next() % 9_000)"
        application.agentName = numbers.next() % 3 == 0 ? facts.agents.one(&numbers) : nil
        application.newspaperName = facts.newspapers.one(&numbers)
        application.newspaperNoticeOn = begunOn.adding(days: -Self.noticeBefore)
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
        try facts.drawings.prefix(3).map { try drawing($0, for: tenant) }
    }

    private func drawing(_ title: String, for tenant: Tenant) throws -> FileReference {
        var file = try network.documents.keep(
            DemoDrawing.pdf(titled: title), name: "\(title).pdf", for: tenant)
        file.label = title
        return file
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
