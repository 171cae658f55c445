// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What a search brings to light, for programs.
struct SearchJSON {
    let request: Request
    let found: Findings

    var json: JSON {
        [
            "words": .string(found.words), "corrected": .bool(found.isCorrected),
            "items": .array(found.published?.items.map(item) ?? []),
            "next": .optional(found.published?.next),
            "commons": .array(found.commons.map { own($0, nil) }),
            "work": .array(found.work.flatMap { tenant, found in found.map { own($0, tenant.slug) } }),
        ]
    }

    private func item(_ item: RegisterItem) -> JSON {
        [
            "kind": .string(item.kind), "tenant": .string(item.tenant),
            "record": .string(item.record.text), "reference": .string(item.reference),
            "title": .string(item.title), "summary": .string(item.summary),
            "status": .string(item.status), "day": .optional(item.day?.description),
            "language": .optional(item.columns["language"]?.text),
            "href": .string(request.href(of: item).string),
        ]
    }

    private func own(_ own: Findings.Own, _ tenant: String?) -> JSON {
        [
            "kind": .string(own.record.kind.key), "tenant": .optional(tenant),
            "record": .string(own.record.row.id.text), "title": .string(own.record.title),
            "state": .string(own.record.row.state.rawValue), "href": .string(own.href.string),
        ]
    }
}
