// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The documents of a case that everyone may open, with kind, size, and since when.
struct CaseDocuments {
    private let page: PublicCasePage
    private let found: PublicCase
    private let ui: UI
    /// The day on which each document first stood on the public file, by digest.
    private let firstDay: [String: Day]

    init(_ page: PublicCasePage) {
        self.page = page
        found = page.found
        ui = page.request.ui
        var days: [String: Day] = [:]
        for version in page.known {
            for file in version.publication?.documents ?? [] where days[file.digest] == nil {
                days[file.digest] = page.found.zone.day(at: version.recordedAt)
            }
        }
        firstDay = days
    }

    var html: HTML {
        let application = found.application
        let groups = [
            ("case.drawings", application.drawings),
            ("case.other_documents", application.otherDocuments),
            ("case.information.reply", application.informationRounds.flatMap(\.files)),
        ].filter { !$0.1.isEmpty }
        let links = elsewhere
        return """
            <h2>\(ui("case.documents"))</h2>
            \(if: groups.isEmpty && links.isEmpty, "<p>\(ui("case.documents.none"))</p>")
            \(groups.map { key, files in
                """
                <h3>\(ui(key))</h3>
                <ul class="link-list">\(files.map { "<li>\(line($0))</li>" })</ul>
                """
            })
            \(if: !links.isEmpty, """
                <h3>\(ui("case.documents.elsewhere"))</h3>
                <ul class="link-list">\(links)</ul>
                """)
            """
    }

    private func line(_ file: FileReference) -> HTML {
        let facts = [
            file.label, Self.kind(file.type), ui.size(file.size),
            firstDay[file.digest].map {
                ui("case.document.since", ["day": $0.description])
            } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
        // A document that has been taken back since is named, but nobody can open it any more.
        let href: Href = "\(found.documents)/\(file.digest)/\(file.name)"
        let name: HTML = isOpen(file) ? ui.link(file.name, href) : "\(file.name)"
        return "\(name) <span class=\"note\">\(facts)</span>"
    }

    private func isOpen(_ file: FileReference) -> Bool {
        guard page.asOf != nil else { return true }
        let last = page.versions.last
        return last?.untilAt == nil
            && last?.publication?.documents.contains { $0.digest == file.digest } == true
    }

    /// What kind of file it is, in the word people use.
    private static func kind(_ type: String) -> String {
        let last = type.split(separator: "/").last.map(String.init) ?? type
        switch last {
        case "plain": return "TXT"
        case let long where long.utf8.count > 5: return ""
        default: return last.uppercased()
        }
    }

    /// The documents that the case's own authority shows, at its own addresses.
    private var elsewhere: [HTML] {
        (found.publication.body["documents_elsewhere"]?.asArray ?? []).compactMap { document in
            guard let address = document["url"]?.asString, let href = Href(address) else {
                return nil
            }
            let kinds = (document["types"]?.asArray ?? []).compactMap {
                ($0["description"] ?? $0["value"])?.asString ?? $0["value"]?.asString
            }
            let name = document["name"]?.asString ?? address
            return """
                <li>\(ui.link(name, href)) \
                <span class="note">\(kinds.joined(separator: ", "))</span></li>
                """
        }
    }
}
