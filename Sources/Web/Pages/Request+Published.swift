// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension Request {
    /// What the visitor may read of what the network has published.
    public var register: Register { site.network.register(for: visitor.audience) }

    /// Where a publication is read: where its kind says, else on the page of its record if that is
    /// for everyone, else on that of the record it belongs to, else in its kind's list.
    public func href(of item: RegisterItem) -> Href {
        let network = site.network
        if let declared = declaredPage(of: item) { return declared }
        let kind = network.systems.record(item.kind)
        if let own = page(of: kind, item.record.text, item.tenant) { return own }
        for field in kind?.fields ?? [] {
            guard case .link(let record) = field.kind, let id = item.columns[field.name]?.text
            else { continue }
            if let whole = page(of: network.systems.record(record), id, item.tenant) {
                return whole
            }
        }
        return register.kind(item.kind).flatMap { Href($0.path) } ?? "/"
    }

    /// Something of another tenant, as one knows it: here, or, of one that stayed in the network which
    /// that one came from, there.
    public func href(_ path: Href, of slug: String, knownTo tenant: String) -> Href {
        let network = site.network
        guard (try? network.find(slug)) == nil, (try? network.movedTo(slug)) == nil,
            let from = try? network.cameFrom(tenant)
        else { return path }
        return Href(from + path.string) ?? path
    }

    private func declaredPage(of item: RegisterItem) -> Href? {
        guard let kind = register.kind(item.kind), let page = kind.page else { return nil }
        let whole = kind.partOf.flatMap { item.columns[$0]?.text }
        var path = page.replacing(":tenant", with: item.tenant)
            .replacing(":record", with: whole ?? item.record.text)
        for name in kind.columnNames where path.contains(":\(name)") {
            path = path.replacing(":\(name)", with: Href.encoded(item.columns[name]?.text ?? ""))
        }
        // Of what is no part of the page, there is no place on it.
        if path.hasSuffix("#") { path.removeLast() }
        return Href(path)
    }

    /// The page of a record that everyone may read; nil if there is none.
    private func page(of kind: RecordKind?, _ id: String, _ tenant: String) -> Href? {
        guard let kind, tenant != Tenant.commons else { return nil }
        let path = "/t/:tenant/\(kind.system)/\(kind.plural)/:id"
        let isThere = site.router.routes.contains {
            $0.method == .get && $0.path == path && $0.access == .everyone
        }
        return isThere ? "/t/\(tenant)/\(kind.system)/\(kind.plural)/\(id)" : nil
    }

    /// What one sees of a publication at a glance: its reference, how it stands, whose it is and of
    /// which day.
    /// - Parameter naming: whether it says whose it is.
    public func glance(of item: RegisterItem, naming: Bool = true) throws -> String {
        let facts = [
            item.reference, ui.status(of: item),
            // What the operator publishes is somebody else's, whom its reference names.
            item.tenant == Tenant.commons || !naming
                ? nil : try site.network.find(item.tenant)?.name(in: language),
            item.day.map { ui.words.day($0, in: ui.language) },
        ]
        return facts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

extension UI {
    /// What the public's status of a publication is called: `KIND.status.NAME`, else the state of
    /// that name; nil where no word says it.
    func status(of item: RegisterItem) -> String? {
        words.find("\(item.kind).status.\(item.status)", in: language)
            ?? words.find("\(item.kind).state.\(item.status)", in: language)
    }
}
