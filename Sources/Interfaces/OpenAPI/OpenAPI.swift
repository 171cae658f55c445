// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Synchronization
import Web

/// The document that describes the API (OpenAPI 3.1): the same, whole, for everyone.
public struct OpenAPI {
    let operations: [APIOperation]
    let ui: UI
    let configuration: Configuration

    /// The version of the API: raised when a client would have to change.
    static let version = "1.0.0"

    /// The document of these operations, in the words of a language.
    /// - Parameter words: of the product; this target adds its own.
    /// - Throws: `Fault` if its own words are not beside the program.
    public init(
        _ operations: [APIOperation], words: Words, configuration: Configuration
    ) throws {
        self.operations = operations
        self.configuration = configuration
        ui = UI(words: try APIWords.added(to: words), language: .english)
    }

    /// Where the document is read. It is made once.
    static func route(_ operations: [APIOperation]) -> Route {
        let kept = Mutex<[UInt8]?>(nil)
        return Route(.get, "/api/openapi.json", .everyone) { request in
            let bytes = try kept.withLock { kept in
                if let kept { return kept }
                let document = try OpenAPI(
                    operations, words: request.site.words,
                    configuration: request.site.configuration)
                let bytes = document.json.encoded()
                kept = bytes
                return bytes
            }
            return .cacheable(bytes, Format.json.media, for: request, seconds: 300, vary: "accept")
        }
    }

    /// The document.
    public var json: JSON {
        var paths = JSONObject()
        for operation in operations {
            let path = Self.templated(operation.path)
            var item = paths[path] ?? Self.item(operation.path, ui)
            item[operation.method.rawValue.lowercased()] = describe(operation)
            paths[path] = item
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string(ui("api.title", ["site": configuration.siteName])),
                "version": .string(Self.version), "description": .string(ui("api.description")),
                "license": ["name": "EUPL-1.2", "identifier": "EUPL-1.2"],
            ],
            "servers": [["url": .string(configuration.address)]],
            "tags": .array(tags), "paths": .object(paths), "components": components,
        ]
    }

    private var tags: [JSON] {
        var names: [String] = []
        for operation in operations where !names.contains(operation.tag) {
            names.append(operation.tag)
        }
        return names.map { name in
            let text = ui.words.find("api.tag.\(name)", in: ui.language)
            return ["name": .string(name), "description": .string(text ?? ui.name(ofSystem: name))]
        }
    }

    /// `/t/:tenant` is `/t/{tenant}`.
    private static func templated(_ path: String) -> String {
        "/" + path.split(separator: "/")
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
    }

    /// What all operations of a path share: its places.
    private static func item(_ path: String, _ ui: UI) -> JSON {
        let places = path.split(separator: "/").filter { $0.hasPrefix(":") }.map { $0.dropFirst() }
        if places.isEmpty { return [:] }
        return [
            "parameters": .array(places.map { name in
                let schema: JSON =
                    switch name {
                    case "tenant": APISchema.slug
                    case "id": APISchema.id
                    default: APISchema.string()
                    }
                return [
                    "name": .string(String(name)), "in": "path", "required": true,
                    "description": .string(ui("api.parameter.\(name)")), "schema": schema,
                ]
            })
        ]
    }

    // MARK: One operation

    private func describe(_ operation: APIOperation) -> JSON {
        var json: JSON = [
            "operationId": .string(operation.id), "tags": [.string(operation.tag)],
            "summary": .string(operation.summary(ui)),
        ]
        if let details = operation.details?(ui), !details.isEmpty {
            json["description"] = .string(details)
        }
        json["security"] =
            switch operation.security {
            case .everyone: []
            case .optional: [[:], ["bearer": []]]
            case .token: [["bearer": []]]
            }
        if !operation.parameters.isEmpty {
            json["parameters"] = .array(operation.parameters.map(describe))
        }
        if let body = operation.body {
            json["requestBody"] = [
                "required": .bool(body.isRequired), "content": content(body.media),
            ]
        }
        json["responses"] = responses(operation)
        return json
    }

    private func describe(_ parameter: APIParameter) -> JSON {
        [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "description": .string(parameter.text(ui)), "schema": parameter.schema,
        ]
    }

    private func responses(_ operation: APIOperation) -> JSON {
        var responses = JSONObject()
        for answer in operation.answers {
            var response: JSON = ["description": .string(answer.text(ui))]
            if !answer.headers.isEmpty {
                response["headers"] = OpenAPISchemas.references(toHeaders: answer.headers)
            }
            if !answer.media.isEmpty { response["content"] = content(answer.media) }
            responses[String(answer.status)] = response
        }
        for status in operation.failures.union(OpenAPIProblem.always).sorted() {
            guard let problem = OpenAPIProblem(rawValue: status) else { continue }
            responses[String(status)] = ["$ref": .string("#/components/responses/\(problem)")]
        }
        return .object(responses)
    }

    private func content(_ media: [(type: String, schema: JSON)]) -> JSON {
        .object(JSONObject(media.map { ($0.type, ["schema": $0.schema]) }))
    }

    // MARK: What operations share

    private var components: JSON {
        var schemas = JSONObject(OpenAPISchemas.all.map { ($0.0, $0.1) })
        for operation in operations {
            for (name, schema) in operation.schemas.sorted(by: { $0.key < $1.key })
            where schemas[name] == nil {
                schemas[name] = schema(ui)
            }
        }
        return [
            "schemas": .object(schemas),
            "responses": .object(
                JSONObject(OpenAPIProblem.allCases.map { ("\($0)", $0.response(ui)) })),
            "headers": .object(
                JSONObject(OpenAPISchemas.headers.map { name, schema in
                    (
                        name,
                        [
                            "description": .string(ui("api.header.\(name)")), "required": true,
                            "schema": schema,
                        ]
                    )
                })),
            "securitySchemes": [
                "bearer": [
                    "type": "http", "scheme": "bearer", "description": .string(ui("api.token")),
                ]
            ],
        ]
    }
}
