// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Shows the value of a field in the reader's language.
public struct FieldValue: Sendable {
    public let ui: UI
    public var words: FieldWords
    public let zone: Zone
    public let currency: String
    public var references: References
    /// Who reads: their own name is theirs to see.
    public var actor: Actor

    public init(_ context: DerivedContext, references: References = References()) {
        ui = context.ui
        words = context.words
        zone = context.zone
        currency = context.currency
        actor = context.actor
        self.references = references
    }

    /// The value as a page shows it; empty where there is none.
    /// - Parameter documents: the path of the record's documents, for links that open them.
    public func html(_ field: FieldDescription, _ value: Value, documents: Href? = nil) -> HTML {
        if value.isNull { return "" }
        switch field.kind {
        case .longText: return ui.prose(value.text ?? "")
        case .day: return Day(stored: value).map(ui.day) ?? ""
        case .instant: return Instant(stored: value).map { ui.moment($0, in: zone) } ?? ""
        case .geometry: return Geometry(stored: value).map(place) ?? ""
        case .link:
            let (title, href) = references.link(value.text ?? "")
            return href.map { ui.link(title ?? elsewhere, $0) } ?? "\(title ?? elsewhere)"
        case .tenant:
            let slug = value.text ?? ""
            return references.name(ofTenant: slug).map { ui.link($0, "/t/\(slug)") } ?? "\(slug)"
        case .files:
            let files = [FileReference](stored: value) ?? []
            guard let documents else { return "\(text(field, value))" }
            return
                """
                <ul class="link-list">\(files.map { file in
                    "<li>\(ui.documentLink(file, of: documents))</li>"
                })</ul>
                """
        case .json:
            return ui.details(ui("derived.json"), "<pre><code>\(value.text ?? "")</code></pre>")
        default: return "\(text(field, value))"
        }
    }

    /// The value as plain text; empty where there is none.
    public func text(_ field: FieldDescription, _ value: Value) -> String {
        switch (field.kind, value) {
        case (_, .null): return ""
        case (.flag, .integer(let flag)): return ui(flag != 0 ? "web.yes" : "web.no")
        case (.money, .integer(let cents)):
            return ui.money(Money(cents: Int(cents), currency: currency))
        case (.integer, .integer(let integer)): return ui.number(Int(integer))
        case (.decimal, .text(let text)): return ui.number(decimal: text)
        case (.choice, .text(let name)): return words.option(field.name, name)
        case (.choices, .text(let names)):
            return names.split(separator: " ").map { words.option(field.name, String($0)) }
                .joined(separator: ", ")
        case (.day, .text(let iso)):
            return Day(iso: iso).map { ui.words.day($0, in: ui.language) } ?? iso
        case (.instant, _):
            return Instant(stored: value).map { ui.momentText($0, in: zone) } ?? ""
        case (.geometry, _):
            return Geometry(stored: value)?.centroid?.typed ?? ""
        case (.person, .text(let id)): return person(id)
        case (.link, .text(let id)): return references.link(id).title ?? elsewhere
        case (.tenant, .text(let slug)): return references.name(ofTenant: slug) ?? slug
        case (.files, _):
            return ([FileReference](stored: value) ?? []).map(\.name).joined(separator: ", ")
        case (_, .text(let text)): return text
        case (_, .integer(let integer)): return String(integer)
        case (_, .real(let real)): return String(real)
        }
    }

    /// What stands for a record this reader cannot see: its id says nothing to anybody.
    private var elsewhere: String { ui("derived.link.elsewhere") }

    /// A person as this reader may know them.
    public func person(_ id: String) -> String {
        if let name = references.name(id) { return name }
        return ui(id == actor.person?.text ? "derived.person.you" : "derived.person.someone")
    }

    private func place(_ shape: Geometry) -> HTML {
        guard let middle = shape.centroid else { return "" }
        let points = shape.points.count
        let size = ui.count("derived.place.points", points)
        return """
            \(ui("derived.place", ["place": middle.typed]))\
            \(if: points > 1, " <span class=\"note\">\(size)</span>")
            """
    }
}

extension UI {
    /// A moment as text: `6 January 2026, 09:05`.
    public func momentText(_ instant: Instant, in zone: Zone) -> String {
        let day = words.day(zone.day(at: instant), in: language)
        return "\(day), \(Self.clockTime(zone.minuteOfDay(at: instant)))"
    }
}
