// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// That somebody was there: a page to print, and the public address at which its number is checked.
struct CertificatePage {
    private static let path = "/t/:tenant/knowledge/certificates"
    /// How many numbers one address checks in an hour.
    private static let mostAnHour = 60

    static let routes = [
        Route(.get, "/t/:tenant/knowledge/registrations/:id/certificate", .signedIn, system: "knowledge") {
            try CertificatePage($0).show()
        },
        Route(.get, path, .everyone, system: "knowledge") { try await CertificatePage($0).check() },
    ]

    private let context: DerivedContext
    private var ui: UI { context.ui }
    private var request: Request { context.request }
    private var checking: Href { "/t/\(context.slug)/knowledge/certificates" }

    private init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Registration.kind)
    }

    /// To whom it was given, and to staff.
    private func show() throws -> Response {
        let registration = Stored<Registration>(try context.find().whole)
        guard registration.certificate != nil, let event = try event(of: registration) else {
            throw Refusal.notFound
        }
        let number = registration.certificate ?? ""
        let address = request.site.configuration.address + checking.with(["number": number]).string
        var page = Page(
            ui("knowledge.certificate"),
            """
            <h1>\(ui("knowledge.certificate"))</h1>
            \(text(registration, event))
            <p>\(ui("knowledge.certificate.number")) <strong>\(number)</strong></p>
            <p>\(ui("knowledge.certificate.check_at"))<br><code class="address">\(address)</code></p>
            \(ui.qrCode(address, label: ui("knowledge.certificate.check_at")))
            """)
        page.isPrivate = true
        return request.page(page)
    }

    private func text(_ registration: Stored<Registration>, _ event: Stored<Event>) -> HTML {
        let one = registration.occurrence.flatMap { day in
            event.fields.occurrences.first { $0.day == day }
        } ?? event.fields.occurrence(on: event.startsOn)
        let issued = registration.issuedOn.map {
            ui("knowledge.certificate.issued", ["day": $0.description])
        }
        return """
            <p class="lead"><strong>\(registration.name)</strong>\
            \(registration.organisation.map { ", \($0)" as HTML })</p>
            <p>\(ui("knowledge.certificate.took_part"))</p>
            <p class="lead"><strong>\(event.title)</strong></p>
            <p>\(EventTimes(ui).text(one, here: context.zone)) · \(ui.name(of: context.store.tenant))</p>
            \(issued.map { "<p>\($0)</p>" })
            """
    }

    private func event(of registration: Stored<Registration>) throws -> Stored<Event>? {
        try context.store.read(as: .system("pages")) { try $0.find(Event.self, registration.event) }
    }

    /// Whether a number is one that was given, and to whom: whoever has the number has seen the paper.
    private func check() async throws -> Response {
        let typed = (request.query["number"] ?? "").uppercased().filter { !$0.isWhitespace }
        var result: HTML = ""
        if !typed.isEmpty {
            try await request.site.network.count(
                "certificate.peer", from: request.peer, atMost: Self.mostAnHour, within: 60 * 60,
                at: request.now)
            result = try find(typed)
        }
        var page = Page(
            ui("knowledge.certificate.check"),
            """
            <h1>\(ui("knowledge.certificate.check"))</h1>
            <p>\(ui("knowledge.certificate.check.text", ["body": ui.name(of: context.store.tenant)]))</p>
            \(ui.searchBox(checking, name: "number", label: ui("knowledge.certificate.number"), value: typed))
            <div role="status">\(result)</div>
            """)
        page.isPrivate = true
        return request.page(page)
    }

    private func find(_ number: String) throws -> HTML {
        let found = try context.store.read(as: .system("pages")) { reader in
            try reader.list(
                Registration.self,
                Query([.field("certificate", is: number), .state(.came)], limit: 1)).first
        }
        guard let found, let event = try event(of: found) else {
            return ui.emptyState(ui("knowledge.certificate.unknown"))
        }
        return ui.inset("<p>\(ui.tag(ui("knowledge.certificate.good"), .good))</p>\(text(found, event))")
    }
}
