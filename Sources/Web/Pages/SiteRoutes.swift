// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The pages of the site itself, the same in every network. A face's own route takes the place of
/// any of them.
enum SiteRoutes {
    static let all = [
        Route(.get, "/", .everyone) { try HomePage($0).answer() },
        Route(.get, "/help", .everyone) { $0.page(TextPage.help($0)) },
        Route(.get, "/accessibility", .everyone) { $0.page(TextPage.accessibility($0)) },
        Route(.get, "/open-data", .everyone) { $0.page(OpenDataPage.page($0)) },
        Route(.get, "/rules", .everyone, formats: [.csv, .json]) { try RulesPage($0).answer() },
        Route(.get, "/search", .everyone, formats: [.json]) { try SearchPage($0).answer() },
        Route(.get, "/tenants", .everyone) { try TenantsPage($0).answer() },
        Route(.get, "/sitemap", .everyone) { $0.page(try SiteMap($0).page()) },
        Route(.get, "/sitemap.xml", .everyone) { try SiteMap($0).xml() },
    ]
}
