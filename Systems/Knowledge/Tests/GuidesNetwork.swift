// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

extension KnowledgeNetwork {
    /// A guide with its first edition still to be published.
    func guide(
        _ slug: String, _ title: String, _ more: JSON = [:]
    ) async throws -> (guide: RecordID, edition: RecordID) {
        var input = more.asObject ?? [:]
        input["title"] = .string(title)
        input["summary"] = input["summary"] ?? "What to know."
        input["expires_on"] = input["expires_on"] ?? "2027-01-31"
        let outcome = try await perform("write_guide", at: slug, by: Self.officer, .object(input))
        let draft = try #require(RecordID(stored: outcome.row["draft"]))
        return (outcome.row.id, draft)
    }

    /// A section of an edition that is being written.
    @discardableResult
    func section(
        _ slug: String, _ edition: RecordID, _ title: String, _ text: String, sort: String = "text"
    ) async throws -> RecordID {
        try await perform(
            "add_section", at: slug, by: Self.officer,
            [
                "edition": .string(edition.text), "title": .string(title), "text": .string(text),
                "sort": .string(sort),
            ]
        ).row.id
    }

    func publish(_ slug: String, _ edition: RecordID) async throws {
        try await perform("publish_edition", at: slug, by: Self.officer, on: edition, [:])
        await test.network.settle()
    }

    /// The next edition of a guide, to be written.
    func next(_ slug: String, _ guide: RecordID) async throws -> RecordID {
        let outcome = try await perform("new_edition", at: slug, by: Self.officer, on: guide, [:])
        return try #require(RecordID(stored: outcome.row["draft"]))
    }

    /// The sections of an edition by their anchors.
    func sections(_ slug: String, _ edition: RecordID) throws -> [String: RecordID] {
        let found = try test.network.tenant(slug).read(as: .system("test")) { reader in
            try reader.list(Section.self, Query([.field("edition", is: edition)], limit: 300))
        }
        return Dictionary(found.map { ($0.anchor, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    func rewrite(_ slug: String, _ section: RecordID, _ title: String, _ text: String) async throws {
        try await perform(
            "change_section", at: slug, by: Self.officer, on: section,
            ["sort": "text", "title": .string(title), "text": .string(text)])
    }

    /// A round from today for some days.
    func round(
        _ slug: String, _ edition: RecordID, for openTo: String, key: String? = nil,
        from: String = "2026-01-12", until: String = "2026-01-20"
    ) async throws -> RecordID {
        try await perform(
            "open_round", at: slug, by: Self.officer,
            [
                "edition": .string(edition.text), "title": "What do you think?",
                "opens_on": .string(from), "closes_on": .string(until),
                "open_to": .string(openTo), "key": .optional(key.map(Secret.digest)),
            ]
        ).row.id
    }
}
