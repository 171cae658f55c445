// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Knowledge
import Outgoing
import Store
import TestKit
import Testing
import Web

/// A network of three bodies and two municipalities, each with knowledge switched on.
struct KnowledgeNetwork {
    static let officer = Actor(.person(RecordID.none), roles: [.officer])

    let test: TestNetwork

    /// - Parameters:
    ///   - mail: who takes mail; nil: none is sent.
    ///   - translator: which machine translates.
    init(mail: TestMail? = nil, translator: (any Translator)? = nil) async throws {
        let face = try KnowledgeFace.face()
        test = try TestNetwork(
            [.knowledge], faces: [face],
            derived: APIRoutes.all(for: [face]) + DerivedRoutes.all(for: [face]), mail: mail,
            translator: translator)
        for slug in ["lgma", "kl", "sro"] {
            let country = ["lgma": "ie", "kl": "dk", "sro": "be"][slug] ?? "ie"
            try await test.open(slug, jurisdiction: country, sort: "body", systems: ["knowledge"])
        }
        for slug in ["kildare", "galway"] { try await test.open(slug, systems: ["knowledge"]) }
    }

    /// Opens a desk at a tenant.
    @discardableResult
    func desk(_ slug: String, _ name: String, _ more: JSON = [:]) async throws -> RecordID {
        var input = more.asObject ?? [:]
        input["name"] = .string(name)
        if input["promise"] == nil { input["promise"] = 5 }
        let outcome = try await perform(
            "open_desk", at: slug, by: Actor(.person(RecordID.none), roles: [.manager]), .object(input))
        await test.network.settle()
        return outcome.row.id
    }

    /// Takes an action of the system.
    @discardableResult
    func perform(
        _ name: String, at slug: String, by actor: Actor, on record: RecordID? = nil, _ input: JSON
    ) async throws -> Outcome {
        let action = try #require(test.network.systems.action("knowledge.\(name)"))
        let read = try action.read(json: input)
        return try await test.network.tenant(slug).perform(
            ActionCall(action, by: actor, on: record, input: read.values, given: read.given),
            at: test.clock.now)
    }

    func question(_ slug: String, _ id: RecordID) throws -> StoredRow {
        let kind = try #require(test.network.systems.record("knowledge.question"))
        let row = try test.network.tenant(slug).read(as: .system("test")) { try $0.find(id, kind: kind) }
        return try #require(row)
    }

    /// A question asked by its form, and its path.
    func ask(
        _ client: TestClient, at slug: String, desk: RecordID, _ text: String,
        _ more: [String: String] = [:]
    ) async -> String {
        var fields = ["text": text, "desk": desk.text, "audience": "resident", "visibility": "private"]
        fields.merge(more) { $1 }
        let form = "/t/\(slug)/knowledge/questions/new/ask"
        let answer = await client.fill(form, on: "\(form)?desk=\(desk.text)", fields)
        return (answer.location ?? "\(answer.status)").replacing("&done=ask", with: "")
            .replacing("?done=ask", with: "")
    }
}

extension TestClient {
    /// Fills in the form of a page and sends it.
    /// - Parameter page: where the form stands; `path` itself if it is not said.
    func fill(
        _ path: String, on page: String? = nil, _ fields: [String: String]
    ) async -> TestAnswer {
        let hidden = await get(page ?? path).hidden(action: path).filter { fields[$0.0] == nil }
        return await post(path, hidden + fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}

extension String {
    /// The id in the path of a record.
    var recordID: RecordID {
        let path: Substring = prefix { $0 != "?" }
        let last: String = path.split(separator: "/").last.map { String($0) } ?? ""
        return RecordID(last) ?? RecordID.none
    }
}
