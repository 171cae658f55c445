// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// How the directory's pages say what an entry says, and whence it is known.
extension UI {
    /// A text of an entry, in the reader's language if it has it, else in English and marked so.
    func said(_ english: String, _ irish: String? = nil) -> HTML {
        if language == .english { return "\(english)" }
        if language == .irish, let irish { return "\(irish)" }
        return "<span lang=\"en\">\(english)</span>"
    }

    /// The same where there can be no mark: in a title, or a file.
    func plain(_ english: String, _ irish: String? = nil) -> String {
        language == .irish ? irish ?? english : english
    }

    /// Source, date and doubt of an entry, small. `period` is what it is of, where it is not of
    /// a day.
    func provenance(_ entry: some Entry, period: String? = nil) -> HTML {
        let known = entry.known
        let readOn = known.readOn?.description ?? ""
        let when =
            if let day = known.statedOn {
                self("directory.provenance.dated", ["date": day.description])
            } else if let period {
                self("directory.provenance.period", ["period": period, "readOn": readOn])
            } else {
                self("directory.provenance.undated", ["readOn": readOn])
            }
        return "<span class=\"provenance\">\(when) · \(origin(entry))</span>"
    }

    /// Source and doubt alone, where the day stands beside them.
    func origin(_ entry: some Entry) -> HTML {
        let doubt = tag(self("directory.provenance.uncertain"), .attention)
        return "\(source(entry.known.source))\(if: !entry.known.isCertain, " · \(doubt)")"
    }

    /// A source as a link where it has an address.
    func source(_ source: String) -> HTML {
        let prefix = self("web.source")
        if source == "general knowledge" {
            return "\(prefix) \(self("directory.provenance.generalKnowledge"))"
        }
        guard let href = Href(source) else { return "\(prefix) \(said(source))" }
        let host = source.split(separator: "/").dropFirst().first.map(String.init)
        let text = source.hasPrefix("/") ? self("directory.provenance.here") : host ?? source
        return "\(prefix) \(link(text, href))"
    }

    /// From when until when something held.
    func span(_ entry: some Lasting) -> HTML {
        let from = entry.from.map { day($0) } ?? "\(self("directory.history.beforeRecords"))"
        let until = entry.until.map { day($0) } ?? "\(self("directory.history.stillValid"))"
        return "\(from) – \(until)"
    }

    /// The words for keys such as audiences, one after another.
    func each(_ keys: [String], _ prefix: String) -> String {
        keys.map { find("\(prefix).\($0)") ?? $0 }.joined(separator: ", ")
    }

    /// The text of a key made from what was recorded; nil where there is none.
    func find(_ key: String) -> String? { words.find(key, in: language) }

    func kind(_ organisation: Organisation) -> String {
        self("directory.kind.\(organisation.sort.rawValue)")
    }

    func country(_ code: String) -> String { find("directory.country.\(code)") ?? code }

    /// For which day and moment a page stands.
    func standing(_ view: DirectoryView, today: Href) -> HTML {
        let day = view.day.description
        let key = view.on == nil ? "directory.asOf.now" : "directory.asOf.day"
        let back: HTML =
            view.on == nil && view.asOf == nil
            ? "" : " \(link(self("directory.asOf.today"), today))"
        let recorded: HTML? = view.asOf.map {
            "<p>\(self("directory.asOf.recorded", ["moment": $0.description]))</p>"
        }
        return "<p class=\"hint\">\(self(key, ["day": day]))\(back)</p>\(recorded)"
    }

    /// The question for the day.
    func dayAsked(_ view: DirectoryView, _ prefix: String) -> HTML {
        dayInput(
            Ask("on", label: self("\(prefix).filter.on"), hint: self("\(prefix).filter.on.hint")),
            value: view.on?.description ?? "")
    }

    /// The way to where entries are recorded, corrected and struck out, for those who may.
    func keeping(_ view: DirectoryView, _ key: String, _ href: Href) -> HTML {
        view.isKeeper ? "<p>\(link(self(key), href))</p>" : ""
    }

    /// Links to the same page in other forms.
    func forms(_ path: String, _ query: [(String, String?)], _ forms: [(String, String)]) -> HTML {
        let links = forms.compactMap { format, key in
            Href("\(path).\(format)" as String).map { UI.Link(self(key), $0.with(query)) }
        }
        return feedLinks(links, label: self("directory.formats.heading"))
    }
}

extension DirectoryView {
    /// The query values that say for which day and moment the page stands.
    var query: [(String, String?)] {
        [("on", on?.description), ("asOf", asOf?.description)]
    }

    /// A link to an organisation's page, on the same day.
    func link(_ slug: String, _ ui: UI) -> HTML {
        snapshot.organisations[slug] == nil ? "\(slug)" : ui.link(name(slug), href(slug))
    }

    /// A link to a system's coverage, on the same day.
    func link(_ system: SharedSystem, _ ui: UI) -> HTML {
        let href: Href = "/coverage/\(system.slug)"
        return ui.link(ui.plain(system.name, system.nameGa), href.with(query))
    }

    func href(_ slug: String) -> Href { ("/directory/\(slug)" as Href).with(query) }
}
