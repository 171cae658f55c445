// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension KnowledgeStories {
    /// What bodies offer, as their sources tell it.
    func tellCatalogue(_ facts: JSON) async throws {
        for content in facts["catalogue"]?.asArray ?? [] {
            let title = content["title"]?.asString ?? ""
            let id = try await put(content, by: CatalogueActions.record.kind, key: "entry:\(title)")
            try await take(
                CatalogueActions.publish.kind, at: content["tenant"]?.asString ?? "", by: Self.teller,
                on: id, [:], key: "entry:\(title):publish", network.now())
        }
    }

    /// What was pledged, and what was reported of it.
    func tellPledges(_ facts: JSON) async throws {
        for content in facts["pledges"]?.asArray ?? [] {
            let title = content["title"]?.asString ?? ""
            let slug = content["tenant"]?.asString ?? ""
            let id = try await take(
                PledgeActions.record.kind, at: slug, by: Self.teller, without(content, ["reports"]),
                key: "pledge:\(title)", network.now())
            for report in content["reports"]?.asArray ?? [] {
                try await take(
                    PledgeActions.report.kind, at: slug, by: Self.teller, on: id, report,
                    key: "pledge:\(title):\(report["day"]?.asString ?? "")", network.now())
            }
        }
    }
}
