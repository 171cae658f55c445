// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What one person follows, at every body of the network.
struct OwnFollowing: Sendable {
    let tenant: Tenant
    let subscription: Stored<Subscription>

    /// Those of whoever asks; a body that is out of service is left out.
    static func all(for request: Request) throws -> [OwnFollowing] {
        try request.site.network.tenants().filter { $0.systems.contains("knowledge") }.compactMap { tenant in
            guard let store = try? request.site.network.tenant(tenant.slug) else { return nil }
            return try find(for: request, in: store).map { OwnFollowing(tenant: tenant, subscription: $0) }
        }
    }

    /// What they follow at one body; nil: nothing.
    static func find(for request: Request, in store: TenantStore) throws -> Stored<Subscription>? {
        guard let person = request.visitor.person else { return nil }
        return try store.read(as: .system("pages")) { reader in
            try reader.list(Subscription.self, Query([.field("person", is: person)], limit: 1)).first
        }
    }

    /// What has just been done, by `done=` in the address.
    static func notice(_ request: Request) -> UI.Notice? {
        DigestActions.all.first { $0.segment == request.query["done"] }
            .map { UI.Notice("<p>\(request.ui.done($0.key))</p>") }
    }

    /// What is followed, as rows of a summary.
    func rows(_ ui: UI) -> [UI.Row] {
        let words = FieldWords(ui, kind: Subscription.kind)
        func named(_ field: String, _ names: [String]) -> UI.Row {
            let texts = names.map { words.option(field, $0) }
            let all = texts.isEmpty ? ui("knowledge.follow.all") : texts.joined(separator: ", ")
            return UI.Row(words.label(field), all)
        }
        let fields = subscription.fields
        let isOpen = fields.topic.isEmpty && fields.readers.isEmpty && fields.byDuty != true
        var rows = [named("parts", fields.parts.all.map(\.rawValue))]
        if isOpen || !fields.topic.isEmpty { rows.append(named("topic", fields.topic.all.map(\.rawValue))) }
        if !fields.readers.isEmpty { rows.append(named("readers", fields.readers.all.map(\.rawValue))) }
        if fields.byDuty == true { rows.append(UI.Row(words.label("by_duty"), ui("web.yes"))) }
        if !fields.language.isEmpty { rows.append(named("language", fields.language.all.map(\.rawValue))) }
        rows.append(UI.Row(words.label("scope"), words.option("scope", fields.scope.rawValue)))
        rows.append(UI.Row(words.label("pace"), words.option("pace", fields.pace.rawValue)))
        return rows
    }

    /// One press to be told nothing more, or to be told again.
    func button(_ ui: UI, csrf: String, from page: String) -> HTML {
        let isActive = subscription.state == .active
        let path: Href = "/t/\(tenant.slug)/knowledge/digest"
        return ui.buttonForm(
            path.inside(isActive ? "stop" : "again"),
            ui(isActive ? "knowledge.digest.stop.button" : "knowledge.digest.again"),
            hidden: [("csrf", csrf), ("id", subscription.id.text), ("from", page)])
    }

    var change: Href {
        let list: Href = "/t/\(tenant.slug)/knowledge/subscriptions"
        return list.inside(subscription.id.text, DigestActions.change.kind.segment)
    }
}
