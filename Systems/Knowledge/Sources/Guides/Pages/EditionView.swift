// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// An edition as it is read: what is in it, and every section with its address and how to cite it.
struct EditionView {
    let shown: ShownEdition
    let context: DerivedContext
    /// The language each section is read in.
    let reading: GuideReading
    /// The open round on it, if the reader may take part.
    var round: Stored<Round>?
    private var ui: UI { context.ui }
    private var isWritten: Bool { shown.edition.state == .draft && context.actor.isStaff }

    var html: HTML {
        if shown.sections.isEmpty { return ui.emptyState(ui("knowledge.edition.empty")) }
        return """
            <nav aria-labelledby="contents"><h2 id="contents">\(ui("knowledge.contents"))</h2>
            <ol>\(shown.sections.map(entry))</ol></nav>
            \(shown.sections.map(section).joined(by: "\n"))
            """
    }

    private func entry(_ section: Stored<Section>) -> HTML {
        let title = reading.text("title", of: section, ui)
        return "<li><a href=\"\(place(section))\"\("lang", title.lang)>\(title.text)</a></li>"
    }

    private func place(_ section: Stored<Section>) -> Href { "#\(section.anchor)" }

    private func section(_ section: Stored<Section>) -> HTML {
        let here = shown.href(context.slug, section.anchor, key: context.request.linkSecret)
        let title = reading.text("title", of: section, ui)
        return """
        <section id="\(section.anchor)" aria-label="\(title.text)">
        <h2><span\("lang", title.lang)>\(title.text)</span> <a href="\(here)" \
        class="meta"><span aria-hidden="true">#</span>\(ui.unseen(
            ui("knowledge.section.link", ["section": title.text])))</a></h2>
        \(reading.note(on: section, context))
        \(text(section))
        \(if: isWritten, writing(section), else: doing(section))
        </section>
        """
    }

    private func text(_ section: Stored<Section>) -> HTML {
        let read = reading.text("text", of: section, ui)
        return "<div\("lang", read.lang)>\(body(section, read.text))</div>"
    }

    private func body(_ section: Stored<Section>, _ text: String) -> HTML {
        switch section.sort {
        case .text: GuideText(text).html
        case .checklist:
            """
            <p>\(ui.tag(context.sorts("checklist")))</p>
            <ul>\(Checklist(lines: text).items.map {
                "<li>\(GuideText($0.text).line)</li>" as HTML
            })</ul>
            """
        case .template: "<p>\(ui.tag(context.sorts("template")))</p>\(ui.prose(text))"
        }
    }

    /// What readers do with a section: cite it, comment on it, fill it in.
    private func doing(_ section: Stored<Section>) -> HTML {
        let cite = ui.details(
            ui("knowledge.cite"), "<p>\(shown.citation(section, context))</p>")
        return """
            \(round.map { comment(section, in: $0) })
            \(if: section.sort != .text && section.state == .published, fillIn(section))
            \(if: shown.edition.publishedOn != nil, cite)
            """
    }

    private func comment(_ section: Stored<Section>, in round: Stored<Round>) -> HTML {
        let form: Href = "/t/\(context.slug)/knowledge/comments/new/comment"
        let href = form.with([
            ("round", round.id.text), ("anchor", section.anchor), ("key", context.request.linkSecret),
        ])
        return "<p>\(ui.link(ui("knowledge.comment.on"), href, about: section.title))</p>"
    }

    /// To the form in each tenant whose officer the reader is.
    private func fillIn(_ section: Stored<Section>) -> HTML {
        let mine = context.request.visitor.roles.filter { !$0.value.isDisjoint(with: [.officer, .manager]) }
        let links = mine.keys.sorted().compactMap { slug -> UI.Link? in
            guard let tenant = try? context.request.site.network.find(slug),
                tenant.systems.contains("knowledge")
            else { return nil }
            let form: Href = "/t/\(slug)/knowledge/sheets/new/start-sheet"
            let href = form.with([
                ("body", context.slug), ("guide", shown.guide.id.text), ("anchor", section.anchor),
            ])
            return UI.Link(ui("knowledge.sheet.start", ["tenant": ui.name(of: tenant)]), href)
        }
        return links.isEmpty ? "" : ui.linkList(links)
    }

    private func writing(_ section: Stored<Section>) -> HTML {
        let actions = [
            GuideActions.changeSection.kind, GuideActions.moveSection.kind,
            GuideActions.removeSection.kind,
        ].filter { $0.permits(context.actor, on: section.row.grounds) }
        return ui.linkList(
            actions.map { action in
                let path: Href =
                    "/t/\(context.slug)/knowledge/sections/\(section.id.text)/\(action.segment)"
                return UI.Link("\(ui.name(of: action)): \(section.title)", path)
            })
    }
}

extension DerivedContext {
    /// What a sort of section is called.
    func sorts(_ name: String) -> String { FieldWords(ui, kind: Section.kind).option("sort", name) }
}

extension GuideText {
    /// A text of one line.
    var line: HTML {
        if case .paragraph(let inlines)? = blocks.first, blocks.count == 1 { return Self.html(inlines) }
        return HTML(text: plain)
    }
}
