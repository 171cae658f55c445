// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Who a person is to an identity provider: its issuer and the name it knows them by, which it
/// gives to nobody else and never anew (OpenID Connect Core 1.0, section 2).
public struct Identity: Record {
    public var person = RecordID.none
    /// The provider's name in the settings when it was linked.
    public var provider = ""
    public var issuer = ""
    public var subject = ""

    public init() {}

    public static let fields: Fields<Identity> = [
        .person("person", \.person),
        .text("provider", \.provider, max: 40),
        .text("issuer", \.issuer, max: 500),
        .text("subject", \.subject, max: 255, privacy: .personal),
    ]

    public static let kind = RecordKind(
        Identity.self, system: "network", name: "identity", plural: "identities",
        states: ["linked", "unlinked"],
        readers: [.role(.administrator), .party(field: "person")],
        list: ListShape(columns: ["person", "provider"], order: "id"),
        indexes: [["subject"], ["person"]])

    /// Whose identity it is; nil: nobody's here.
    static func linked(_ issuer: String, _ subject: String, _ desk: any Desk) throws -> Stored<Identity>? {
        try desk.list(Identity.self, query(issuer, subject)).first
    }

    static func query(_ issuer: String, _ subject: String) -> Query {
        Query(
            [.field("subject", is: subject), .field("issuer", is: issuer), .state("linked")], limit: 1)
    }
}
