// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The notice of a decision, as it is sent and as everyone may print it. The same for the officer
/// who is about to decide, for the applicant, and for the public.
struct DecisionNotice {
    let ui: UI
    let tenant: Tenant
    /// The application with its decision.
    let application: Application
    /// Whether the law of Ireland applies, whose appeal the foot explains.
    let appealUntil: Day?

    /// - Parameter clocks: of the case as decided; they say until when one may appeal.
    init(_ application: Application, of tenant: Tenant, clocks: [ClockAnswer], _ ui: UI) {
        self.ui = ui
        self.tenant = tenant
        self.application = application
        appealUntil = clocks.first { $0.name == ClockName.appeal }?.lastGoodDay
    }

    var html: HTML {
        ui.letter(
            UI.Letter(
                title: ui("planning.letter.title.\(outcome)"),
                sender: [ui.name(of: tenant), ui("planning.letter.office")],
                addressee: [application.applicantName ?? "", application.agentName.map {
                    ui("planning.letter.agent", ["agent": $0])
                } ?? ""].filter { !$0.isEmpty },
                date: application.decidedOn.map(ui.day) ?? "",
                references: [
                    (ui("planning.application.file_number"), application.fileNumber ?? "–"),
                    (ui("planning.application.received_on"), text(application.receivedOn)),
                ],
                signature: [ui("planning.letter.signature"), ui.name(of: tenant)],
                foot: foot, body))
    }

    private var outcome: String {
        switch application.decision {
        case .granted?: "granted"
        case .refused?: "refused"
        default: "other"
        }
    }

    private var body: HTML {
        """
        <p>\(ui("planning.letter.\(outcome)", [
            "authority": ui.name(of: tenant),
            "kind": CaseSummary.type(application.type, ui),
            "applicant": application.applicantName ?? "",
            "address": application.address ?? "",
        ]))</p>
        <h2>\(ui("planning.letter.proposal"))</h2>
        \(ui.prose(application.proposal ?? ""))
        <h2>\(ui("planning.letter.reasons"))</h2>
        \(ui.prose(application.decisionReasons ?? ""))
        \(if: outcome == "granted", conditionsPart)
        """
    }

    private var conditionsPart: HTML {
        let conditions = application.conditionList
        return """
            <h2>\(ui("planning.conditions.title"))</h2>
            \(if: conditions.isEmpty, "<p>\(ui("planning.conditions.none"))</p>",
                else: Self.conditions(conditions, ui))
            """
    }

    /// Conditions with their reasons, numbered.
    static func conditions(_ conditions: [Condition], _ ui: UI) -> HTML {
        """
        <ol class="conditions">\(conditions.map { condition in
            """
            <li>\(ui.prose(condition.text))\
            <p><em>\(ui("planning.conditions.reason", ["reason": condition.reason]))</em></p></li>
            """
        })</ol>
        """
    }

    private var foot: HTML {
        guard let until = appealUntil else { return "" }
        let granted =
            application.type == "retention"
            ? "planning.letter.appeal.granted.retention" : "planning.letter.appeal.granted"
        let key = outcome == "granted" ? granted : "planning.letter.appeal"
        return "<p>\(ui(key, ["until": until.description]))</p>"
    }

    private func text(_ day: Day?) -> String { day.map { ui.words.day($0, in: ui.language) } ?? "–" }
}
