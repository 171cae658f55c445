// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What has happened in a case, in the order in which it happened, from its published days.
struct CaseTimeline {
    private let application: Application
    private let ui: UI

    init(_ found: PublicCase, _ ui: UI) {
        application = found.application
        self.ui = ui
    }

    private struct Step {
        let day: Day
        let key: String
        let isMajor: Bool
    }

    var events: [UI.Event] {
        // Steps of one day stay in the order of a case's life.
        steps.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
            .map { _, step in
                UI.Event(ui(step.key), when: ui.day(step.day), isMajor: step.isMajor)
            }
    }

    private var steps: [Step] {
        var steps: [Step] = []
        func add(_ name: String, _ day: Day?, isMajor: Bool = false) {
            guard let day else { return }
            steps.append(Step(day: day, key: "case.timeline.\(name)", isMajor: isMajor))
        }
        add("newspaper", application.newspaperNoticeOn)
        add("site_notice", application.siteNoticeOn)
        if application.lodgedOn != application.receivedOn { add("lodged", application.lodgedOn) }
        add("received", application.receivedOn, isMajor: true)
        add("valid", application.validOn)
        add("consultation", application.consultationOn)
        for round in application.informationRounds {
            add(round.isClarification ? "clarification" : "information", round.requestedOn,
                isMajor: true)
            add("replied", round.repliedOn)
            if round.fullyCompliedOn != round.repliedOn { add("complied", round.fullyCompliedOn) }
            add("readvertised", round.readvertisedOn)
        }
        for extended in application.agreedExtensions { add("extended", extended.consentedOn) }
        add(application.decision.map { "decided.\($0.rawValue)" } ?? "decided",
            application.decidedOn, isMajor: true)
        add("notified", application.notifiedOn)
        add("appealed", application.appealedOn, isMajor: true)
        add("withdrawn", application.withdrawnOn, isMajor: true)
        return steps
    }
}
