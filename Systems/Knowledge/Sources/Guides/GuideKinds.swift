// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PublishedKind {
    static let guide = PublishedKind(
        "knowledge.guide", path: "/guides", page: "/t/:tenant/knowledge/guides/:record",
        columns: ["topic", "language", .integer("edition"), "expires_on"]
            + ReaderRole.allCases.map { .integer($0.column) },
        travels: true)

    static let section = PublishedKind(
        "knowledge.guide_section", of: "knowledge.section", path: "/guides",
        page: "/t/:tenant/knowledge/guides/:record#:anchor",
        columns: ["guide", "anchor", "sort", .integer("edition")], partOf: "guide")

    static let round = PublishedKind(
        "knowledge.guide_round", of: "knowledge.round", path: "/guides/rounds",
        page: "/t/:tenant/knowledge/rounds/:record", columns: ["guide", "closes_on"],
        past: .asItIsNow)

    /// The same, for those who work for a tenant of the network.
    static let sharedRound = PublishedKind(
        "knowledge.guide_shared_round", of: "knowledge.round", audience: .members, path: "/guides/rounds",
        page: "/t/:tenant/knowledge/rounds/:record", columns: ["guide", "closes_on"],
        past: .asItIsNow)
}
