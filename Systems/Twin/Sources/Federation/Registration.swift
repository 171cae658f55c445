// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A context source as it is registered (GS CIM 009, 5.2.9), made ready for being asked.
struct Registration: Sendable {
    static let sort = "registration"
    static let type = "ContextSourceRegistration"

    let id: String
    /// As it is kept: names of types and attributes whole.
    let members: JSONObject
    let information: [RegisteredInformation]
    let mode: RegistrationMode
    private(set) var operations: Set<SourceOperation>
    /// Where the source is: `/ngsi-ld/v1/…` is put behind it.
    let endpoint: String
    let tenant: String?
    let alias: String?
    let expiresAt: Stamp?
    /// The data sets it has, `@none` for the default; nil: nobody said.
    let datasets: Set<String>?
    /// What goes along as headers, or `jsonldContext`.
    let sourceInformation: [(key: String, value: String)]
    let management: Management

    struct Management: Sendable {
        var isLocalOnly = false
        /// How long an answer may take.
        var timeout: Duration = .seconds(5)
        /// How long a source that did not answer is left alone.
        var cooldown: Duration = .zero
        /// For how long an answer stands for the next one; nil: for none.
        var cacheDuration: ISODuration?
    }

    /// Nil: it is none.
    init?(kept json: JSON) {
        guard let members = json.asObject, let id = members["id"]?.asString,
            let endpoint = members["endpoint"]?.asString
        else { return nil }
        self.id = id
        self.members = members
        self.endpoint = String(endpoint.reversed().drop { $0 == "/" }.reversed())
        information = (members["information"]?.asArray ?? []).map(RegisteredInformation.init(kept:))
        mode = members["mode"]?.asString.flatMap(RegistrationMode.init(rawValue:)) ?? .inclusive
        let named: Set<SourceOperation> = (members["operations"]?.texts ?? [SourceOperation.usual])
            .reduce(into: []) { $0.formUnion(SourceOperation.named($1) ?? []) }
        // An auxiliary source is never asked to change anything (4.3.6.2).
        operations = mode == .auxiliary ? named.filter(\.onlyReads) : named
        datasets = members["datasetId"].flatMap { $0.asString.map { [$0] } ?? $0.texts }.map(Set.init)
        tenant = members["tenant"]?.asString
        alias = members["contextSourceAlias"]?.asString
        expiresAt = members["expiresAt"]?.asString.flatMap { Stamp($0) }
        sourceInformation = (members["contextSourceInfo"]?.asArray ?? []).compactMap { pair in
            guard let key = pair["key"]?.asString, let value = pair["value"]?.asString else { return nil }
            return (key, value)
        }
        management = Management(members["management"])
    }

    /// The same, as if it could be asked one thing more.
    func lending(_ operation: SourceOperation) -> Registration {
        var other = self
        other.operations.insert(operation)
        return other
    }

    /// In whose words the source is spoken to; nil: in the sender's.
    var contextURL: String? { information(named: "jsonldContext") }

    /// Whether it wants its words in the body (4.3.6.6).
    var wantsLinkedBody: Bool { information(named: "contentType") == "application/ld+json" }

    /// Which edition of the specification what it is sent has to be of (4.3.6.6); nil: the latest.
    var edition: Edition? { information(named: "ngsildConformance").flatMap { Edition($0) } }

    private func information(named key: String) -> String? {
        sourceInformation.first { $0.key == key }?.value
    }

    func isThere(at now: Stamp) -> Bool { expiresAt.map { $0 > now } ?? true }

    /// Whether the source may have something of what is asked for.
    func concerns(_ interest: Interest) -> Bool { information.contains { $0.concerns(interest) } }

    /// The attributes of an entity the source has; nil: all of them.
    func attributes(of interest: Interest) -> Set<String>? {
        var names: Set<String> = []
        for part in information where part.concerns(interest) {
            if part.attributes.isEmpty { return nil }
            names.formUnion(part.attributes)
        }
        return names
    }
}

extension Registration.Management {
    init(_ json: JSON?) {
        isLocalOnly = json?["localOnly"]?.asBool ?? false
        let length = json?["cacheDuration"]?.asString.flatMap { ISODuration($0) }
        cacheDuration = length.flatMap { $0.isZero ? nil : $0 }
        if let number = json?["timeout"]?.asDouble, number > 0 {
            timeout = .milliseconds(Int(min(number, 30_000)))
        }
        if let number = json?["cooldown"]?.asDouble, number > 0 {
            cooldown = .milliseconds(Int(min(number, 86_400_000)))
        }
    }
}
