// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Store
import TestKit
import Testing
import Web

struct OpenAPITests {
    private func document() async throws -> (JSON, ParishNetwork) {
        let parish = try await ParishNetwork()
        let answer = await parish.client.api(.get, "/api/openapi.json")
        #expect(answer.status == 200)
        return (answer.json, parish)
    }

    @Test func describesEveryRouteOfTheAPI() async throws {
        let (document, parish) = try await document()
        #expect(document["openapi"] == "3.1.0")
        let paths = document["paths"]?.asObject ?? [:]
        for route in parish.test.site.router.routes where route.path.hasPrefix("/api/") {
            if route.path == "/api/openapi.json" { continue }
            let path = route.path.split(separator: "/")
                .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            let item = paths["/" + path.joined(separator: "/")]
            #expect(item?[route.method.rawValue.lowercased()] != nil, "\(route.path)")
        }
        #expect(paths["/api/t/{tenant}/parish/plots/{id}/sweep"] == nil)
    }

    @Test func isTheSameForEveryone() async throws {
        let (document, parish) = try await document()
        let token = try await parish.officer()
        let other = await parish.client.api(
            .get, "/api/openapi.json", token: token, headers: ["accept-language": "ga"])
        #expect(other.json == document)
        let tag = try #require(other.header("etag"))
        let kept = await parish.client.api(
            .get, "/api/openapi.json", headers: ["if-none-match": tag])
        #expect(kept.status == 304)
    }

    @Test func refersToNothingThatIsNotThere() async throws {
        let (document, _) = try await document()
        var references: Set<String> = []
        func collect(_ json: JSON) {
            switch json {
            case .object(let members):
                for (name, value) in members {
                    if name == "$ref", let target = value.asString { references.insert(target) }
                    collect(value)
                }
            case .array(let items): items.forEach(collect)
            default: break
            }
        }
        collect(document)
        #expect(references.count > 15)
        for reference in references {
            #expect(document[pointer: String(reference.dropFirst())] != nil, "\(reference)")
        }
    }

    @Test func saysOfEveryFieldWhatItTakes() async throws {
        let (document, _) = try await document()
        let input = document[pointer: "/components/schemas/ParishKeepInput"]
        #expect(input?["required"] == ["reference", "trees"])
        #expect(input?["additionalProperties"] == false)
        #expect(input?[pointer: "/properties/trees/maximum"] == 10_000)
        #expect(input?[pointer: "/properties/since/type"] == ["string", "null"])
        #expect(input?[pointer: "/properties/use/enum"] == ["garden", "orchard", "path", nil])
        #expect(input?[pointer: "/properties/log"] == nil)
        let amend = document[pointer: "/components/schemas/ParishAmendInput"]
        #expect(amend?["required"] == nil)
        let list = document[pointer: "/paths/~1api~1t~1{tenant}~1parish~1complaints/get"]
        #expect(list?["security"] == [["bearer": []]])
    }

    @Test func everyTextIsThere() async throws {
        let (document, _) = try await document()
        let text = document.text()
        #expect(!text.contains("[api."), "\(text.ranges(of: "[api.").count)")
    }

    /// `TALKA_OPENAPI=/some/file swift test` writes the document out, for other programs' checks.
    @Test func canBeLookedAt() async throws {
        guard let file = ProcessInfo.processInfo.environment["TALKA_OPENAPI"] else { return }
        let (document, _) = try await document()
        try Data(document.encoded()).write(to: URL(filePath: file))
    }
}
