// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import TestKit
import Testing
import Web

/// The same two tenants with the very same ids, over every face: pages, exports, the API,
/// documents, keys, sessions and tokens.
struct SeparateFacesTests {
    private let id = RecordID.new(at: Instant(milliseconds: 1_700_000_000_000))
    private static let document = Array("%PDF-1.4 the plan".utf8)

    private static let face = Face(Lab.system, routes: [], words: [.english: words])

    private static let words: [String: String] = {
        var words = ["lab.title": "Lab"]
        for kind in Lab.system.records {
            for field in kind.fields { words["\(kind.key).\(field.name)"] = field.name.capitalized }
        }
        for action in Lab.system.actions { words["lab.action.\(action.name)"] = action.name.capitalized }
        return words
    }()

    /// A sample at each tenant under one id, shown to everyone, with the same document; the
    /// document lies only in `one`'s store.
    private func network() async throws -> TestNetwork {
        let test = try TestNetwork(
            [Lab.system], faces: [Self.face],
            derived: APIRoutes.all(for: [Self.face]) + DerivedRoutes.all(for: [Self.face]))
        for slug in ["one", "two"] {
            let store = try await test.open(slug, name: "Council \(slug)", systems: ["lab"])
            var sample = Sample.full("Of \(slug)")
            if slug == "one" {
                sample.files = [
                    try test.network.documents.keep(
                        Self.document, name: "plan.pdf", for: store.tenant)
                ]
            }
            let put = ActionCall(
                Lab.put.kind, by: .system("test"), input: sample.values, newID: id)
            _ = try await store.perform(put, at: test.clock.now)
        }
        return test
    }

    private var places: [String] {
        ["", "/history"].map { "lab/samples/\(id)\($0)" } + ["lab/samples", "lab/greetings", "journal"]
    }

    @Test func pagesShowOneTenantsOwnAlone() async throws {
        let test = try await network()
        let officer = try await test.client("Orla", roles: ["one": [.officer, .auditor]])
        for place in places {
            for format in ["", ".json", ".csv"] {
                let own = await officer.get("/t/one/\(place)\(format)")
                let other = await officer.get("/t/two/\(place)\(format)")
                #expect(own.status == 200 || own.status == 404 && format == ".csv", "\(place)\(format)")
                // A list of what names oneself is anybody's to ask for; here it is empty.
                let isList = place == "lab/greetings" || place == "lab/samples"
                #expect(other.status == 404 || isList && other.status == 200, "\(place)\(format)")
                #expect(!own.contains("Of two") && !other.contains("Of two"), "\(place)\(format)")
            }
        }
        #expect(await officer.get("/t/one/lab/samples/\(id)").contains("Of one"))
        let amend = "lab/samples/\(id)/amend"
        #expect(await officer.get("/t/one/\(amend)").status == 200)
        #expect(await officer.get("/t/two/\(amend)").status == 404)
        let nobody = test.client()
        for place in places { #expect(await nobody.get("/t/two/\(place)").status != 200) }
    }

    @Test func tokensOpenTheirOwnTenantAlone() async throws {
        let test = try await network()
        let token = try await test.token("Orla", in: "one", roles: [.officer, .auditor])
        let client = test.client()
        for place in places {
            let own = await client.api(.get, "/api/t/one/\(place)", token: token)
            let other = await client.api(.get, "/api/t/two/\(place)", token: token)
            #expect(own.status == 200, "\(place)")
            #expect([401, 404].contains(other.status), "\(place)")
            #expect(!own.contains("Of two") && !other.contains("Of two"))
        }
        let change: JSON = ["name": "Taken over"]
        let amend = "lab/samples/\(id)/amend"
        #expect(await client.api(.post, "/api/t/two/\(amend)", change, token: token).status != 200)
        // Held at both, the token still opens only the one it was made for.
        try await test.person("Orla", roles: ["two": [.officer]])
        #expect(await client.api(.post, "/api/t/two/\(amend)", change, token: token).status != 200)
        let sample = try test.network.tenant("two").read(as: LabNetwork.officer) {
            try $0.find(Sample.self, id)
        }
        #expect(sample?.name == "Of two" && sample?.version == 1)
    }

    @Test func documentsOpenWhereTheyLie() async throws {
        let test = try await network()
        let client = try await test.client("Orla", roles: ["one": [.officer]])
        let sample = try test.network.tenant("one").read(as: LabNetwork.officer) {
            try $0.find(Sample.self, id)
        }
        let digest = try #require(sample?.files.first?.digest)
        let own = await client.get("/t/one/documents/lab/samples/\(id)/\(digest)")
        #expect(own.status == 200 && own.bytes == Self.document)
        #expect(await client.get("/t/two/documents/lab/samples/\(id)/\(digest)").status == 404)
        let nobody = test.client()
        for slug in ["one", "two"] {
            let answer = await nobody.get("/t/\(slug)/documents/lab/samples/\(id)/\(digest)")
            #expect(answer.status == 404)
        }
    }

    @Test func oneKeyServesAtEachTenantAnew() async throws {
        let test = try await network()
        let client = test.client()
        var made: [String] = []
        for slug in ["one", "two"] {
            let token = try await test.token("Orla", in: slug, roles: [.officer])
            for _ in 0..<2 {
                let answer = await client.api(
                    .post, "/api/t/\(slug)/lab/samples/put", ["name": "Sent"], token: token,
                    headers: ["idempotency-key": "the-same"])
                #expect([200, 201].contains(answer.status))
                made.append(answer.json["id"]?.asString ?? "")
            }
        }
        #expect(made[0] == made[1] && made[2] == made[3] && made[0] != made[2])
        for slug in ["one", "two"] {
            let count = try test.network.tenant(slug).read(as: LabNetwork.officer) {
                try $0.count(Query([.field("name", is: "Sent")]), kind: Sample.kind)
            }
            #expect(count == 1)
        }
    }

    @Test func anotherPersonsSessionOpensNothing() async throws {
        let test = try await network()
        let officer = try await test.client("Orla", roles: ["one": [.officer]])
        let stranger = try await test.client("Stan")
        #expect(await officer.get("/t/one/lab/samples/\(id)").status == 200)
        #expect(await stranger.get("/t/one/lab/samples/\(id)").status == 404)
        // Nor does a role at the other tenant, or one of the operator's.
        for slug in ["two", Tenant.commons] {
            let other = try await test.client("Of \(slug)", roles: [slug: [.officer, .administrator]])
            #expect(await other.get("/t/one/lab/samples/\(id)").status == 404)
        }
    }
}
