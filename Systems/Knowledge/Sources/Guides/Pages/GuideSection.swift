// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A section of a guide as everyone may read it, wherever it is published.
struct GuideSection {
    let title: String
    let guideTitle: String
    let sort: String
    let text: String
    let edition: Int

    /// Nil if there is no such section (any more).
    init?(of body: String, _ guide: String, _ anchor: String, in request: Request) throws {
        guard let id = RecordID(guide) else { return nil }
        let query = RegisterQuery(
            kind: PublishedKind.section.name, tenant: body,
            conditions: [.equal("guide", id), .equal("anchor", anchor)], limit: 1, isWhole: true)
        guard let item = try request.register.page(query).items.first,
            let whole = item.publication?.body, let text = whole["text"]?.asString
        else { return nil }
        title = item.title
        guideTitle = whole["guideTitle"]?.asString ?? ""
        sort = whole["sort"]?.asString ?? ""
        self.text = text
        edition = whole["edition"]?.asInteger.map { Int($0) } ?? 1
    }
}
