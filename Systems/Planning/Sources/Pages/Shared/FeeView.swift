// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A fee as pages show it: the amount, and how it came about with the law it rests on.
struct FeeView {
    let ui: UI
    let fee: FeeAnswer

    /// The amount in large, then each step.
    var html: HTML {
        """
        \(ui.figures([UI.Figure(ui.money(fee.amount), ui("planning.fee.due"))]))
        <h2>\(ui("planning.fee.how"))</h2>
        \(ui.factList(fee.steps.enumerated().map(step)))
        """
    }

    private func step(_ index: Int, _ step: FeeStep) -> UI.Fact {
        UI.Fact(
            ui("planning.fee.step", ["number": "\(index + 1)"]), "\(text(step))",
            source: UI.Link(step.source, "/rules#ie-planning-\(step.rule)"),
            isCertain: step.certain)
    }

    /// Amounts stand in a phrase as programs read them; people read them with their sign.
    private func text(_ step: FeeStep) -> String {
        var values = step.phrase.values
        for name in ["amount", "flat", "perUnit", "max"] {
            guard let money = values[name].flatMap({
                Money(amount: $0, currency: fee.amount.currency)
            }) else { continue }
            values[name] = ui.money(money)
        }
        return ui(step.phrase.key, values)
    }
}
