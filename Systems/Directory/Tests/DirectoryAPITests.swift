// SPDX-License-Identifier: EUPL-1.2

import Directory
import Interfaces
import Kernel
import TestKit
import Testing

@Suite struct DirectoryAPITests {
    @Test func itAnswersAsThePagesDoAndIsDescribed() async throws {
        let face = try DirectoryFace.face()
        let test = try TestNetwork(
            [.directory], faces: [face],
            derived: APIRoutes.all(for: [face], own: DirectoryAPI.operations()))
        try await DirectorySetup.load(into: test.network)
        let client = test.client()
        for (path, page) in [
            ("/organisations", "/directory.json"), ("/coverage", "/coverage.json"),
            ("/organisations/limerick", "/directory/limerick.json"),
            ("/coverage/planning", "/coverage/planning.json"),
            ("/organisations?on=2014-05-31", "/directory.json?on=2014-05-31"),
        ] {
            let answer = await client.api(.get, "/api/directory\(path)")
            #expect(answer.status == 200)
            #expect(answer.json == (await client.get(page)).json)
        }
        #expect(await client.api(.get, "/api/directory/organisations/nobody").status == 404)
        for query in ["on=x", "on=", "asOf=", "day=2014-05-31"] {
            #expect(await client.api(.get, "/api/directory/coverage?\(query)").status == 422)
        }
        let document = await client.get("/api/openapi.json").json
        let schemas = document[pointer: "/components/schemas"]
        for (path, schema) in [
            ("/directory/organisations", "DirectoryOrganisationsOnDay"),
            ("/directory/organisations/{slug}", "DirectoryOrganisationOnDay"),
            ("/directory/coverage", "DirectoryCoverageOnDay"),
            ("/directory/coverage/{system}", "DirectorySystemOnDay"),
        ] {
            let paths = document["paths"]?.asObject
            #expect(paths?.keys.contains { $0.hasSuffix(path) } == true, "\(path)")
            let answer = await client.api(
                .get, "/api" + path.replacing("{slug}", with: "cork")
                    .replacing("{system}", with: "finance"))
            for name in schemas?[schema]?["required"]?.asArray ?? [] {
                #expect(answer.json[name.asString ?? ""] != nil, "\(path) \(name)")
            }
        }
    }
}
