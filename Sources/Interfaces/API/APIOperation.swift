// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One operation of the API: what answers, and all that the OpenAPI document says of it. Systems
/// declare those of their own; what is derived from records and actions is made here.
public struct APIOperation: Sendable {
    /// A text in the words of the document's language.
    public typealias Text = @Sendable (UI) -> String
    /// A JSON Schema, with texts in the words of the document's language.
    public typealias Schema = @Sendable (UI) -> JSON

    /// Who may call it.
    public enum Security: Sendable, Hashable {
        /// Everyone; a token is not looked at any further.
        case everyone
        /// Everyone, though a token may show or allow more.
        case optional
        /// Only with a token.
        case token
    }

    /// The unique name of the operation, which client generators make a method of:
    /// `planning.application.list`.
    public let id: String
    public let method: Method
    /// The path with its `:places`.
    public let path: String
    /// The group it is listed in: a system's name, or one of `api.tag.*`.
    public let tag: String
    public let security: Security
    /// The system that must be switched on for the tenant of the path.
    public let system: String?
    public let formats: Set<Format>
    let answer: Route.Handler

    /// One line about it.
    public var summary: Text
    /// More about it, in Markdown.
    public var details: Text?
    /// Its parameters, beside those of its path, which are known.
    public var parameters: [APIParameter] = []
    /// What may be sent; nil: nothing.
    public var body: APIBody?
    /// What it answers when all is well.
    public var answers: [APIAnswer] = []
    /// The statuses of the problems it may answer with, beside those any may: 429, 500, 503.
    public var failures: Set<Int> = []
    /// The schemas it refers to, by the name under `#/components/schemas/`.
    public var schemas: [String: Schema] = [:]

    /// An operation; what it takes and answers is said afterwards.
    public init(
        _ id: String, _ method: Method, _ path: String, tag: String, security: Security,
        system: String? = nil, formats: Set<Format> = [], summary: @escaping Text,
        answer: @escaping Route.Handler
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.tag = tag
        self.security = security
        self.system = system
        self.formats = formats
        self.summary = summary
        self.answer = answer
    }

    /// The route that answers it. Whoever must have a token is refused before anything is looked
    /// at; all else is the handler's to decide.
    public var route: Route {
        Route(
            method, path, security == .token ? .signedIn : .everyone, formats: formats,
            system: system, answer: answer)
    }
}

/// A parameter of an operation.
public struct APIParameter: Sendable {
    public enum Place: String, Sendable { case query, header }

    public let name: String
    public let place: Place
    public let schema: JSON
    public let text: APIOperation.Text

    /// A parameter of the query, unless another place is said.
    public init(
        _ name: String, in place: Place = .query, _ schema: JSON,
        _ text: @escaping APIOperation.Text
    ) {
        self.name = name
        self.place = place
        self.schema = schema
        self.text = text
    }
}

/// What may be sent to an operation, by media type.
public struct APIBody: Sendable {
    public let media: [(type: String, schema: JSON)]
    public let isRequired: Bool

    /// A body in one of these media types.
    public init(_ media: [(type: String, schema: JSON)], isRequired: Bool = true) {
        self.media = media
        self.isRequired = isRequired
    }
}

/// One answer of an operation.
public struct APIAnswer: Sendable {
    public let status: Int
    public let text: APIOperation.Text
    public let media: [(type: String, schema: JSON)]
    /// Names of `#/components/headers/`: those the answer always carries.
    public let headers: [String]

    /// An answer with a body in these media types; none: without a body.
    public init(
        _ status: Int, _ text: @escaping APIOperation.Text,
        _ media: [(type: String, schema: JSON)] = [], headers: [String] = []
    ) {
        self.status = status
        self.text = text
        self.media = media
        self.headers = headers
    }

    /// An answer in JSON.
    public static func json(
        _ status: Int, _ text: @escaping APIOperation.Text, _ schema: JSON, headers: [String] = []
    ) -> APIAnswer {
        APIAnswer(status, text, [("application/json", schema)], headers: headers)
    }
}
