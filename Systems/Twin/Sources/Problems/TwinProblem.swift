// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Why a request cannot be done, as the specification names it (GS CIM 009, 5.5.2 and 6.3.2), with
/// where in the request it lies and the clause it comes from.
struct TwinProblem: Error, Sendable, Equatable {
    /// The error types of the specification.
    enum Kind: String, Sendable, CaseIterable {
        case invalidRequest = "InvalidRequest"
        case badRequestData = "BadRequestData"
        case alreadyExists = "AlreadyExists"
        case conflict = "Conflict"
        case operationNotSupported = "OperationNotSupported"
        case resourceNotFound = "ResourceNotFound"
        case internalError = "InternalError"
        case tooComplexQuery = "TooComplexQuery"
        case tooManyResults = "TooManyResults"
        case contextNotAvailable = "LdContextNotAvailable"
        case noMultiTenantSupport = "NoMultiTenantSupport"
        case nonexistentTenant = "NonexistentTenant"

        var status: Int {
            switch self {
            case .invalidRequest, .badRequestData: 400
            case .tooComplexQuery, .tooManyResults: 403
            case .resourceNotFound, .nonexistentTenant: 404
            case .alreadyExists, .conflict: 409
            case .operationNotSupported: 422
            case .internalError: 500
            case .noMultiTenantSupport: 501
            case .contextNotAvailable: 504
            }
        }

        /// What it is called for people.
        var title: String {
            switch self {
            case .invalidRequest: "The request is not one of NGSI-LD"
            case .badRequestData: "The data of the request are not sound"
            case .alreadyExists: "It is there already"
            case .conflict: "It stands against something that is there"
            case .operationNotSupported: "This is not supported"
            case .resourceNotFound: "There is no such thing"
            case .internalError: "Something went wrong here"
            case .tooComplexQuery: "The query is too complex"
            case .tooManyResults: "The query finds too much"
            case .contextNotAvailable: "A JSON-LD context cannot be had"
            case .noMultiTenantSupport: "There are no tenants here"
            case .nonexistentTenant: "There is no such tenant"
            }
        }
    }

    let kind: Kind
    /// What is wrong and how it is mended, in a sentence.
    let detail: String
    /// Where it lies in the body (RFC 6901), or the parameter of the query: `?q`; nil: nowhere.
    var pointer: String?
    /// The clause of GS CIM 009 (1.8.1) it comes from.
    var clause: String?

    init(_ kind: Kind, _ detail: String, at pointer: String? = nil, clause: String? = nil) {
        self.kind = kind
        self.detail = detail
        self.pointer = pointer
        self.clause = clause
    }

    /// Data that are not sound.
    static func bad(_ detail: String, at pointer: String? = nil, clause: String? = nil) -> TwinProblem {
        TwinProblem(.badRequestData, detail, at: pointer, clause: clause)
    }

    /// A request that is none.
    static func invalid(_ detail: String, at pointer: String? = nil, clause: String? = nil) -> TwinProblem {
        TwinProblem(.invalidRequest, detail, at: pointer, clause: clause)
    }

    /// The problem as it is answered (RFC 7807 as 5.5.2 has it).
    var json: JSON {
        var members: JSONObject = [
            "type": .string("https://uri.etsi.org/ngsi-ld/errors/\(kind.rawValue)"),
            "title": .string(kind.title), "detail": .string(detail), "status": .integer(kind.status),
        ]
        if let pointer { members["pointer"] = .string(pointer) }
        if let clause { members["clause"] = .string("GS CIM 009, \(clause)") }
        return .object(members)
    }
}
