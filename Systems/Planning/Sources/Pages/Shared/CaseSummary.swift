// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What an application says, as keys and values in the reader's words.
struct CaseSummary {
    let context: DerivedContext
    let row: StoredRow
    private let value: FieldValue
    /// Whether fields are called as the applicant was asked, not as they are told of afterwards.
    var asAsked = false
    private var ui: UI { context.ui }

    /// - Parameter row: with the fields the reader may see.
    init(_ context: DerivedContext, _ row: StoredRow, _ references: References = References()) {
        self.context = context
        self.row = row
        value = FieldValue(context, references: references)
    }

    /// The path of the case's documents.
    var documents: Href { RecordPage.documents(of: row, context) }

    /// The lines of some fields.
    /// - Parameters:
    ///   - change: where an answer is changed.
    ///   - isShort: whether fields without a value are left out.
    func rows(
        _ fields: [String], isShort: Bool = false, change: ((String) -> Href?)? = nil
    ) -> [UI.Row] {
        fields.compactMap { name in
            guard let field = context.kind.field(name), row.values[name] != nil else { return nil }
            let html = html(field)
            if isShort && html.isEmpty { return nil }
            let label = label(name)
            if let href = change?(name) { return ui.row(label, html, change: href) }
            return UI.Row(label, html)
        }
    }

    /// What a field is called: told of a case, "Site notice put up"; asked, as the form has it.
    private func label(_ name: String) -> String {
        let told = asAsked ? nil : ui.words.find("planning.case.field.\(name)", in: ui.language)
        return told ?? context.words.label(name)
    }

    /// What a field says.
    func html(_ field: FieldDescription) -> HTML {
        let stored = row[field.name]
        switch field.name {
        case "type": return "\(Self.type(stored.text ?? "", ui))"
        case "legal_interest" where !asAsked:
            return stored.text.map { "\(ui("planning.case.interest.\($0)"))" } ?? ""
        case "development_class":
            return stored.text.map { "\(Self.developmentClass($0, ui))" } ?? ""
        case "floor_area_new", "floor_area_existing", "floor_area_demolished":
            return stored.text.map { "\(ui("planning.square_metres", ["count": $0]))" } ?? ""
        case "line_length":
            return stored.text.map { "\(ui("planning.metres", ["count": $0]))" } ?? ""
        case "site_area":
            return stored.text.map { "\(ui("planning.hectares", ["count": $0]))" } ?? ""
        case "site": return Geometry(stored: stored).map { "\(place($0, field))" } ?? ""
        default: return value.html(field, stored, documents: documents)
        }
    }

    /// Where a site is, and how large where it has a boundary.
    private func place(_ site: Geometry, _ field: FieldDescription) -> String {
        let place = ui("derived.place", ["place": value.text(field, site.stored)])
        let area = site.area.rounded()
        if area < 1 { return place }
        let hectares = (area / 100).rounded() / 100
        let size =
            area < 10_000 ? ui("planning.square_metres", ["count": ui.number(Int(area))])
            : ui("planning.hectares", ["count": "\(hectares)"])
        return ui("planning.site.shape", ["area": size, "place": place])
    }

    /// A kind of application in words; one that no word is known for as it stands.
    static func type(_ type: String, _ ui: UI) -> String {
        ui.words.find("planning.application.type.\(type)", in: ui.language) ?? type
    }

    /// A class of development with its number: "Class 2a: extension of a house".
    static func developmentClass(_ row: String, _ ui: UI) -> String {
        let number = String(row.prefix { $0 != "_" })
        guard let text = ui.words.find("fee.class.\(row)", in: ui.language) else { return number }
        return ui("planning.class", ["class": number, "text": text])
    }

    /// How a state looks, in a tag and on a map: what is decided and what went wrong stand out.
    static func tone(_ state: State) -> UI.Tone {
        switch state {
        case .granted, .decided: .good
        case .refused, .invalid: .bad
        case .furtherInformation: .attention
        case .lodged, .valid: .active
        default: .plain
        }
    }

    /// A state as a tag.
    static func tag(_ state: State, _ ui: UI) -> HTML {
        ui.tag(ui.state(state, of: Application.kind), tone(state))
    }

    /// What the case is called: its file number, or its address while it has none.
    static func title(_ application: Application, _ ui: UI) -> String {
        application.address ?? application.fileNumber ?? ui("planning.apply.untitled")
    }

    /// The address of a case.
    static func href(_ slug: String, _ id: RecordID, _ page: String? = nil) -> Href {
        let href: Href = "/t/\(slug)/planning/applications/\(id.text)"
        return page.map { "\(href)/\($0)" } ?? href
    }
}
