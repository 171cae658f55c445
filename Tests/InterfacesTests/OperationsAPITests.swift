// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Testing
import Web

/// How the network is, for programs of its administrators.
struct OperationsAPITests {
    private static let path = "/api/operations"

    @Test func isReadWithATokenOfTheNetwork() async throws {
        let parish = try await ParishNetwork()
        let token = try await parish.test.token(
            "Ada", in: Tenant.commons, roles: [.administrator], scopes: ["read"])
        let answer = await parish.client.api(.get, Self.path, token: token)
        #expect(answer.status == 200 && answer.header("cache-control") == "private, no-cache")
        #expect(answer.json["process"]?["version"]?.asString == Release.version)
        let slugs = answer.json["tenants"]?.asArray?.compactMap { $0["slug"]?.asString } ?? []
        #expect(slugs.contains("commons") && slugs.contains("dlr"))
        // What it answers with is what the document says of it.
        let document = await parish.client.api(.get, "/api/openapi.json").json
        let schema = document[pointer: "/components/schemas/Operations/properties"]?.asObject
        #expect(schema.map { Set($0.keys) } == answer.json.asObject.map { Set($0.keys) })
        let tenant = document[
            pointer: "/components/schemas/Operations/properties/tenants/items/properties"]?.asObject
        let first = answer.json["tenants"]?.asArray?.first?.asObject
        let known = Set(tenant.map { Array($0.keys) } ?? [])
        #expect(first.map { Set($0.keys).isSubset(of: known) } == true)
    }

    @Test func isNobodyElses() async throws {
        let parish = try await ParishNetwork()
        #expect(await parish.client.api(.get, Self.path).status == 401)
        let own = try await parish.test.token("Olive", in: "dlr", roles: [.administrator])
        #expect(await parish.client.api(.get, Self.path, token: own).status == 404)
        let auditor = try await parish.test.token("Aude", in: Tenant.commons, roles: [.auditor])
        #expect(await parish.client.api(.get, Self.path, token: auditor).status == 404)
        let writer = try await parish.test.token(
            "Ada", in: Tenant.commons, roles: [.administrator], scopes: ["write"])
        #expect(await parish.client.api(.get, Self.path, token: writer).status == 403)
    }
}
