// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import TestKit
import Testing
import Web

struct RecordAPITests {
    private let plots = ParishNetwork.plots
    private let absent = "00000000-0000-7000-8000-000000000000"

    @Test func makesReadsAndChangesARecord() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        let body: JSON = [
            "reference": "A1", "notes": "Two\r\nlines",
            "trees": JSON.number(JSONNumber(lexeme: "12.0")!),
            "area": JSON.number(JSONNumber(lexeme: "1.05e2")!), "rent": 6_500, "open": true,
            "use": "orchard", "since": "2026-01-02", "visited_at": "2026-01-02T10:00:00+01:00",
            "site": ["type": "Point", "coordinates": [-6.25, 53.5]], "phone": "01 555",
        ]
        let made = await parish.client.api(.post, "\(plots)/keep", body, token: token)
        #expect(made.status == 201)
        #expect(made.header("etag") == "\"1\"")
        let path = try #require(made.header("location"))
        let read = await parish.client.api(.get, path, token: token)
        #expect(read.json == made.json)
        #expect(read.json["trees"] == 12)
        #expect(read.json["notes"] == "Two\nlines")
        #expect(read.json["area"] == 105)
        #expect(read.json["visited_at"] == "2026-01-02T09:00:00.000Z")
        #expect(read.json["state"] == "kept")
        let changed = await parish.client.api(
            .post, "\(path)/amend", ["rent": nil], token: token, headers: ["if-match": "\"1\""])
        #expect(changed.status == 200)
        #expect(changed.header("etag") == "\"2\"")
        #expect(changed.json["rent"] == .null)
        #expect(changed.json["trees"] == 12)
    }

    @Test func whoIsNotStaffSeesNoPersonalField() async throws {
        let parish = try await ParishNetwork()
        let path = await parish.plot(try await parish.officer(), ["phone": "01 555"])
        let read = await parish.client.api(.get, path)
        #expect(read.status == 200)
        #expect(read.json["phone"] == nil)
        #expect(read.json["reference"] == "A1")
        let history = await parish.client.api(.get, "\(path)/history")
        #expect(history.json[pointer: "/items/0/by"] == .null)
        #expect(!history.contains("phone"))
        let filtered = await parish.client.api(.get, "\(plots)?keeper=\(absent)")
        #expect(filtered.status == 422)
    }

    @Test func tellsStaleCallersWhoChangedWhat() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        let path = await parish.plot(token)
        for tag in ["\"1\"", "\"7\", \"1\"", "*"] {
            let path = await parish.plot(token)
            let amended = await parish.client.api(
                .post, "\(path)/amend", ["trees": 4], token: token, headers: ["if-match": tag])
            #expect(amended.status == 200, "\(tag)")
        }
        _ = await parish.client.api(.post, "\(path)/amend", ["trees": 4], token: token)
        for tag in ["\"1\"", "W/\"2\"", "2", "\"x\"", "\"99999999999999999999\""] {
            let stale = await parish.client.api(
                .post, "\(path)/amend", ["trees": 5], token: token, headers: ["if-match": tag])
            #expect(stale.status == 412, "\(tag)")
            #expect(stale.header("etag") == "\"2\"")
            #expect(stale.json["current"] == 2)
            let last = stale.json["changes"]?.asArray?.last
            #expect(last?["action"]?.asString == "parish.amend")
            #expect(last?[pointer: "/fields/0"]?.asString == "trees")
            #expect(last?["by"]?.asString?.count == 36)
        }
    }

    @Test func doesTheSameActOnce() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        let key = ["idempotency-key": "k-1"]
        let body: JSON = ["reference": "A1", "trees": 3]
        let first = await parish.client.api(
            .post, "\(plots)/keep", body, token: token, headers: key)
        _ = await parish.client.api(
            .post, "\(first.location ?? "")/amend", ["trees": 9], token: token)
        let again = await parish.client.api(
            .post, "\(plots)/keep", body, token: token, headers: key)
        #expect(again.status == 201)
        #expect(again.json == first.json && again.location == first.location)
        #expect(again.header("etag") == "\"1\"")
        #expect(again.header("idempotency-replayed") == "true")
        #expect(first.header("idempotency-replayed") == nil)
        let other = await parish.client.api(
            .post, "\(plots)/keep", ["reference": "B", "trees": 3], token: token, headers: key)
        #expect(other.status == 422)
        let list = await parish.client.api(.get, plots)
        #expect(list.json["items"]?.asArray?.count == 1)
    }

    @Test func twoVisitorsWithTheSameKeyAreNotOne() async throws {
        let parish = try await ParishNetwork()
        let path = "/api/t/dlr/parish/complaints/complain"
        let other = TestClient(site: parish.test.site, clock: parish.test.clock, peer: "192.0.2.8")
        var ids: Set<String> = []
        for client in [parish.client, other, other] {
            let answer = await client.api(
                .post, path, ["text": "Noise"], headers: ["idempotency-key": "1"])
            #expect(answer.status == 201)
            #expect(answer.json["text"] == nil, "a visitor may not read it back")
            ids.insert(answer.location ?? "")
        }
        #expect(ids.count == 2)
    }

    @Test func refusesByWhoAsks() async throws {
        let parish = try await ParishNetwork()
        let (client, test) = (parish.client, parish.test)
        let officer = try await parish.officer()
        let elsewhere = try await parish.officer(in: "fingal")
        let nobody = try await test.token("Nora", in: "dlr")
        let writer = try await test.token("Wilma", in: "dlr", roles: [.officer], scopes: ["write"])
        let reader = try await test.token("Rita", in: "dlr", roles: [.officer], scopes: ["read"])
        let path = await parish.plot(officer)
        let complaints = "/api/t/dlr/parish/complaints"
        let made = await client.api(.post, "\(complaints)/complain", ["text": "x"])
        let complaint = try #require(made.location)
        let cases: [(Web.Method, String, String?, Int)] = [
            (.get, plots, "nonsense", 401), (.get, path, nil, 200), (.get, complaint, nil, 401),
            (.get, complaints, nil, 401), (.get, complaints, nobody, 404),
            (.get, complaint, nobody, 404), (.get, complaint, elsewhere, 404),
            (.get, complaint, officer, 200), (.get, complaints, writer, 403),
            (.get, complaint, writer, 403), (.post, "\(complaint)/close", officer, 403),
            (.post, "\(complaint)/close", nobody, 404), (.post, "\(complaint)/close", nil, 401),
            (.post, "\(path)/leave", reader, 403), (.post, "\(path)/leave", nobody, 403),
            (.post, "\(path)/leave", elsewhere, 404), (.post, "\(path)/sweep", officer, 404),
            (.post, "\(path)/leave", officer, 200), (.post, "\(path)/leave", officer, 409),
            (.post, "\(path)/leave", writer, 409), (.get, "/api/t/kerry/parish/plots", nil, 404),
            (.get, "/api/t/nowhere/parish/plots", nil, 404), (.get, "\(plots)/x", nil, 404),
            (.get, "\(plots)/\(absent)", nil, 404), (.delete, path, officer, 405),
        ]
        for (method, path, token, status) in cases {
            let answer = await client.api(method, path, token: token)
            #expect(answer.status == status, "\(method) \(path) \(answer.text)")
            if status >= 400 {
                #expect(answer.header("content-type") == "application/problem+json")
                #expect(answer.json["status"] == .integer(status))
            }
        }
    }

    @Test func readsItAsItWas() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        let path = await parish.plot(token)
        let before = parish.test.clock.now
        parish.test.clock.pass(days: 1)
        _ = await parish.client.api(.post, "\(path)/amend", ["trees": 8], token: token)
        let asOf = await parish.client.api(.get, "\(path)?asOf=\(before)")
        #expect(asOf.json["trees"] == 3 && asOf.header("etag") == "\"1\"")
        let same = await parish.client.api(.get, path, headers: ["if-none-match": "W/\"2\""])
        #expect(same.status == 304 && same.bytes.isEmpty && same.header("etag") == "\"2\"")
        let list = await parish.client.api(.get, "\(plots)?asOf=2026-01-12")
        #expect(list.json[pointer: "/items/0/trees"] == 3)
        let early = await parish.client.api(.get, "\(path)?asOf=2025-01-01")
        #expect(early.status == 404)
        let history = await parish.client.api(.get, "\(path)/history", token: token)
        let actions = history.json["items"]?.asArray?.compactMap { $0["action"]?.asString }
        #expect(actions == ["parish.keep", "parish.amend"])
        let change = history.json[pointer: "/items/1/changes/0"]
        #expect(change == ["field": "trees", "from": 3, "to": 8])
    }
}
