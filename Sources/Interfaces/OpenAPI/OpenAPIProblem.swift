// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The problems the API answers with (RFC 9457), by status.
enum OpenAPIProblem: Int, CaseIterable {
    case malformed = 400
    case unauthenticated = 401
    case forbidden = 403
    case notFound = 404
    case notNow = 409
    case stale = 412
    case tooLarge = 413
    case wrongType = 415
    case invalid = 422
    case tooMany = 429
    case fault = 500
    case outOfService = 503

    /// What any operation may come to.
    static let always: Set<Int> = [400, 429, 500, 503]

    func response(_ ui: UI) -> JSON {
        var response: JSON = [
            "description": .string(ui("api.problem.\(rawValue)")),
            "content": ["application/problem+json": ["schema": APISchema.ref(schema)]],
        ]
        if !headers.isEmpty {
            response["headers"] = OpenAPISchemas.references(toHeaders: headers)
        }
        return response
    }

    private var schema: String {
        switch self {
        case .invalid: "InvalidProblem"
        case .stale: "StaleProblem"
        default: "Problem"
        }
    }

    private var headers: [String] {
        switch self {
        case .unauthenticated: ["WWW-Authenticate"]
        case .stale: ["ETag"]
        case .wrongType: ["Accept"]
        case .tooMany: ["Retry-After"]
        default: []
        }
    }
}
