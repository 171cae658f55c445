// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// What of a case was public when: every version there was, with what it changed.
struct CaseHistory {
    private struct Change {
        let version: RegisterItem
        /// The names of the fields that it tells otherwise than the one before.
        let fields: [String]
        let isNewState: Bool
    }

    private let request: Request
    private let found: PublicCase
    /// Oldest first.
    private let changes: [Change]
    private var ui: UI { request.ui }

    init(_ page: PublicCasePage) throws {
        request = page.request
        found = page.found
        var before: (body: JSON, status: String)?
        changes = page.known.map { version in
            let body = version.publication?.body ?? .null
            defer { before = (body, version.status) }
            let names = Application.publicFields.filter { name in
                before.map { $0.body[name] != body[name] } ?? false
            }
            return Change(
                version: version, fields: names, isNewState: before?.status != version.status)
        }
    }

    /// The versions, newest first, each with a way to the case as it then was.
    var html: HTML {
        let events = changes.reversed().map { change in
            UI.Event(
                title(change), when: ui.moment(change.version.recordedAt, in: found.zone),
                isMajor: change.isNewState,
                """
                \(if: !change.fields.isEmpty, "<p>\(said(change))</p>")
                <p>\(ui.link(
                    ui("case.history.see"), at(change.version),
                    about: ui("case.history.version", ["number": "\(change.version.version)"])))</p>
                """)
        }
        return ui.details(ui("case.history"), isOpen: false, ui.timeline(events))
    }

    /// The same as a feed, so that whoever follows the case hears of each change.
    var feed: AtomFeed {
        let url = request.address(found.href.string)
        return AtomFeed(
            id: url, title: "\(found.item.reference): \(found.title)", author: found.tenant.name,
            address: "\(url).atom", page: url, language: request.language,
            entries: changes.reversed().map { change in
                AtomFeed.Entry(
                    id: "\(url)?version=\(change.version.version)", title: title(change),
                    updated: change.version.recordedAt,
                    link: request.address(at(change.version).string),
                    summary: change.fields.isEmpty
                        ? found.application.proposal ?? "" : said(change),
                    categories: [change.version.status],
                    point: change.version.point?.rounded(decimals: 6))
            })
    }

    /// The versions as programs get them, oldest first.
    var json: JSON {
        .array(changes.map { change in
            [
                "version": .integer(change.version.version),
                "recordedAt": .string(change.version.recordedAt.description),
                "untilAt": .optional(change.version.untilAt?.description),
                "status": .string(change.version.status),
                "changed": .array(change.fields.map(JSON.string)),
            ]
        })
    }

    private func at(_ version: RegisterItem) -> Href {
        found.href.with(["asOf": version.recordedAt.description])
    }

    private func title(_ change: Change) -> String {
        let state = ui.state(State(rawValue: change.version.status), of: Application.kind)
        if change.version.version == changes.first?.version.version {
            return ui("case.history.first", ["state": state])
        }
        return change.isNewState ? state : ui("case.history.changed")
    }

    private func said(_ change: Change) -> String {
        let names = change.fields.map { name in
            ui.words.find("case.field.\(name)", in: ui.language)
                ?? ui.words.find("case.\(name)", in: ui.language)
                ?? FieldWords(ui, kind: Application.kind).label(name)
        }
        return ui("case.history.fields", ["fields": names.joined(separator: ", ")])
    }
}
