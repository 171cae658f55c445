// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

extension Request {
    /// The body whose things alone are asked for: `body=SLUG`.
    var oneBody: String? { query["body"]?.orNil }

    /// That a list is of one body alone, and the way to everybody's.
    func ofOneBody(_ list: Href) -> HTML {
        guard let slug = oneBody else { return "" }
        let tenant = try? site.network.find(slug)
        let name = tenant.map { ui.name(of: $0) } ?? slug
        return """
            <p>\(ui("knowledge.one_body", ["body": name])) \
            \(ui.link(ui("knowledge.one_body.all"), list))</p>
            """
    }

    /// Kept when a list is narrowed further.
    var oneBodyHidden: [(String, String)] { oneBody.map { [("body", $0)] } ?? [] }
}
