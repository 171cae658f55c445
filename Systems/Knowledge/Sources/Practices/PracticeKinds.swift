// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PublishedKind {
    static let practice = PublishedKind(
        "knowledge.practice", path: "/practices", page: "/t/:tenant/knowledge/practices/:record",
        columns: ["topic", "language", "thing_sort"], travels: true)

    static let adoption = PublishedKind(
        "knowledge.adoption", path: "/practices", page: "/t/:tenant/knowledge/adoptions/:record",
        columns: ["practice", "origin", "worked"], isNews: false)

    static let profile = PublishedKind(
        "knowledge.profile", path: "/practices", page: "/t/:tenant",
        columns: [.integer("inhabitants")], isNews: false)
}
