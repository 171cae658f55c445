// SPDX-License-Identifier: EUPL-1.2

import Web

/// One operation of the interface (GS CIM 009, 6): a method, a path under `/ngsi-ld/v1`, the parameters
/// it knows, and what does it.
struct TwinOperation: Sendable {
    let method: Method
    /// Such as `entities/:id/attrs/:name`.
    let path: [Substring]
    /// The parameters it knows beside those every operation knows.
    let parameters: Set<String>
    /// Whether GeoJSON may be answered.
    let givesGeoJSON: Bool
    /// Whether it changes nothing though it is posted.
    let onlyAsks: Bool
    let answer: @Sendable (Call) async throws -> Response
    /// Answers what can be told from memory, soon and without waiting; nil: it is nothing of the kind.
    let atOnce: (@Sendable (Call) throws -> Response?)?
    /// What it comes to, where it is one act on the twin.
    let deed: (@Sendable (Call, Body) throws -> Deed)?

    /// An act that was read from a request and is not done yet: on a draft, and with what is answered.
    typealias Deed = @Sendable (inout Draft) throws -> Response

    /// One without parameters of its own.
    init(
        _ method: Method, _ path: String, _ answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.init(method, path, [], answer)
    }

    init(
        _ method: Method, _ path: String, _ parameters: Set<String>, givesGeoJSON: Bool = false,
        onlyAsks: Bool = false, atOnce: (@Sendable (Call) throws -> Response?)? = nil,
        _ answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path.split(separator: "/")
        self.parameters = parameters
        self.givesGeoJSON = givesGeoJSON
        self.onlyAsks = onlyAsks
        self.atOnce = atOnce
        self.answer = answer
        deed = nil
    }

    /// One that is a single act on the twin.
    init(
        _ method: Method, _ path: String, _ parameters: Set<String> = [],
        deed: @escaping @Sendable (Call, Body) throws -> Deed
    ) {
        self.method = method
        self.path = path.split(separator: "/")
        self.parameters = parameters
        self.deed = deed
        (givesGeoJSON, onlyAsks, atOnce) = (false, false, nil)
        answer = { call in try await call.perform(try deed(call, try await call.body())) }
    }

    /// What the places of the path stand for; nil: it is another path.
    func match(_ segments: [String]) -> [String: String]? {
        guard segments.count == path.count else { return nil }
        var places: [String: String] = [:]
        for (part, segment) in zip(path, segments) {
            if part.first == ":" {
                places[String(part.dropFirst())] = segment
            } else if part != segment {
                return nil
            }
        }
        return places
    }

    /// Whether a tenant may begin with it (5.5.10): it makes something that was nowhere.
    var beginsTenants: Bool { method == .post && Self.beginnings.contains(path.joined(separator: "/")) }

    private static let beginnings: Set<String> = [
        "entities", "entityOperations/create", "entityOperations/upsert", "temporal/entities",
        "subscriptions", "csourceRegistrations", "csourceSubscriptions", "jsonldContexts",
    ]

    /// The operations whose paths have so many parts.
    static let byLength = Dictionary(grouping: all, by: \.path.count)

    /// Every operation there is.
    static let all: [TwinOperation] =
        EntityOperations.all + AttributeOperations.all + BatchOperations.all + QueryOperations.all
        + DiscoveryOperations.all + TemporalOperations.all
        + SubscriptionOperations.all + ContextOperations.all + InformationOperations.all
        + RegistrationOperations.all + SnapshotOperations.all
        + EntityMapOperations.all + RetentionOperations.all
}
