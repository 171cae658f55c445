// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A desk as the commons knows it, with the tenant whose it is.
struct OpenDesk: Sendable {
    let tenant: Tenant
    let id: RecordID
    let name: String
    let about: String?
    let audience: Several<Audience>
    let topic: Several<Topic>
    let language: Several<Tongue>
    let takesRest: Bool
    let promise: Int

    /// How forms name it: `tenant/id`.
    var address: String { "\(tenant.slug)/\(id.text)" }

    /// Every desk of the network that is open, by tenant and name.
    static func all(in network: Network) throws -> [OpenDesk] {
        let tenants = Dictionary(
            try network.tenants().map { ($0.slug, $0) }, uniquingKeysWith: { first, _ in first })
        var desks: [OpenDesk] = []
        var query = RegisterQuery(
            kind: PublishedKind.desk.name, limit: Register.largestPage, isWhole: true)
        repeat {
            let page = try network.register.page(query)
            desks += page.items.compactMap { item in
                tenants[item.tenant].flatMap { OpenDesk(item, of: $0) }
            }
            query.cursor = page.next
        } while query.cursor != nil
        return desks.sorted { ($0.tenant.slug, $0.name, $0.id.text) < ($1.tenant.slug, $1.name, $1.id.text) }
    }

    private init?(_ item: RegisterItem, of tenant: Tenant) {
        guard tenant.systems.contains("knowledge"), let body = item.publication?.body else { return nil }
        self.tenant = tenant
        id = item.record
        name = item.title
        about = body["about"]?.asString
        audience = Several(names: body["audience"])
        topic = Several(names: body["topic"])
        language = Several(names: body["language"])
        takesRest = body["takesRest"] == true
        promise = body["promise"]?.asInteger.map { Int($0) } ?? 5
    }
}

extension Several {
    /// Those of these names that are known.
    init(names: JSON?) {
        self.init((names?.asArray ?? []).compactMap(\.asString).compactMap(C.init(rawValue:)))
    }
}
