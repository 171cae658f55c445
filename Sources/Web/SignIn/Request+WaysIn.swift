// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A way into a system with what leads there and a line of what it is.
struct WayIn {
    let system: String
    let entrance: Face.Entrance
    let card: (link: UI.Link, text: String)
}

extension Request {
    /// The ways into a tenant's systems that are open to the visitor.
    func entrances(in tenant: Tenant) -> [WayIn] {
        site.faces.filter { tenant.systems.contains($0.system.name) }
            .flatMap { face in
                face.work.filter { $0.path.contains(":tenant") }.compactMap { entrance in
                    card(entrance, in: tenant).map {
                        WayIn(system: face.system.name, entrance: entrance, card: $0)
                    }
                }
            }
    }

    /// A way in as a card; nil if it is not open to the visitor.
    func card(_ entrance: Face.Entrance, in tenant: Tenant?) -> (link: UI.Link, text: String)? {
        let roles = tenant.map { visitor.actor(in: $0.slug).roles } ?? []
        let isOpen =
            switch entrance.access {
            case .everyone: true
            case .signedIn: visitor.isSignedIn
            case .roles(let allowed): !roles.isDisjoint(with: allowed)
            }
        if let tenant, let known = entrance.jurisdictions, !known.contains(tenant.jurisdiction) {
            return nil
        }
        let path = entrance.path.replacing(":tenant", with: tenant?.slug ?? "")
        guard isOpen, let href = Href(path) else { return nil }
        let text = ui.words.find("\(entrance.key).card", in: language) ?? ""
        return (UI.Link(ui(entrance.key), href), text)
    }

    /// What the staff of every tenant have, by role: who holds roles, and the journal.
    func staffLinks(_ slug: String) -> [UI.Link] {
        let roles = visitor.actor(in: slug).roles
        var links: [UI.Link] = []
        if slug == Tenant.commons, roles.contains(.administrator) {
            links.append(UI.Link(ui("operations.title"), "/t/commons/operations"))
            links.append(UI.Link(ui("mail.title"), "/t/commons/mail"))
        }
        if mayAdminister(slug) {
            links.append(UI.Link(ui("people.title"), "/t/\(slug)/people"))
            links.append(UI.Link(ui("jobs.title"), "/t/\(slug)/jobs"))
            if site.webhooks != nil {
                links.append(UI.Link(ui("webhook.title"), "/t/\(slug)/webhooks"))
            }
        }
        if !roles.isDisjoint(with: [.auditor, .administrator]) {
            links.append(UI.Link(ui("journal.title"), "/t/\(slug)/journal"))
        }
        return links
    }

    /// Whether the visitor administers the network, and so everybody's accounts.
    var mayAdministerNetwork: Bool {
        visitor.actor(in: Tenant.commons).roles.contains(.administrator)
    }

    /// Whether the visitor grants roles in a tenant: its administrators and the operator's do.
    func mayAdminister(_ slug: String) -> Bool {
        [slug, Tenant.commons].contains { visitor.actor(in: $0).roles.contains(.administrator) }
    }
}

extension Request {
    /// What a tenant is called on pages about people.
    func placeName(_ slug: String) throws -> String {
        try site.network.find(slug).map { ui.name(of: $0) } ?? slug
    }
}
