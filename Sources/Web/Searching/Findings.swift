// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What a search brings to light for one visitor: what is published, what stands in the commons
/// itself (`Face.found`), and of the tenants they work for what only they may see.
struct Findings {
    /// A record that is not published, and where it is read.
    struct Own {
        let record: FoundRecord
        let href: Href
    }

    static let pageSize = 20
    /// How many are shown beside what is published, and of how many tenants.
    private static let few = 5
    private static let mostTenants = 20
    /// How many of one tenant's are shown where only that is asked for.
    private static let many = 100

    /// The words that were looked for.
    var words = ""
    /// Whether they are not those that were typed, which find nothing.
    var isCorrected = false
    var published: RegisterPage?
    var commons: [Own] = []
    var work: [(tenant: Tenant, found: [Own])] = []

    var isEmpty: Bool { (published?.items.isEmpty ?? true) && commons.isEmpty && work.isEmpty }

    /// - Throws: `Problems` for a cursor that is none.
    static func of(_ request: Request) throws -> Findings {
        try check(request)
        let typed = request.query["q"] ?? ""
        guard !SearchWords.words(typed).isEmpty else { return Findings() }
        var findings = try find(typed, request)
        if findings.isEmpty, request.query["cursor"] ?? "" == "", request.query["exact"] == nil,
            let meant = try corrected(typed, request)
        {
            findings = try find(meant, request)
            findings.isCorrected = true
        }
        return findings
    }

    /// The kind of publication asked for; nil: any.
    static func kind(_ request: Request) -> PublishedKind? {
        request.query["kind"].flatMap(request.register.kind)
    }

    /// - Throws: `Problems` for a kind that there is not for this visitor.
    private static func check(_ request: Request) throws {
        guard let typed = request.query["kind"], !typed.isEmpty, kind(request) == nil else { return }
        throw Problems("kind", "not_a_choice", Phrase("problem.not_a_choice"))
    }

    private static func find(_ words: String, _ request: Request) throws -> Findings {
        var findings = Findings()
        findings.words = words
        let kinds = kind(request).map { Set([$0.name]) }
        if let slug = request.query["in"], !slug.isEmpty {
            let tenant = tenants(of: request).first { $0.slug == slug }
            findings.work = try tenant.map { [($0, try work($0, words, kinds, request, limit: many))] } ?? []
            findings.work.removeAll { $0.found.isEmpty }
            return findings
        }
        findings.published = try request.register.page(query(words, request))
        guard request.query["cursor"] ?? "" == "" else { return findings }
        if kinds == nil { findings.commons = try commons(words, request) }
        findings.work = try tenants(of: request).map { tenant in
            let found = try work(tenant, words, kinds, request, limit: few + pageSize).filter { own in
                // What is published is shown as that.
                try request.register.item(tenant: tenant.slug, record: own.record.row.id) == nil
            }
            return (tenant, Array(found.prefix(few)))
        }.filter { !$0.found.isEmpty }
        return findings
    }

    private static func query(_ words: String, _ request: Request) -> RegisterQuery {
        RegisterQuery(
            kind: kind(request)?.name, text: words,
            cursor: request.query["cursor"].flatMap { $0.isEmpty ? nil : $0 }, limit: pageSize,
            isCounted: true)
    }

    // MARK: Mistyped

    private static func corrected(_ typed: String, _ request: Request) throws -> String? {
        if request.query["in"] ?? "" == "" {
            if let meant = try request.register.corrected(query(typed, request)) { return meant }
            let kinds = Set(places(request).keys)
            let actor = request.visitor.actor(in: Tenant.commons)
            let inCommons = try request.site.network.commons.read(as: actor) {
                try $0.corrected(typed, in: kinds)
            }
            if let inCommons { return inCommons }
        }
        for tenant in tenants(of: request) {
            let meant = try store(of: tenant, request)?
                .read(as: request.visitor.actor(in: tenant.slug)) { try $0.corrected(typed) }
            if let meant { return meant }
        }
        return nil
    }

    // MARK: What is not published

    private static func places(_ request: Request) -> [String: Face.Place] {
        request.site.faces.reduce(into: [:]) { $0.merge($1.found) { first, _ in first } }
    }

    private static func commons(_ words: String, _ request: Request) throws -> [Own] {
        let places = places(request)
        let actor = request.visitor.actor(in: Tenant.commons)
        let found = try request.site.network.commons.read(as: actor) {
            try $0.search(words, in: Set(places.keys), limit: 10 * few)
        }
        var seen = Set<Href>()
        let own = found.compactMap { record -> Own? in
            guard let href = places[record.kind.key]?(record.row), seen.insert(href).inserted else {
                return nil
            }
            return Own(record: record, href: href)
        }
        return Array(own.prefix(few))
    }

    /// The tenants the visitor has a part in.
    private static func tenants(of request: Request) -> [Tenant] {
        let slugs = request.visitor.roles.filter { !$0.value.isEmpty && $0.key != Tenant.commons }
            .keys.sorted().prefix(mostTenants)
        return slugs.compactMap { slug in (try? request.site.network.find(slug)).flatMap { $0 } }
    }

    /// One that is out of service keeps nobody from what the others have.
    private static func store(of tenant: Tenant, _ request: Request) throws -> TenantStore? {
        do { return try request.site.network.tenant(tenant.slug) } catch Refusal.outOfService {
            return nil
        }
    }

    private static func work(
        _ tenant: Tenant, _ words: String, _ kinds: Set<String>?, _ request: Request, limit: Int
    ) throws -> [Own] {
        let actor = request.visitor.actor(in: tenant.slug)
        let found = try store(of: tenant, request)?
            .read(as: actor) { try $0.search(words, in: kinds, limit: limit) }
        return (found ?? []).map { record in
            let (kind, id) = (record.kind, record.row.id.text)
            return Own(
                record: record, href: "/t/\(tenant.slug)/\(kind.system)/\(kind.plural)/\(id)")
        }
    }
}
