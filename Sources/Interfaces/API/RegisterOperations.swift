// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What the whole network publishes, for everyone: all of it, each kind with its own columns, and
/// one record with its versions.
struct RegisterOperations {
    let kinds: [PublishedKind]

    var all: [APIOperation] {
        [list(nil)] + kinds.map(list) + [item, versions]
    }

    private static let tag = "register"
    private static let base = "/api/register"

    // MARK: Lists

    private func list(_ kind: PublishedKind?) -> APIOperation {
        let query = RegisterListQuery(kind: kind)
        let path = kind.map { "\(Self.base)/\($0.name)" } ?? Self.base
        var operation = APIOperation(
            kind.map { "register.\($0.name)" } ?? "register.list", .get, path, tag: Self.tag,
            security: .everyone, formats: [.json, .csv, .geojson, .atom],
            summary: { ui in
                kind.map { ui("api.register.kind", ["kind": $0.name]) } ?? ui("api.register")
            }
        ) { request in
            let register = request.register
            let page = try register.page(try query.read(request))
            return try RegisterFormat(request: request, path: path, kind: kind).answer(page)
        }
        operation.details = { $0("api.register.text") }
        operation.parameters = query.parameters
        operation.answers = [
            APIAnswer(
                200, { $0("api.answer.page") },
                [
                    (Format.json.media, APISchema.ref("RegisterPage")),
                    (Format.geojson.media, APISchema.ref("FeatureCollection")),
                    (Format.atom.media, APISchema.string()), (Format.csv.media, APISchema.string()),
                ], headers: ["ETag"]),
            APIAnswer(304, { $0("api.answer.unchanged") }, headers: ["ETag"]),
        ]
        operation.failures = [401, 422]
        operation.schemas = Self.schemas
        return operation
    }

    // MARK: One record

    private var item: APIOperation {
        one("register.item", "\(Self.base)/:tenant/:id", [.asOf], "RegisterItem") {
            request, tenant, id in
            var reader = QueryReader(request, ["asOf"])
            let asOf = reader.moment("asOf")
            try reader.check()
            let item = try request.register.item(
                tenant: tenant, record: id, asOf: asOf)
            guard let item else { throw Refusal.notFound }
            return item.whole
        }
    }

    private var versions: APIOperation {
        one("register.versions", "\(Self.base)/:tenant/:id/versions", [], "RegisterVersions") {
            request, tenant, id in
            try QueryReader(request, []).check()
            let versions = try request.register.versions(tenant: tenant, record: id)
            if versions.isEmpty { throw Refusal.notFound }
            return ["items": .array(versions.map(\.whole))]
        }
    }

    private func one(
        _ id: String, _ path: String, _ parameters: [APIParameter], _ schema: String,
        _ find: @escaping @Sendable (Request, String, RecordID) throws -> JSON
    ) -> APIOperation {
        var operation = APIOperation(
            id, .get, path, tag: Self.tag, security: .everyone, summary: { $0("api.\(id)") }
        ) { request in
            guard let record = RecordID(request["id"]) else { throw Refusal.notFound }
            return .cacheable(try find(request, request["tenant"], record), for: request)
        }
        operation.parameters = parameters + [.ifNoneMatch]
        operation.answers = [
            .json(
                200, { $0("api.answer.published") }, APISchema.ref(schema), headers: ["ETag"]),
            APIAnswer(304, { $0("api.answer.unchanged") }, headers: ["ETag"]),
        ]
        operation.failures = [401, 404, 422]
        operation.schemas = Self.schemas
        return operation
    }

    // MARK: Schemas

    private static let schemas: [String: APIOperation.Schema] = {
        let head: [(String, JSON)] = [
            ("kind", APISchema.string()), ("tenant", APISchema.string()), ("id", APISchema.id),
            ("version", APISchema.integer()), ("recordedAt", APISchema.instant),
            ("untilAt", APISchema.nullable(APISchema.instant)),
            ("reference", APISchema.string()), ("title", APISchema.string()),
            ("summary", APISchema.string()), ("status", APISchema.string()),
            ("day", APISchema.nullable(APISchema.day)),
            ("point", APISchema.nullable(APISchema.geometry)), ("columns", ["type": "object"]),
        ]
        let whole: [(String, JSON)] = [
            ("place", APISchema.nullable(APISchema.geometry)), ("body", [:]),
            ("documents", APISchema.array(APISchema.file)),
        ]
        let headSchema = APISchema.object(head)
        let wholeSchema = APISchema.object(head + whole)
        let page = APISchema.object([
            "items": APISchema.array(APISchema.ref("RegisterHead")),
            "next": APISchema.nullable(APISchema.string()),
            "previous": APISchema.nullable(APISchema.string()),
            "count": APISchema.nullable(
                APISchema.object([
                    "value": APISchema.integer(), "isExact": ["type": "boolean"],
                ])),
        ])
        return [
            "RegisterHead": { _ in headSchema }, "RegisterItem": { _ in wholeSchema },
            "RegisterPage": { _ in page },
            "RegisterVersions": { _ in
                APISchema.object(["items": APISchema.array(APISchema.ref("RegisterItem"))])
            },
        ]
    }()
}

extension RegisterItem {
    /// What every published version says of itself.
    var head: JSONObject {
        [
            "kind": .string(kind), "tenant": .string(tenant), "id": .string(record.text),
            "version": .integer(version), "recordedAt": .string(recordedAt.description),
            "untilAt": .optional(untilAt?.description), "reference": .string(reference),
            "title": .string(title), "summary": .string(summary), "status": .string(status),
            "day": .optional(day?.description),
            "point": point.map { Geometry.point($0).json } ?? .null,
            "columns": .object(
                JSONObject(columns.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
        ]
    }

    /// The same with all that is published of it.
    var whole: JSON {
        var members = head
        let publication = publication
        members["place"] = publication?.place?.json ?? .null
        members["body"] = publication?.body ?? .null
        members["documents"] = .array(publication?.documents.map(\.json) ?? [])
        return .object(members)
    }
}

extension Value {
    /// The value as JSON has it.
    var json: JSON {
        switch self {
        case .null: .null
        case .integer(let integer): .integer(integer)
        case .real(let real): .decimal(real)
        case .text(let text): .string(text)
        }
    }
}
