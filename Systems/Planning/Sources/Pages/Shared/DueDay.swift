// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A day on which something falls due, as a tag: a week before it asks for attention, and once it
/// is over it is red.
struct DueDay {
    let ui: UI
    private let left: Int

    init(_ ui: UI, _ day: Day, today: Day) {
        self.ui = ui
        left = day - today
    }

    var tag: HTML {
        switch left {
        case ..<0: ui.tag(ui.count("planning.clock.over", -left), .bad)
        case 0: ui.tag(ui("planning.clock.last_day"), .attention)
        case ...7: ui.tag(ui.count("planning.clock.left", left), .attention)
        default: ui.tag(ui.count("planning.clock.left", left), .plain)
        }
    }
}
