// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Outgoing
import Store
import TestKit
import Testing

/// A machine that says what a test has it say.
struct Machine: Translator {
    let say: @Sendable ([String]) throws -> [String]

    func translate(
        _ texts: [String], from source: String?, to target: String
    ) async throws -> [String] { try say(texts) }

    /// It shouts: whoever reads sees what went through it.
    static let shouting = Machine { $0.map { $0.uppercased() } }
}

extension KnowledgeNetwork {
    /// Translates something, or a section of it, as an officer of the body.
    @discardableResult
    func translate(
        _ slug: String, _ sort: String, _ original: RecordID, part: String? = nil,
        into language: String = "en", _ texts: JSON
    ) async throws -> RecordID {
        var input = texts.asObject ?? [:]
        input["original"] = .string(original.text)
        input["sort"] = .string(sort)
        input["part"] = .optional(part)
        input["language"] = .string(language)
        let outcome = try await perform("translate", at: slug, by: Self.officer, .object(input))
        await test.network.settle()
        return outcome.row.id
    }

    /// Has the machine translate something.
    func have(
        _ slug: String, _ sort: String, _ original: RecordID, part: String? = nil,
        into language: String = "en"
    ) async throws -> RecordID {
        let outcome = try await perform(
            "have_translated", at: slug, by: Self.officer,
            [
                "original": .string(original.text), "sort": .string(sort), "part": .optional(part),
                "language": .string(language),
            ])
        await test.work()
        await test.network.settle()
        return outcome.row.id
    }

    func translation(_ slug: String, _ id: RecordID) throws -> Stored<Translation> {
        let found = try test.network.tenant(slug).read(as: .system("test")) {
            try $0.find(Translation.self, id)
        }
        return try #require(found)
    }

    /// A Danish guide of two sections, published, and its drafts of English ones.
    func danish() async throws -> (guide: RecordID, page: String) {
        let (guide, edition) = try await guide("kl", "Ladestandere", ["language": "da"])
        try await section("kl", edition, "Begynd", "Spørg netselskabet først.")
        try await section("kl", edition, "Betal", "Kommunen betaler.")
        try await publish("kl", edition)
        return (guide, "/t/kl/knowledge/guides/\(guide.text)")
    }

    /// A practice, told by everyone's leave.
    func practice(_ slug: String, _ title: String, _ language: String, id: RecordID? = nil) async throws
        -> RecordID
    {
        let action = try #require(test.network.systems.action("knowledge.write_practice"))
        let read = try action.read(json: [
            "title": .string(title), "problem": "Det er svært.", "solution": "Gør det alligevel.",
            "contact": "Kontoret", "language": .string(language),
        ])
        let outcome = try await test.network.tenant(slug).perform(
            ActionCall(action, by: Self.officer, input: read.values, given: read.given, newID: id),
            at: test.clock.now)
        try await perform("share_practice", at: slug, by: Self.officer, on: outcome.row.id, [:])
        await test.network.settle()
        return outcome.row.id
    }
}
