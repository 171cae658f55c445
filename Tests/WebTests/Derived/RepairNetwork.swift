// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Web

/// A network of two towns that repair things, with derived pages alone.
struct RepairNetwork {
    static let list = "/t/kerry/repairs/repairs"
    static let report = "\(list)/new/report"

    let test: TestNetwork

    init(documents: (any DocumentShelf)? = nil) async throws {
        test = try TestNetwork(
            [Repairs.system], faces: [Repairs.face], derived: DerivedRoutes.all(for: [Repairs.face]),
            documents: documents)
        try await test.open("kerry", name: "Kerry County Council", systems: ["repairs"])
        try await test.open("clare", name: "Clare County Council", systems: ["repairs"])
    }

    func officer(_ name: String = "Orla Kelly") async throws -> TestClient {
        try await test.client(name, roles: ["kerry": [.officer]])
    }

    /// Reports something and answers with the address of its page.
    func report(
        _ title: String, by client: TestClient, _ more: KeyValuePairs<String, String> = [:]
    ) async -> String {
        let page = await client.get(Self.report)
        let values =
            [("title", title), ("sort", "lamp"), ("urgent", "false")]
            + more.map { ($0.key, $0.value) }
        let answer = await client.post(Self.report, page.hidden(action: Self.report) + values)
        return String((answer.location ?? "").prefix { $0 != "?" })
    }

    /// Sends a form with files, as a browser does.
    static func multipart(
        _ values: [(String, String)], files: [(field: String, name: String, bytes: [UInt8])]
    ) -> (type: String, body: [UInt8]) {
        let boundary = "test-boundary-7f3a"
        var body: [UInt8] = []
        for (name, value) in values {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
            body += Array("\(head)\(value)\r\n".utf8)
        }
        for file in files {
            let name = file.name.replacing("\"", with: "%22")
            let head = """
                --\(boundary)\r\nContent-Disposition: form-data; name="\(file.field)"; \
                filename="\(name)"\r\nContent-Type: application/octet-stream\r\n\r\n
                """
            body += Array(head.utf8) + file.bytes + Array("\r\n".utf8)
        }
        return (
            "multipart/form-data; boundary=\(boundary)", body + Array("--\(boundary)--\r\n".utf8)
        )
    }

    /// Fills in the report's form with files.
    func reportWithFiles(
        by client: TestClient,
        _ values: [(String, String)] = [
            ("title", "Lamp out"), ("sort", "lamp"), ("urgent", "true"),
        ],
        files: [(field: String, name: String, bytes: [UInt8])]
    ) async -> TestAnswer {
        let hidden = await client.get(Self.report).hidden(action: Self.report)
        let (type, body) = Self.multipart(hidden + values, files: files)
        return await client.send(.post, Self.report, headers: ["content-type": type], body: body)
    }

    static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + Array("rest".utf8)
    static let pdf: [UInt8] = Array("%PDF-1.7 plan".utf8)
}

extension TestAnswer {
    /// The first heading of the page, as text.
    var heading: String {
        let parts = text.components(separatedBy: "<h1>")
        return parts.count > 1 ? parts[1].components(separatedBy: "</h1>")[0] : ""
    }

    /// Keys for which there was no word, shown in brackets.
    var missingWords: [String] {
        text.matches(of: /\[[a-z_]+\.[a-zA-Z_.]+\]/).map { String($0.output) }
    }

    /// What a reader sees, without the marks.
    var plain: String {
        text.replacing(/<[^>]*>/, with: " ").replacing(/\s+/, with: " ")
    }
}
