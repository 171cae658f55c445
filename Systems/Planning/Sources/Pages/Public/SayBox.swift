// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// "Can I have my say, until when, how, what does it cost": the first question anybody has.
struct SayBox {
    private let found: PublicCase
    private let ui: UI
    private let isPast: Bool

    init(_ page: PublicCasePage) {
        found = page.found
        ui = page.request.ui
        isPast = page.asOf != nil
    }

    /// The answer with its reason, and the way to do it.
    var html: HTML {
        let view = ClockView(ui, "planning", today: found.today, tenant: found.tenant)
        return """
            <h2>\(ui("case.say"))</h2>
            <p class="lead">\(answer)</p>
            \(if: found.isOpen, how)
            \(ui.clock(view.face(found.say.clock)))
            """
    }

    private var answer: HTML {
        let say = found.say
        let until = say.until?.description ?? ""
        if found.isOpen, say.until == nil {
            return "<strong>\(ui("case.say.until_decision"))</strong>"
        }
        if found.isOpen {
            let left = say.daysLeft(on: found.today) ?? 0
            let days = left == 0 ? ui("case.say.last_day") : ui.count("case.say.left", left)
            return "<strong>\(ui("case.say.open", ["day": until]))</strong> \(days)"
        }
        switch say.state {
        case .notYet: return "\(ui("case.say.not_yet"))"
        case .unknown: return "\(ui("case.say.unknown", ["authority": ui.name(of: found.tenant)]))"
        case .open, .closed:
            let isOver = say.until.map { $0 < found.today } ?? false
            return "\(isOver ? ui("case.say.closed", ["day": until]) : ui("case.say.over"))"
        }
    }

    private var how: HTML {
        let cost = found.say.fee.map { ui("case.say.cost", ["fee": ui.money($0)]) }
            ?? ui("case.say.free")
        return """
            <ul><li>\(ui("case.say.who"))</li><li>\(ui("case.say.how"))</li><li>\(cost)</li>
            <li>\(ui("case.say.public"))</li></ul>
            \(if: !isPast, ui.buttons(ui.linkButton(
                ui("case.say.button"), CaseSummary.href(found.tenant.slug, found.id, "say"))))
            """
    }
}
