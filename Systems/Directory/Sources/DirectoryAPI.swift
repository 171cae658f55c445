// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// The directory and the coverage in the API: the same data as the pages' `.json`, described.
public enum DirectoryAPI {
    /// The operations, with a cache of their own.
    public static func operations() -> [APIOperation] {
        let cache = DirectoryCache()
        return [
            operation("organisations", "/organisations", "DirectoryOrganisationsOnDay", cache) {
                let page = DirectoryPage($1, try DirectoryFilter($0.query, in: $1), $0.ui)
                return DirectoryData(view: $1).json(page.bodies, page.authorities)
            },
            operation("organisation", "/organisations/:slug", "DirectoryOrganisationOnDay", cache) {
                DirectoryData(view: $1).json(try $1.organisation($0["slug"]))
            },
            operation("coverage", "/coverage", "DirectoryCoverageOnDay", cache) {
                CoverageData(view: $1).json(SystemCoverage.all(in: $1))
            },
            operation("system", "/coverage/:system", "DirectorySystemOnDay", cache) {
                CoverageData(view: $1).json(SystemCoverage(try $1.system($0["system"]), in: $1))
            },
        ]
    }

    private static func operation(
        _ name: String, _ path: String, _ schema: String, _ cache: DirectoryCache,
        _ answer: @escaping @Sendable (Request, DirectoryView) throws -> JSON
    ) -> APIOperation {
        var parameters: [(String, JSON)] = [("on", APISchema.day), ("asOf", APISchema.instant)]
        if name == "organisations" {
            parameters += ["q", "kind", "country", "audience"].map { ($0, APISchema.string()) }
        }
        let names = parameters.map(\.0)
        var operation = APIOperation(
            "directory.\(name)", .get, "/api/directory\(path)", tag: "directory",
            security: .everyone, summary: { $0("api.directory.\(name)") }
        ) { request in
            try check(request, names)
            return .cacheable(try answer(request, DirectoryView(request, cache)), for: request)
        }
        operation.parameters = parameters.map { parameter, schema in
            APIParameter(parameter, schema) { $0("api.directory.parameter.\(parameter)") }
        }
        operation.answers = [
            .json(
                200, { $0("api.directory.\(name)") }, APISchema.ref(schema), headers: ["ETag"]),
            APIAnswer(304, { $0("api.answer.unchanged") }, headers: ["ETag"]),
        ]
        operation.failures = path.contains(":") ? [401, 404, 422] : [401, 422]
        operation.schemas = schemas
        return operation
    }

    /// What is asked for is one of the parameters, and says something.
    private static func check(_ request: Request, _ names: [String]) throws {
        var reader = QueryReader(request, names)
        for name in names { _ = reader.text(name) }
        try reader.check()
    }

    private static let schemas: [String: APIOperation.Schema] = {
        let text = APISchema.string()
        let objects = APISchema.array(["type": "object"])
        let moment: [(String, JSON)] = [
            ("on", APISchema.day), ("as_of", APISchema.nullable(APISchema.instant)),
        ]
        let kinds = APISchema.choice(Organisation.Sort.names)
        let head: [(String, JSON)] = [
            ("slug", text), ("name", text), ("kind", kinds),
            ("sort", APISchema.choice(["body", "authority"])), ("country", text),
            ("exists", APISchema.nullable(["type": "boolean"])), ("url", text),
        ]
        let lists = ["names", "codes", "services", "figures", "contacts", "relations", "events",
            "parts", "coverage"].map { ($0, objects) }
        let count = APISchema.integer(0...Int(Int32.max))
        let coverage: [(String, JSON)] = [
            ("slug", text), ("name", text), ("provider", APISchema.nullable(text)),
            ("claims", objects), ("of", count), ("differs", ["type": "boolean"]),
            ("complete", ["type": "boolean"]),
            ("named", object(CoverageFact.Stage.names.map { ($0, count) })),
            ("authorities", objects), ("missing", objects),
        ]
        let all: [String: JSON] = [
            "DirectoryOrganisationsOnDay": object(
                moment + [
                    ("counts", object([("bodies", count), ("authorities", count)])),
                    ("organisations", APISchema.array(object(head))),
                ]),
            "DirectoryOrganisationOnDay": object(moment + head + lists),
            "DirectoryCoverageOnDay": object(
                moment + [
                    ("authorities", objects), ("systems", APISchema.array(object(coverage))),
                ]),
            "DirectorySystemOnDay": object(moment + coverage + [("promises", objects)]),
        ]
        return all.mapValues { schema in { _ in schema } }
    }()

    private static func object(_ members: [(String, JSON)]) -> JSON {
        [
            "type": "object", "required": .array(members.map { .string($0.0) }),
            "properties": .object(JSONObject(members.map { (key: $0.0, value: $0.1) })),
        ]
    }
}
