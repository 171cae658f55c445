// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The clocks of a case as pages show them: the day, how it stands, and how it came about.
public struct ClockView: Sendable {
    let ui: UI
    let today: Day
    /// Where the rules a tenant works under are listed.
    let rules: Href
    let jurisdiction: String
    private let system: String

    /// The clocks of a record of a kind, for whoever may read it.
    public init(_ context: DerivedContext) {
        self.init(
            context.ui, context.kind.system, today: context.moment.today,
            tenant: context.store.tenant)
    }

    /// The clocks of something a tenant does in a system.
    public init(_ ui: UI, _ system: String, today: Day, tenant: Tenant) {
        self.ui = ui
        self.system = system
        self.today = today
        rules = ("/rules" as Href).with(["tenant": tenant.slug, "system": system])
        jurisdiction = tenant.jurisdiction
    }

    /// What matters now, and below it, folded away, what is over or has not begun.
    public func html(_ clocks: [ClockAnswer]) -> HTML {
        let live = clocks.filter(isLive)
        let rest = clocks.filter { !isLive($0) }
        return """
            \(live.map { ui.clock(face($0)) })\
            \(if: !rest.isEmpty,
                ui.details(ui("clock.others"), "\(rest.map { ui.clock(face($0)) })"))
            """
    }

    /// One clock.
    public func face(_ clock: ClockAnswer) -> UI.ClockFace {
        let isPeriod = clock.kind == .deadline || clock.kind == .window
        return UI.ClockFace(
            ui("clock.name.\(clock.name)"), state: state(clock), tone: tone(clock),
            dueOn: isPeriod ? clock.dueOn : nil,
            lastGoodOn: isPeriod ? clock.lastGoodDay : nil,
            consequence: clock.state == .running
                ? ui.words.find("clock.then.\(clock.name)", in: ui.language) : nil,
            steps: clock.steps.map(step) + clock.alternatives.map(alternative))
    }

    /// How it stands, in a few words: "12 days left".
    public func state(_ clock: ClockAnswer) -> String {
        switch (clock.state, clock.kind) {
        case (.running, .earliest), (.running, .expiry), (.met, .earliest):
            return on(clock.kind == .expiry ? "until" : "from", clock.dueOn) ?? plain(clock)
        case (.running, _):
            guard let left = clock.daysLeft(on: today) else { return plain(clock) }
            return left == 0 ? ui("clock.last_day") : ui.count("clock.left", left)
        case (.met, _): return on("done", clock.metOn) ?? plain(clock)
        case (.missed, _):
            if let done = clock.metOn { return on("late", done) ?? plain(clock) }
            guard let left = clock.daysLeft(on: today), left < 0 else { return plain(clock) }
            return ui.count("clock.over", -left)
        default: return plain(clock)
        }
    }

    /// How urgent it is: three days before the end it asks for attention.
    public func tone(_ clock: ClockAnswer) -> UI.Tone {
        switch clock.state {
        case .missed: .bad
        case .met: .good
        case .running where clock.kind == .deadline && clock.daysLeft(on: today) ?? 99 <= 3:
            .attention
        case .running: .active
        case .paused: .attention
        default: .plain
        }
    }

    private func isLive(_ clock: ClockAnswer) -> Bool {
        switch clock.state {
        case .running, .paused: true
        case .missed: clock.metOn == nil
        default: false
        }
    }

    private func plain(_ clock: ClockAnswer) -> String { ui("clock.state.\(clock.state.rawValue)") }

    private func on(_ key: String, _ day: Day?) -> String? {
        day.map { ui("clock.\(key)", ["day": $0.description]) }
    }

    private func step(_ step: ClockStep) -> UI.ClockStep {
        UI.ClockStep(
            step.day, ui(step.phrase),
            source: step.source.map { UI.Link($0, href(step.rule, step.reading)) },
            isCertain: step.certain)
    }

    private func alternative(_ other: ClockAlternative) -> UI.ClockStep {
        let reading = ui("\(system).rule.\(other.rule).reading.\(other.reading)")
        let values = [
            "rule": ui("\(system).rule.\(other.rule)"), "reading": reading,
            "dueOn": other.dueOn?.description ?? "–",
            "lastGoodDay": other.lastGoodDay?.description ?? "–",
        ]
        let isOneDay = other.dueOn == other.lastGoodDay
        return UI.ClockStep(
            other.lastGoodDay,
            ui(isOneDay ? "clock.other" : "clock.other.both", values),
            source: UI.Link(ui("clock.rules"), href(other.rule, other.reading)))
    }

    /// The place of a rule, and of its reading, on the page of all rules.
    private func href(_ rule: String?, _ reading: String?) -> Href {
        guard let rule else { return rules }
        let place = ["\(jurisdiction)-\(system)-\(rule)", reading].compactMap { $0 }
        return "\(rules)#\(place.joined(separator: "-"))"
    }
}
