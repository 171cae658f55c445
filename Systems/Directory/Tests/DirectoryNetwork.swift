// SPDX-License-Identifier: EUPL-1.2

import Directory
import Interfaces
import Kernel
import Store
import TestKit
import Testing
import Web

/// A network whose directory holds the facts that come with the product.
struct DirectoryNetwork {
    let test: TestNetwork
    /// Somebody who has not been here before.
    var client: TestClient { test.client() }

    init() async throws {
        let face = try DirectoryFace.face()
        test = try TestNetwork(
            [.directory], faces: [face],
            derived: APIRoutes.all(for: [face], own: DirectoryAPI.operations())
                + DerivedRoutes.all(for: [face]),
            at: "2026-11-23T09:00:00Z")
        try await DirectorySetup.load(into: test.network)
    }

    /// One for all tests that only read.
    static var shared: DirectoryNetwork {
        get async throws { try await made.value }
    }

    private static let made = Task { try await DirectoryNetwork() }

    /// The JSON of a page.
    func json(_ path: String) async throws -> JSON {
        let answer = await client.get(path)
        try #require(answer.status == 200, "\(path): \(answer.status) \(answer.text.prefix(300))")
        return answer.json
    }

    /// Does an action on the directory as the network's administrator would.
    @discardableResult
    func perform(
        _ action: String, on record: RecordID? = nil, _ input: JSON, by job: String = "setup"
    ) async throws -> Outcome {
        let kind = try #require(test.network.systems.action("directory.\(action)"))
        let read = try kind.read(json: input)
        return try await test.network.commons.perform(
            ActionCall(
                kind, by: .system(job), on: record, input: read.values, given: read.given),
            at: test.clock.now)
    }

    /// The record of a kind whose field has this value.
    func find(_ kind: String, _ field: String, _ value: String) throws -> StoredRow {
        let record = try #require(test.network.systems.record("directory.\(kind)"))
        let rows = try test.network.commons.read(as: .visitor) {
            try $0.list(Query([.field(field, is: value)], limit: 1), kind: record)
        }
        return try #require(rows.first)
    }
}

extension JSON {
    func strings(_ key: String) -> [String] { (asArray ?? []).compactMap { $0[key]?.asString } }
    func first(_ key: String, _ value: String) -> JSON? {
        (asArray ?? []).first { $0[key]?.asString == value }
    }
}
