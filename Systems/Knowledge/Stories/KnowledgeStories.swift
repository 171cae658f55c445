// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// What the demonstration shows of knowledge: desks of the bodies, and questions on their way, by the
/// actions themselves, each at the time it would have been taken.
public struct KnowledgeStories: Sendable {
    let network: Network
    /// The demonstration's people, by the mailbox of their address.
    let people: [String: RecordID]
    private let facts: JSON

    /// - Throws: `Fault` when the facts are not beside the program.
    public init(network: Network, people: [String: RecordID]) throws {
        self.network = network
        self.people = people
        facts = try Self.content()
    }

    /// What the files tell, list by list.
    private static func content() throws -> JSON {
        var lists: JSONObject = [:]
        for file in ["demo", "bodies"] {
            let told = try JSON(parsing: SystemResources.text("Facts/\(file).json", in: Bundle.module))
            for (name, content) in told.asObject ?? [:] {
                guard let list = content.asArray else { continue }
                lists[name] = .array((lists[name]?.asArray ?? []) + list)
            }
        }
        return .object(lists)
    }

    /// The tenants something is told of.
    public static func tenants() throws -> Set<String> {
        let lists = try content().asObject?.compactMap(\.value.asArray) ?? []
        return Set(lists.joined().compactMap { $0["tenant"]?.asString })
    }

    /// Tells them. Told again, it goes on where it was interrupted.
    public func tell() async throws {
        for content in facts["desks"]?.asArray ?? [] { try await open(content) }
        let questions = facts["questions"]?.asArray ?? []
        for (number, content) in questions.enumerated() { try await tell(content, "\(number)") }
        try await tellPractices(facts)
        try await tellDuties(facts)
        try await tellCatalogue(facts)
        try await tellPledges(facts)
        try await tellSteps(facts)
    }

    private func open(_ content: JSON) async throws {
        guard let slug = content["tenant"]?.asString, var input = content.asObject else { return }
        input["tenant"] = nil
        input["takes_rest"] = input["takesRest"]
        input["takesRest"] = nil
        if let lead = people["adviser.\(slug)"] ?? people["officer.\(slug)"] {
            input["lead"] = .string(lead.text)
        }
        try await take(
            QuestionActions.openDesk.kind, at: slug, by: .system("import"), .object(input),
            key: "desk:\(content["name"]?.asString ?? "")", network.now())
    }

    private func tell(_ content: JSON, _ number: String) async throws {
        guard let slug = content["tenant"]?.asString, let by = content["by"]?.asString.flatMap({ people[$0] })
        else { return }
        let asked = day(content["daysAgo"])
        var input: JSONObject = [:]
        for name in ["text", "audience", "topic", "language", "visibility"] { input[name] = content[name] }
        input["desk"] = .string(try desk(content["desk"]?.asString ?? "", at: slug)?.text ?? "")
        let id = try await take(
            QuestionActions.ask.kind, at: slug, by: Actor(.person(by)), .object(input),
            key: "story:\(number)", asked)
        guard let answer = content["answer"], answer.asString != nil else { return }
        let officer = Actor(
            .person(people["adviser.\(slug)"] ?? people["officer.\(slug)"] ?? by), roles: [.officer])
        let then = asked.adding(seconds: 86_400 * Int(content["answeredAfter"]?.asInteger ?? 1))
        try await take(
            QuestionActions.answer.kind, at: slug, by: officer, on: id, ["text": answer],
            key: "story:\(number):answer", then)
        if let rating = content["rating"]?.asInteger {
            let words = content["words"] ?? .null
            try await take(
                QuestionActions.rate.kind, at: slug, by: Actor(.person(by)), on: id,
                ["rating": .integer(rating), "rating_words": words], key: "story:\(number):rate",
                then.adding(seconds: 20_000))
        }
        guard let question = content["publish"], question.asString != nil else { return }
        let until = network.now().adding(seconds: 86_400 * 330)
        try await take(
            QuestionActions.publish.kind, at: slug, by: officer, on: id,
            [
                "question": question, "answer": content["published"] ?? answer,
                "topic": content["topic"] ?? .null,
                "language": content["language"] ?? .null,
                "expires_on": .string(String(until.description.prefix(10))),
            ], key: "story:\(number):publish", then.adding(seconds: 30_000))
    }

    func day(_ ago: JSON?) -> Instant {
        network.now().adding(seconds: -86_400 * Int(ago?.asInteger ?? 1))
    }

    private func desk(_ name: String, at slug: String) throws -> RecordID? {
        try network.tenant(slug).read(as: .system("import")) { reader in
            try reader.list(HelpDesk.self, Query([.field("name", is: name)], limit: 1)).first?.id
        }
    }

    /// Takes an action as a program would; once, under its key.
    @discardableResult
    func take(
        _ action: ActionKind, at slug: String, by actor: Actor, on record: RecordID? = nil,
        _ input: JSON, key: String, _ at: Instant
    ) async throws -> RecordID {
        let read: ReadInput
        do { read = try action.read(json: input) } catch {
            throw Fault("\(action.key): \(error.all.map { "\($0.field ?? "") \($0.code)" })")
        }
        return try await network.tenant(slug).perform(
            ActionCall(
                action, by: actor, on: record, input: read.values, given: read.given, key: key),
            at: at
        ).row.id
    }
}
