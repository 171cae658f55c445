// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// One case in the register, in every form a list is given in.
struct RegisterEntry {
    let item: RegisterItem
    /// The name of the authority.
    let authority: String
    let address: String

    /// - Parameter address: the site's own, for whole addresses.
    init(_ item: RegisterItem, authority: String, address: String) {
        self.item = item
        self.authority = authority
        self.address = address
    }

    var href: Href { PublicCase.href(item.tenant, item.record) }
    private var url: String { address + href.string }
    private var title: String { item.title.isEmpty ? item.reference : item.title }

    // MARK: On a page

    /// - Parameters:
    ///   - found: the case, where its clocks are to be told.
    static func html(_ found: PublicCase, _ ui: UI) -> HTML {
        let item = found.item
        let isLong = item.summary.count > 260
        let proposal = isLong ? String(item.summary.prefix(250)) + "…" : item.summary
        return """
            <li><h3>\(ui.link(found.title, found.href))</h3>
            <p class="meta">\(item.reference) · \(ui.name(of: found.tenant)) · \
            \(found.tag(ui))</p>
            <p>\(proposal)</p>
            <p class="meta">\(dates(found, ui).joined(by: " · "))</p></li>

            """
    }

    /// What matters in time: when it came in, what is due or done, until when one may speak.
    private static func dates(_ found: PublicCase, _ ui: UI) -> [HTML] {
        let application = found.application
        var parts: [HTML] = []
        func add(_ key: String, _ day: Day?) {
            guard let day else { return }
            parts.append("\(ui(key, ["day": day.description]))")
        }
        add("register.received", application.receivedOn)
        if application.decidedOn != nil {
            add("register.decided", application.decidedOn)
        } else if let decision = found.clock(ClockName.decision), decision.state == .running {
            add("register.due", decision.lastGoodDay)
        }
        add("register.withdrawn", application.withdrawnOn)
        if found.isOpen {
            let until = found.say.until.map { ui("register.say", ["day": $0.description]) }
            parts.append("<strong>\(until ?? ui("register.say.until_decision"))</strong>")
        }
        return parts
    }

    // MARK: For programs

    var json: JSON {
        [
            "tenant": .string(item.tenant), "authority": .string(authority),
            "id": .string(item.record.text), "version": .integer(item.version),
            "recordedAt": .string(item.recordedAt.description),
            "fileNumber": .string(item.reference), "address": .string(item.title),
            "proposal": .string(item.summary), "type": .optional(column("type")),
            "status": .string(item.status), "decision": .optional(column("decision")),
            "receivedOn": .day(item.day), "decidedOn": .optional(column("decided_on")),
            "sayUntil": .optional(sayUntil),
            "point": point.map { Geometry.point($0).json } ?? .null,
            "href": .string(href.string), "url": .string(url),
        ]
    }

    /// A feature at the site's middle; the case's own address gives its outline.
    var feature: FeatureCollection.Feature {
        var properties = json.asObject ?? JSONObject()
        properties["point"] = nil
        properties["label"] = .string("\(item.reference): \(title)")
        return .init(id: url, place: point.map(Geometry.point), properties: properties)
    }

    static let csvHead = [
        "tenant", "authority", "id", "file_number", "address", "proposal", "type", "status",
        "decision", "received_on", "decided_on", "say_until", "longitude", "latitude",
        "recorded_at", "url",
    ]

    var csv: [CSVWriter.Cell] {
        [
            .plain(item.tenant), .text(authority), .plain(item.record.text),
            .text(item.reference), .text(item.title), .text(item.summary),
            cell("type"), .plain(item.status), cell("decision"),
            item.day.map { .plain($0.description) } ?? .empty, cell("decided_on"),
            sayUntil.map { .plain($0) } ?? .empty, point.map { .plain("\($0.longitude)") } ?? .empty,
            point.map { .plain("\($0.latitude)") } ?? .empty,
            .plain(item.recordedAt.description), .plain(url),
        ]
    }

    /// To a tenth of a metre, which is more than anybody has measured.
    private var point: Point? { item.point?.rounded(decimals: 6) }

    /// The last day for a submission. Where they are taken until the decision, nobody knows it yet,
    /// and the last day there is stands in its place.
    private var sayUntil: String? {
        column("say_until").flatMap { $0 == Day.last.description ? nil : $0 }
    }

    private func column(_ name: String) -> String? { item.columns[name]?.text }

    private func cell(_ name: String) -> CSVWriter.Cell { column(name).map { .text($0) } ?? .empty }
}
