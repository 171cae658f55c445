// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// The newest changes of what the filters find, as a feed to subscribe to.
struct RegisterFeed {
    private static let pageSize = 50

    let request: Request
    let filter: RegisterFilter
    let query: RegisterQuery

    init(_ request: Request, _ filter: RegisterFilter, _ query: RegisterQuery) {
        self.request = request
        self.filter = filter
        self.query = query
    }

    func answer() throws -> Response {
        let (ui, network) = (request.ui, request.site.network)
        var query = query
        query.order = .recorded
        query.limit = filter.limit ?? Self.pageSize
        let page = try network.register.page(query)
        let entries = try page.items.map { item in
            let authority = try network.find(item.tenant)?.name ?? item.tenant
            let url = request.address(PublicCase.href(item.tenant, item.record).string)
            let status = ui.state(State(rawValue: item.status), of: Application.kind)
            return AtomFeed.Entry(
                id: "urn:uuid:\(item.record.text)", title: "\(item.reference): \(item.title)",
                updated: item.recordedAt, link: url, summary: "\(status). \(item.summary)", author: authority,
                categories: [item.status], point: item.point?.rounded(decimals: 6))
        }
        let own = filter.href(.atom, ["view": nil])
        let feed = AtomFeed(
            id: request.address(own.string),
            title: filter.own.map { ui("register.title.of", ["authority": $0.name]) }
                ?? ui("register.title"),
            author: filter.own?.name ?? request.site.configuration.siteName,
            address: request.address(own.string), page: request.address(filter.href().string),
            next: page.next.map {
                request.address(filter.href(.atom, ["cursor": $0, "view": nil]).string)
            },
            language: request.language, entries: entries)
        return .cacheable(feed.text, as: .atom, for: request)
    }
}
