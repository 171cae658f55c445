// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The parts of the page of a case that tell what it is and how it stands.
struct PublicCaseParts {
    private let page: PublicCasePage
    private let found: PublicCase
    private let ui: UI
    private var application: Application { found.application }

    init(_ page: PublicCasePage) {
        self.page = page
        found = page.found
        ui = page.request.ui
    }

    // MARK: What it is

    var facts: HTML {
        var rows: [UI.Row] = []
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { rows.append(UI.Row(ui("case.\(name)"), text)) }
        }
        func area(_ key: String, _ number: (some CustomStringConvertible)?) -> String? {
            number.map { ui(key, ["count": $0.description]) }
        }
        add("applicant", application.applicantName)
        add("agent", application.agentName)
        add("class", application.developmentClass.map { CaseSummary.developmentClass($0, ui) })
        add("floor_area_new", area("planning.square_metres", application.floorAreaNew))
        add(
            "floor_area_demolished",
            area("planning.square_metres", application.floorAreaDemolished))
        add("site_area", area("planning.hectares", application.siteArea))
        add("homes", application.homes.map { ui.number($0) })
        let marks = [
            ("protected_structure", application.isProtectedStructure),
            ("environmental_report", application.hasEnvironmentalReport),
            ("natura_statement", application.hasNaturaStatement),
        ].filter { $0.1 == true }.map { ui("case.\($0.0)") }
        add("concerns", marks.joined(separator: ", "))
        if let elsewhere = found.elsewhere {
            add("elsewhere", elsewhere["state"]?.asString.map(stateElsewhere))
            add("appeal_outcome", elsewhere["appeal"]?.asString)
        }
        return ui.summaryList(rows)
    }

    private func stateElsewhere(_ state: String) -> String {
        ui.words.find("case.elsewhere.\(state)", in: ui.language) ?? state
    }

    /// Where it is: on a map of its surroundings, with a way to what else is near.
    var map: HTML {
        guard let site = application.site, let middle = site.centroid else {
            return "<h2>\(ui("case.place"))</h2><p>\(ui("case.place.none"))</p>"
        }
        let place = middle.rounded(decimals: 5)
        let around = Bounds(
            west: middle.longitude - 0.05, south: middle.latitude - 0.03,
            east: middle.longitude + 0.05, north: middle.latitude + 0.03)
        let near = ("/register/planning" as Href).with([
            ("view", "map"), ("bounds", around.text),
        ])
        return """
            <h2>\(ui("case.place"))</h2>
            \(drawn(site))
            <p class="meta">\(ui("case.coordinates", [
                "latitude": "\(place.latitude)", "longitude": "\(place.longitude)",
            ]))</p>
            <p>\(ui.link(ui("case.near"), near))</p>
            """
    }

    /// Whether the map lies on the operator's tiles; without them a coast is all that is drawn, and
    /// then only a wide view says where the site is.
    var isLive: Bool { tiles != nil && application.site != nil }

    private var tiles: MapTiles? { page.request.site.tiles }

    private func drawn(_ site: Geometry) -> HTML {
        let shape = site.bounds?.padded(by: 0.75) ?? .ireland
        let view = MapView(
            id: "site", title: ui("case.map", ["site": found.title]),
            description: ui("case.map.text"),
            frame: MapFrame(
                shape, width: 480, height: 360, metresMin: isLive ? 1_200 : 40_000),
            features: [MapFeature(id: "plot", geometry: site, label: found.title)],
            inset: found.tenant.jurisdiction == "ie" ? .ireland : .greatBritain)
        guard let tiles else { return ui.map(view) }
        let features: Href = "\(found.href).geojson"
        return ui.map(view, live: features, tiles: tiles)
    }

    /// Every other time limit, what matters now first.
    var clocks: HTML {
        let others = found.clocks.filter { $0.name != found.say.clock.name }
        if others.allSatisfy({ $0.state == .unknown }), found.say.clock.state == .unknown {
            return "<p>\(ui("case.no_clock"))</p>"
        }
        return ClockView(ui, "planning", today: found.today, tenant: found.tenant).html(others)
    }

    // MARK: What came of it

    /// The decision in short, with the way to the notice.
    var decision: HTML {
        guard let decision = application.decision, application.decidedOn != nil else { return "" }
        let conditions = application.conditionList
        let appeal = found.clock(ClockName.appeal)
        var rows = [
            UI.Row(
                ui("case.decision"), ui("planning.application.decision.\(decision.rawValue)")),
            UI.Row(ui("case.decided_on"), application.decidedOn.map(ui.day) ?? ""),
        ]
        if let until = appeal?.lastGoodDay, appeal?.state == .running {
            rows.append(UI.Row(ui("case.appeal_until"), ui.day(until)))
        }
        if let appealed = application.appealedOn {
            rows.append(UI.Row(ui("case.appealed_on"), ui.day(appealed)))
        }
        if let reasons = application.decisionReasons {
            rows.append(UI.Row(ui("case.reasons"), ui.prose(reasons)))
        }
        return """
            <h2>\(ui("case.decision"))</h2>
            \(ui.summaryList(rows))
            \(if: !conditions.isEmpty, ui.details(
                ui.count("case.conditions", conditions.count),
                DecisionNotice.conditions(conditions, ui)))
            \(if: page.asOf == nil && found.hasNotice, """
                <p>\(ui.link(ui("case.notice"), "\(found.href)/notice"))</p>
                """)
            """
    }

    /// What the authority asked for and what was answered.
    var information: HTML {
        let rounds = application.informationRounds
        if rounds.isEmpty { return "" }
        return """
            <h2>\(ui("case.information"))</h2>
            \(rounds.enumerated().map { card($0 + 1, $1) })
            """
    }

    private func card(_ number: Int, _ round: InformationRequest) -> HTML {
        var rows = [
            UI.Row(ui("case.information.asked"), ui.day(round.requestedOn)),
            UI.Row(
                ui("case.information.items"),
                "<ol>\(round.items.map { "<li>\($0)</li>" })</ol>" as HTML),
        ]
        if let day = round.repliedOn {
            rows.append(UI.Row(ui("case.information.replied"), ui.day(day)))
        }
        if let reply = round.reply {
            rows.append(UI.Row(ui("case.information.reply"), ui.prose(reply)))
        }
        if let day = round.fullyCompliedOn {
            rows.append(UI.Row(ui("case.information.complied"), ui.day(day)))
        }
        if round.isSignificant {
            rows.append(
                UI.Row(
                    ui("case.information.readvertised"),
                    round.readvertisedOn.map(ui.day) ?? "\(ui("case.not_yet"))"))
        }
        let kind = round.isClarification ? "clarification" : "request"
        return ui.summaryCard(
            ui("case.information.\(kind)", ["number": "\(number)"]), rows: rows)
    }

    var documents: HTML { CaseDocuments(page).html }

    var timeline: HTML {
        """
        <h2>\(ui("case.timeline"))</h2>
        \(ui.timeline(CaseTimeline(found, ui).events))
        """
    }
}
