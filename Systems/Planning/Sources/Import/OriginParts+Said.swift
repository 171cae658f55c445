// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Who was asked, who said what when, and what else the file tells of its documents.
extension OriginParts {
    func summary(_ summary: ODPCommentSummary?) -> JSON {
        guard let summary else { return .null }
        let counts = summary.bySentiment.sorted { $0.key < $1.key }
        return [
            "total": summary.total.map(JSON.integer) ?? .null,
            "consulted": summary.consulted.map(JSON.integer) ?? .null,
            "by_sentiment": .object(JSONObject(counts.map { ($0.key, .integer($0.value)) })),
        ]
    }

    func consultee(_ body: ODPConsultee) -> JSON {
        [
            "id": .string(body.id), "organisation": .optional(body.organisation),
            "name": .optional(body.name), "job_title": .optional(body.jobTitle),
            "reason": .optional(body.reason), "asked_on": moment(body.firstConsultedAt),
            "constraints": .array(body.constraints.map(constraint)),
            "comments": .integer(body.comments.count),
        ]
    }

    /// Of every comment what no submission holds.
    var said: [JSON] {
        sent.comments.map { said($0, by: nil) }
            + sent.consultees.flatMap { body in body.comments.map { said($0, by: body.id) } }
    }

    private func said(_ comment: ODPComment, by consultee: String?) -> JSON {
        [
            "id": .string(comment.id), "consultee": .optional(consultee),
            "author": .optional(comment.author), "sentiment": .optional(comment.sentiment),
            "topics": texts((comment.parts + (comment.redacted ?? [])).compactMap(\.topic)),
            "submitted_at": moment(comment.submittedAt),
            "validated_at": moment(comment.validatedAt),
            "published_at": moment(comment.publishedAt),
        ]
    }

    func more(_ document: ODPDocument) -> JSON {
        [
            "id": .optional(document.id),
            "redacted_url": .optional(document.redactedAddress),
            "version": document.version.map(JSON.integer) ?? .null,
            "bytes": document.bytes.map(JSON.integer) ?? .null,
            "media_type": .optional(document.mediaType),
            "created_at": moment(document.createdAt),
            "submitted_at": moment(document.submittedAt),
            "validated_at": moment(document.validatedAt),
            "published_at": moment(document.publishedAt),
            "superseded_at": moment(document.supersededAt),
        ]
    }

    func answer(_ answer: ODPAnswer) -> JSON {
        [
            "question": .string(answer.question), "answers": texts(answer.answers),
            "section": .optional(answer.section), "flags": texts(answer.flags),
            "policies": texts(answer.policies), "automatic": .bool(answer.isAutomatic),
        ]
    }

    func moment(_ moment: Instant?) -> JSON { .optional(moment?.description) }

    func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
}
