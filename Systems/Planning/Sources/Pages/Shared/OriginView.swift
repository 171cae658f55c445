// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What officers see of where a case came from: how it stands there, its documents, what lies on
/// the site, what was odd, what was not used, and everything else that no field holds.
struct OriginView {
    private let application: Application
    private let origin: JSON
    /// Where the case's own documents are opened.
    private let documents: Href
    private let ui: UI

    /// - Parameter documents: where the case's own documents are opened.
    /// - Returns: nil for a case that was made here.
    init?(_ application: Application, documents: Href, _ ui: UI) {
        guard let origin = application.odp?.json else { return nil }
        self.application = application
        self.origin = origin
        self.documents = documents
        self.ui = ui
    }

    var html: HTML {
        """
        <h2>\(ui("planning.origin"))</h2>
        \(ui.summaryList(standing))
        \(list("documents", origin["documents"]?.asArray?.map(document) ?? []))
        \(list("files", application.originFiles.map { ui.documentLink($0, of: documents) }))
        \(list("constraints", constraints))
        \(list("notes", notes))
        \(list("unused", unused))
        \(if: !rest.isEmpty, ui.details(ui("planning.origin.rest"), ui.summaryList(rest)))
        """
    }

    /// How it stands there, and until when its sender reckons; our own clock is beside it.
    private var standing: [UI.Row] {
        let assessment = origin["assessment"]
        let texts: [(String, String?)] = [
            ("planning.origin.state", origin["state"]?.asString.map { ui("odp.state.\($0)") }),
            ("planning.origin.stage", origin["stage"]?.asString),
            ("planning.origin.status", origin["status"]?.asString),
            ("odp.fact.officer", origin["officer"]?.asString),
            ("odp.fact.recommendation", assessment?["recommendation"]?.asString),
            ("odp.fact.decidedBy", assessment?["by"]?.asString),
        ]
        let due = assessment?.day("expires_on").map { UI.Row(ui("odp.fact.expiresOn"), ui.day($0)) }
        return texts.compactMap { key, text in text.map { UI.Row(ui(key), $0) } }
            + [due].compactMap(\.self)
    }

    private func document(_ document: JSON) -> HTML {
        let name = document["name"]?.asString ?? "–"
        let address = document["public_url"]?.asString ?? document["url"]?.asString
        let href = address.flatMap { $0.lowercased().hasPrefix("https://") ? Href($0) : nil }
        let kinds = (document["types"]?.asArray ?? []).compactMap(word).joined(separator: ", ")
        let isPublic = document["public_url"]?.asString != nil
        return """
            \(href.map { ui.link(name, $0) } ?? "\(name)") <span class="note">\(kinds)</span>\
            \(if: !isPublic, " \(ui.tag(ui("planning.origin.not_public")))")
            """
    }

    private var constraints: [HTML] {
        (origin["constraints"]?.asArray ?? []).filter { $0["applies"]?.asBool == true }
            .compactMap(word).map { "\($0)" }
    }

    private var notes: [HTML] {
        (origin["notes"]?.asArray ?? []).compactMap(ODPProblem.init(json:))
            .map { "\(ui($0.phrase))" }
    }

    private var unused: [HTML] {
        (origin["unused"]?.asArray ?? []).compactMap(\.asString).map { "<code>\($0)</code>" }
    }

    private func word(_ term: JSON) -> String? {
        term["description"]?.asString ?? term["value"]?.asString
    }

    private func list(_ name: String, _ items: [HTML]) -> HTML {
        if items.isEmpty { return "" }
        return ui.details(
            ui("planning.origin.\(name)", ["count": ui.number(items.count)]),
            "<ul class=\"link-list\">\(items.map { "<li>\($0)</li>" })</ul>")
    }

    /// What is told above, or only tells programs how the next report is measured.
    private static let told: Set<String> = [
        "documents", "constraints", "notes", "unused", "unused_count", "known", "state", "stage",
        "status", "officer", "clock", "format",
    ]

    /// Everything else, by the names it is kept under.
    private var rest: [UI.Row] {
        let members = origin.asObject ?? [:]
        return members.filter { !Self.told.contains($0.key) }.flatMap { rows($0.key, $0.value) }
    }

    private func rows(_ name: String, _ json: JSON) -> [UI.Row] {
        switch json {
        case .null: []
        case .object(let members): members.flatMap { rows("\(name) · \($0.key)", $0.value) }
        case .array(let items):
            items.enumerated().flatMap { rows("\(name) · \($0 + 1)", $1) }
        case .string(let text): [UI.Row(name, text)]
        default: [UI.Row(name, String(decoding: json.encoded(), as: UTF8.self))]
        }
    }
}
