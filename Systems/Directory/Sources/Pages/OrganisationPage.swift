// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Everything known of one organisation, each thing with its source.
struct OrganisationPage {
    let ui: UI
    let view: DirectoryView
    let organisation: Organisation
    /// Where its own pages are, if it is a tenant.
    let tenant: Href?

    var slug: String { organisation.slug }
    var name: String { view.name(slug) }

    var page: Page {
        var page = Page(
            ui("directory.page.title", ["name": name]), width: .wide,
            """
            <h1>\(name)</h1>
            \(absence)\(ui.standing(view, today: "/directory/\(slug)"))
            \(organisation.summary.map { "<p class=\"lead\">\(ui.said($0))</p>" })
            \(about)\(services)\(parts)\(figures)\(contacts)\(relations)\(coverage)\(provided)\
            \(history)\(names)\(codes)
            <p>\(ui.link(ui("directory.entries.link"), "/directory/\(slug)/history"))</p>
            \(ui.keeping(view, "directory.keep.entries", "/directory/\(slug)/history"))
            \(ui.forms(
                "/directory/\(slug)", view.query,
                [
                    ("json", "directory.formats.organisation.json"),
                    ("jsonld", "directory.formats.organisation.jsonld"),
                ]))
            """)
        page.description = organisation.summary
        page.breadcrumbs = [UI.Link(ui("directory.title"), ("/directory" as Href).with(view.query))]
        return page
    }

    /// What is said of an organisation that was not there on the day.
    private var absence: HTML {
        let existed = view.existed(organisation)
        if existed == true { return "" }
        let isGone = organisation.until.map { $0 < view.day } ?? false
        let absent = isGone ? "directory.noLonger" : "directory.notYet"
        let key = existed == nil ? "directory.perhaps" : absent
        return ui.inset("<p>\(ui(key, ["name": name, "day": view.day.description]))</p>")
    }

    private var about: HTML {
        let address = organisation.website.flatMap { Href($0) }
        let website: HTML? = address.map { ui.link($0.string, $0) }
        let region = organisation.region.map { ", \($0)" } ?? ""
        let note: HTML? = organisation.note.map { "<br>\(ui.said($0))" }
        let town = ui.plain(organisation.town ?? "", organisation.townGa)
        let doubt = organisation.placeIsCertain == false && !town.isEmpty
        let languages = ui.each(organisation.languages?.parts ?? [], "directory.language")
        var rows = [
            row("kind", "\(ui.kind(organisation))\(note)"),
            row("country", "\(ui.country(organisation.country))\(region)"),
        ]
        if let parent = organisation.parent {
            rows.append(row("organisation", view.link(parent, ui)))
        }
        if !town.isEmpty {
            let mark = ui.tag(ui("directory.provenance.uncertain"), .attention)
            rows.append(row("place", "\(town) \(if: doubt, mark)"))
        }
        if let website { rows.append(row("website", website)) }
        if !languages.isEmpty { rows.append(row("languages", "\(languages)")) }
        if let tenant {
            rows.append(row("tenant", ui.link(ui("directory.links.tenant"), tenant)))
        }
        return ui.summaryList(rows)
    }

    private func row(_ column: String, _ value: HTML) -> UI.Row {
        UI.Row(ui("directory.column.\(column)"), value)
    }

    private var services: HTML {
        let all = view.snapshot.services[slug] ?? []
        return section("services", all) { service in
            let part: HTML? = service.part.map { " · \(view.link($0, ui))" }
            let channel: HTML? = service.channel.map {
                "<br>\(ui("directory.column.channel")): \(ui.said($0))"
            }
            return """
                <h3>\(ui.said(service.title))</h3><p>\(ui.said(service.description))</p>
                <p>\(ui("directory.column.audiences")): \
                \(ui.each(service.audiences.parts, "directory.audience"))\(part)\(channel)<br>\
                \(ui.provenance(service))</p>
                """
        }
    }

    private var parts: HTML {
        section("parts", view.parts(of: slug)) { part in
            let audiences = ui.each(part.audiences?.parts ?? [], "directory.audience")
            let sentence = ui(
                "directory.parts.serves", ["name": view.name(part.slug), "audiences": audiences])
            return """
                <h3>\(view.link(part.slug, ui))</h3><p>\(part.summary.map { ui.said($0) }) \
                \(sentence)<br>\(ui.provenance(part))</p>
                """
        }
    }

    private var figures: HTML {
        let all = view.snapshot.figures[slug] ?? []
        if all.isEmpty { return "" }
        let columns = [
            UI.Column(ui("directory.column.figure")),
            UI.Column(ui("directory.column.value"), isNumeric: true),
            UI.Column(ui("directory.column.source")),
        ]
        let rows = all.map { figure -> [HTML] in
            var value = figure.value.asText(ui)
            if let total = figure.total?.asText(ui) {
                value = ui("directory.figures.of", ["value": value, "of": total])
            }
            return [
                ui.said(figure.label), "\(value) \(ui.said(figure.unit))",
                ui.provenance(figure, period: figure.period),
            ]
        }
        return """
            <h2>\(ui("directory.section.figures"))</h2>
            \(ui.table(ui("directory.figures.caption", ["name": name]), columns, rows))
            """
    }

    private var contacts: HTML {
        section("contacts", view.snapshot.contacts[slug] ?? []) { contact in
            let role =
                contact.employer.map {
                    ui("directory.contacts.at", ["role": contact.role, "organisation": $0])
                } ?? contact.role
            let who: HTML =
                contact.name.map { "<strong>\($0)</strong>, \(ui.said(role))" }
                ?? "\(ui("directory.contacts.roleOnly", ["role": role]))"
            return "<p>\(who)<br>\(ui.provenance(contact))</p>"
        }
    }

    private var relations: HTML {
        section("relations", view.snapshot.relations[slug] ?? []) { relation in
            let text = ui("directory.relation.\(relation.sort.rawValue)", ["name": relation.name])
            return "<p>\(text)<br>\(ui.provenance(relation))</p>"
        }
    }

    /// A heading with something under it for each entry; nothing where there is none.
    func section<Item>(_ name: String, _ items: [Item], _ body: (Item) -> HTML) -> HTML {
        if items.isEmpty { return "" }
        return "<h2>\(ui("directory.section.\(name)"))</h2>\n\(items.map(body))"
    }
}
