// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Goes through what sources have, page by page, within bounds.
struct SourcePaging: Sendable {
    /// What one source is asked.
    struct Question: Sendable {
        let source: Registration
        let words: TermTable
        let query: [(String, String)]
    }

    let federation: Federation
    /// Makes the request for a page.
    let request: @Sendable (Question, _ page: [(String, String)]) -> OutgoingRequest

    /// How many things of one source are taken, and how many at a time.
    private static let (most, page) = (10_000, 1_000)
    /// How many things of all sources, and how long one goes on asking for more.
    private static let (mostTogether, patience): (Int, Duration) = (50_000, .seconds(30))

    /// - Parameter take: takes in one page.
    func ask(
        _ questions: [Question], _ warnings: inout [String],
        take: (_ items: [JSON], _ answer: SourceAnswer, _ warnings: inout [String]) async throws -> Void
    ) async throws {
        var (waiting, offset, count) = (questions, 0, 0)
        let end = ContinuousClock.now + Self.patience
        while !waiting.isEmpty, offset < Self.most, count < Self.mostTogether, ContinuousClock.now < end {
            var page = [("limit", String(Self.page))]
            if offset > 0 { page.append(("offset", String(offset))) }
            let answers = await federation.ask(
                waiting.map { ($0.source, $0.words, request($0, page)) })
            var next: [Question] = []
            for (question, answer) in zip(waiting, answers) {
                if let warning = answer.warning { warnings.append(warning) }
                guard answer.isDone else { continue }
                guard let items = answer.json?.asArray else {
                    warnings.append(answer.unsound)
                    continue
                }
                try await take(Array(items.prefix(Self.page)), answer, &warnings)
                count += items.count
                if items.count >= Self.page { next.append(question) }
            }
            (waiting, offset) = (next, offset + Self.page)
        }
        for question in waiting {
            warnings.append("199 \(question.source.id) \"A context source has more than is taken\"")
        }
    }
}

extension SourceAnswer {
    /// One thing of the answer, with its own words where it brings them; nil, and a warning, where they
    /// cannot be had.
    func members(
        _ json: JSON, _ speaker: SourceSpeaker, _ warnings: inout [String]
    ) async -> (members: JSONObject, words: TermTable)? {
        var members = json.asObject ?? [:]
        guard let own = members["@context"] else { return (members, words) }
        guard let table = try? await speaker.table(for: own) else {
            warnings.append("199 \(registration.id) \"A context source's words are unknown\"")
            return nil
        }
        members["@context"] = nil
        return (members, table)
    }

    /// What is told of an answer that could not be read.
    var unsound: String { "199 \(registration.id) \"A context source's answer is not sound\"" }
}
