// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// An address that a tenant has told what happens in it. Held in the commons; its secret lies
/// beside, not in the journal.
public struct Webhook: Record {
    /// Who made it, and hears of it when it is switched off.
    public var person = RecordID.none
    public var tenant = ""
    public var address = ""
    /// Of what it is told, separated by blanks: `published`, `actions` (all of them), or actions by
    /// their keys.
    public var events = ""
    /// Why it was switched off.
    public var reason: String?

    public init() {}

    public static let fields: Fields<Webhook> = [
        .person("person", \.person),
        .text("tenant", \.tenant, max: 63),
        .text("address", \.address, max: 500, privacy: .staff),
        .text("events", \.events, max: 4_000),
        .text("reason", \.reason, max: 300),
    ]

    public static let kind = RecordKind(
        Webhook.self, system: "network", name: "webhook", plural: "webhooks",
        states: ["active", "disabled", "removed"],
        readers: [.role(.administrator), .role(.auditor), .party(field: "person")],
        list: ListShape(columns: ["tenant", "address", "events"], order: "id"),
        indexes: [["tenant"]])

    /// Whether it is told of an action, and whether of what is published.
    func hears(action: String, published: Bool) -> Bool {
        let all = Set(events.split(separator: " ").map(String.init))
        return all.contains("actions") || all.contains(action) || (published && all.contains("published"))
    }
}

/// Registering addresses, and switching them off.
enum WebhookActions {
    static let all: [ActionKind] = [
        add.kind, disable.kind, giveUp.kind, enable.kind, remove.kind,
    ]
    static let actor = Actor.system("webhooks")

    struct NewWebhook: Form {
        var tenant = ""
        var address = ""
        var events = ""
        static let fields: Fields<NewWebhook> = [
            .text("tenant", \.tenant, max: 63), .text("address", \.address, max: 500),
            .text("events", \.events, max: 4_000),
        ]
    }

    /// Internal, as all here: `Webhooks` has looked at the address, and keeps the secret.
    static let add = Action<Webhook, NewWebhook>(
        "add_webhook", by: [.signedIn], to: ["active"], isInternal: true
    ) { webhook, input, desk in
        guard desk.moment.actor.scopes == nil, let person = desk.moment.actor.person else {
            throw Refusal.forbidden
        }
        try RoleActions.mustAdminister(input.tenant, desk)
        webhook.person = person
        webhook.tenant = input.tenant
        webhook.address = input.address
        webhook.events = input.events
    }

    static let disable = Action<Webhook, Nothing>(
        "disable_webhook", by: [.signedIn], from: ["active"], to: ["disabled"], isInternal: true
    ) { webhook, _, desk in try RoleActions.mustAdminister(webhook.tenant, desk) }

    struct Reason: Form {
        var reason: String?
        static let fields: Fields<Reason> = [.text("reason", \.reason, max: 300)]
    }

    /// By itself, after it has failed for long.
    static let giveUp = Action<Webhook, Reason>(
        "give_up_webhook", by: [.system("webhooks")], from: ["active"], to: ["disabled"],
        isInternal: true
    ) { webhook, input, desk in
        webhook.reason = input.reason
        try desk.notify(
            Notice(
                to: webhook.person, Phrase("webhook.notice.given_up", ["tenant": webhook.tenant]),
                path: "/t/\(webhook.tenant)/webhooks/\(webhook.id.text)"))
    }

    static let enable = Action<Webhook, Nothing>(
        "enable_webhook", by: [.signedIn], from: ["disabled"], to: ["active"], isInternal: true
    ) { webhook, _, desk in
        try RoleActions.mustAdminister(webhook.tenant, desk)
        webhook.reason = nil
    }

    static let remove = Action<Webhook, Nothing>(
        "remove_webhook", by: [.signedIn], from: ["active", "disabled"], to: ["removed"],
        isInternal: true
    ) { webhook, _, desk in try RoleActions.mustAdminister(webhook.tenant, desk) }
}
