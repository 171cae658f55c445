// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension Request {
    /// A page as an answer, with what stands around every page.
    public func page(_ page: Page, status: Int = 200, tenant: Tenant? = nil) -> Response {
        let tenant = tenant ?? parameters["tenant"].flatMap { try? site.network.find($0) }
        let html = ui.document(page, in: frame(tenant: tenant))
        return Response(status, Format.html.media, html.bytes)
            .adding("content-language", language.code).adding("vary", "cookie, accept-language")
    }

    private func frame(tenant: Tenant?) -> Frame {
        let entrances = site.faces.flatMap(\.navigation)
        var frame = Frame(
            site: site.configuration.siteName,
            place: tenant.map { Frame.Place(ui.name(of: $0), home: "/t/\($0.slug)") },
            navigation: entrances.compactMap { link($0.key, $0.path) },
            search: "/search", help: link("web.help", "/help"),
            foot: [("web.accessibility", "/accessibility"), ("web.open_data", "/open-data"),
                ("web.rules", "/rules")].compactMap(link),
            translations: translations,
            isDemonstration: site.configuration.isDemonstration || tenant?.isDemo == true,
            files: site.assets.files)
        if visitor.isSignedIn {
            frame.person = visitor.name
            frame.account = [link("web.your_work", "/work")].compactMap { $0 }
            frame.signOut = ("/sign-out", [("csrf", csrf)])
        } else {
            frame.account = [link("web.sign_in", "/sign-in")].compactMap { $0 }
        }
        return frame
    }

    private func link(_ key: String, _ path: String) -> UI.Link? {
        Href(path).map { UI.Link(ui(key), $0) }
    }

    /// This page in the other languages.
    private var translations: [Frame.Translation] {
        site.words.languages.compactMap { other in
            let pairs = query.pairs.filter { $0.name != "lang" }.map { ($0.name, Optional($0.value)) }
            return Href(path).map {
                Frame.Translation(
                    other, site.words("language.name", in: other),
                    $0.with(pairs + [("lang", other.code)]))
            }
        }
    }
}
