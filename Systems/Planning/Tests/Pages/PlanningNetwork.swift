// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Planning
import Store
import TestKit
import Testing
import Web

/// A network of two authorities with planning, and people in front of browsers.
struct PlanningNetwork {
    static let list = "/t/dlr/planning/applications"

    let test: TestNetwork

    /// - Parameter now: Monday 12 January 2026, in the morning, unless said otherwise.
    init(at now: String = "2026-01-12T09:00:00Z") async throws {
        let face = try PlanningFace.face()
        let packs = try ["ie", "gb-eng"].map { try Pack($0).rules }
        test = try TestNetwork(
            [.planning], faces: [face],
            derived: APIRoutes.all(for: [face], own: PlanningFace.operations)
                + DerivedRoutes.all(for: [face]), rules: packs, at: now)
        try await test.open("dlr", name: "Dún Laoghaire-Rathdown", systems: ["planning"])
        try await test.open("kerry", name: "Kerry County Council", systems: ["planning"])
    }

    /// Somebody who has signed in.
    func person(_ name: String, _ roles: Set<Role> = []) async throws -> TestClient {
        try await test.person(name, roles: roles.isEmpty ? [:] : ["dlr": roles])
        let client = test.client()
        try await signIn(client, as: name)
        return client
    }

    /// Signs somebody in, once more after their session has ended.
    func signIn(_ client: TestClient, as name: String) async throws {
        let secret = try await test.accounts.signIn(
            email: TestNetwork.email(name), password: TestNetwork.password, peer: name,
            at: test.clock.now)
        client.cookies = [Cookies.session: secret.session ?? ""]
    }

    /// Lets time go by until a moment; people sign in again then.
    func wait(until moment: String, _ people: [String: TestClient]) async throws {
        test.clock.set(moment)
        for (name, client) in people { try await signIn(client, as: name) }
    }

    func resident(_ name: String = "Aoife Byrne") async throws -> TestClient {
        try await person(name)
    }

    func officer(_ name: String = "Orla Kelly") async throws -> TestClient {
        try await person(name, [.officer])
    }

    /// Starts a draft; answers with the address of its case.
    func start(_ client: TestClient) async throws -> String {
        let answer = await client.submit("/t/dlr/planning/apply")
        let tasks = try #require(answer.location)
        return String(tasks.dropLast("/apply".count))
    }

    /// Fills in one page of a draft.
    @discardableResult
    func fill(
        _ section: String, of path: String, _ client: TestClient, _ values: [(String, String)],
        files: [(field: String, name: String, bytes: [UInt8])] = []
    ) async -> TestAnswer {
        let page = "\(path)/apply/\(section)"
        let hidden = await client.get(page).hidden(action: page)
        if files.isEmpty { return await client.post(page, hidden + values) }
        let (type, body) = Multipart.form(hidden + values, files: files)
        return await client.send(.post, page, headers: ["content-type": type], body: body)
    }

    /// Fills in everything that is needed.
    func fillAll(_ path: String, _ client: TestClient) async {
        for (section, values) in Self.answers { await fill(section, of: path, client, values) }
        await fill(
            "drawings", of: path, client, [],
            files: [("drawings", "Site layout.pdf", Array("%PDF-1.7 site".utf8))])
    }

    /// A whole application, lodged now; answers with the address of its case.
    func lodged(_ client: TestClient) async throws -> String {
        let path = try await start(client)
        await fillAll(path, client)
        let answer = await client.submit(
            "\(path)/lodge", ["fee_reference": "R-4711", "declaration": "true"])
        try #require(answer.status == 303, "\(answer.text)")
        return path
    }

    /// Lodged, and found valid.
    func valid(_ client: TestClient, by officer: TestClient) async throws -> String {
        let path = try await lodged(client)
        let answer = await validate(path, officer)
        try #require(answer.status == 303, "\(answer.text)")
        return path
    }

    /// Finds it valid with every point ticked.
    func validate(_ path: String, _ officer: TestClient) async -> TestAnswer {
        let page = "\(path)/validate"
        let hidden = await officer.get(page).hidden(action: page)
        let points = ["notices", "agree", "drawings", "consent"].map { ("points", $0) }
        return await officer.post(page, hidden + points)
    }

    /// What the journal of the authority tells, oldest first.
    func journal() throws -> [String] {
        try test.network.tenant("dlr").read(as: .system("test")) {
            try $0.journal(JournalFilter()).map(\.action)
        }.reversed()
    }

    static let answers: [(String, [(String, String)])] = [
        ("kind", [("type", "permission"), ("proposal", "A single-storey extension to the rear")]),
        ("class", [("development_class", "2a")]),
        ("size", [("floor_area_new", "24.5")]),
        ("address", [("address", "12 Marine Road, Dún Laoghaire"), ("legal_interest", "owner")]),
        ("place", [("site", "53.2945, -6.1336")]),
        (
            "applicant",
            [
                ("applicant_name", "Aoife Byrne"), ("applicant_address", "12 Marine Road"),
                ("applicant_email", "aoife@example.ie"), ("applicant_phone", "+353 20 910 0001"),
            ]
        ),
        (
            "notices",
            [
                ("newspaper_name", "The Paper"), ("newspaper_notice_on-day", "5"),
                ("newspaper_notice_on-month", "1"), ("newspaper_notice_on-year", "2026"),
                ("site_notice_on-day", "7"), ("site_notice_on-month", "Jan"),
                ("site_notice_on-year", "2026"),
            ]
        ),
    ]
}

/// A form with files as a browser sends it.
enum Multipart {
    static func form(
        _ values: [(String, String)], files: [(field: String, name: String, bytes: [UInt8])]
    ) -> (type: String, body: [UInt8]) {
        let boundary = "test-boundary-9c1e"
        var body: [UInt8] = []
        for (name, value) in values {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
            body += Array("\(head)\(value)\r\n".utf8)
        }
        for file in files {
            let head = """
                --\(boundary)\r\nContent-Disposition: form-data; name="\(file.field)"; \
                filename="\(file.name)"\r\nContent-Type: application/octet-stream\r\n\r\n
                """
            body += Array(head.utf8) + file.bytes + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return ("multipart/form-data; boundary=\(boundary)", body)
    }
}

extension TestAnswer {
    /// Keys for which there was no word, shown in brackets.
    var missingWords: [String] {
        text.matches(of: /\[[a-z_]+\.[a-zA-Z0-9_.]+\]/).map { String($0.output) }
    }

    /// What a reader sees, without the marks.
    var plain: String {
        text.replacing(/<[^>]*>/, with: " ").replacing(/\s+/, with: " ")
    }
}
