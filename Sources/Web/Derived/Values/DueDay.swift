// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A day on which something falls due, as a tag: a week before it asks for attention, and once it
/// is over it is red.
public struct DueDay: Sendable {
    private let ui: UI
    private let left: Int

    public init(_ ui: UI, _ day: Day, today: Day) {
        self.ui = ui
        left = day - today
    }

    public var tag: HTML {
        switch left {
        case ..<0: ui.tag(ui.count("clock.over", -left), .bad)
        case 0: ui.tag(ui("clock.last_day"), .attention)
        case ...7: ui.tag(ui.count("clock.left", left), .attention)
        default: ui.tag(ui.count("clock.left", left), .plain)
        }
    }
}
