// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PublishedKind {
    static let post = PublishedKind(
        "knowledge.post", path: "/duties", page: "/t/:tenant/knowledge/posts/:record",
        columns: ["duty", .integer("vacant")], isNews: false, past: .asItIsNow)
}
