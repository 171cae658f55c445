// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The languages and forms that strangers write in, each tried by itself and without a server: whatever is
/// given, the process goes on, and what was taken in is what it was. For `checks/fuzz/twin`; nothing in the
/// product asks for it.
package enum TwinTrial {
    /// What is tried, and what pieces it is given.
    package enum Part: String, CaseIterable, Sendable {
        /// A query, an entity.
        case query
        /// A query of scopes, scopes in lines.
        case scopes
        /// A selection of types, types in lines.
        case types
        /// `georel`, `geometry`, `coordinates`, `geoproperty`, an entity.
        case place
        /// A pattern, a text.
        case pattern
        /// `pick`, `omit`, `attrs`, `lang`, an entity.
        case projection
        /// `orderBy`, `orderFrom`, `orderGeometry`, `collation`, two entities.
        case ordering
        /// `timerel`, `timeAt`, `endTimeAt`, `timeproperty`, `lastN`, a duration, a moment.
        case moments
        /// `Link`, `Accept`, `Prefer`, `lang`, a body.
        case headers
        /// An entity.
        case entity
        /// An entity, what is said of it, in which way, an attribute's name, a moment, a language.
        case change
        /// A history, then the pieces of `moments` up to `lastN`, `aggrMethods`, `aggrPeriodDuration`, `q`,
        /// `scopeQ`.
        case history
        /// A context, three documents it may name, names in lines.
        case context
        /// A subscription, and whether it is to sources.
        case subscription
        /// A registration, a patch of it, `type`, `csf`, `idPattern`.
        case registration
        /// A snapshot.
        case snapshot
        /// Lines of a log, and how a checkpoint of what they come to is damaged: where, and which bits.
        case log
        /// A file that is taken in.
        case table
        /// A topic, a payload, what that is, a mapping.
        case payload
        /// What a source says: an entity, a history.
        case source
    }

    /// Tries what is given.
    /// - Parameter pieces: what is missing of them is empty.
    /// - Returns: what should be so and is not; nil: all of it is.
    package static func wrong(in part: Part, _ pieces: [[UInt8]]) async -> String? {
        let given = TrialInput(pieces)
        return switch part {
        case .query: query(given)
        case .scopes: scopes(given)
        case .types: types(given)
        case .place: place(given)
        case .pattern: pattern(given)
        case .projection: projection(given)
        case .ordering: ordering(given)
        case .moments: moments(given)
        case .headers: headers(given)
        case .entity: entity(given)
        case .change: change(given)
        case .history: history(given)
        case .context: await context(given)
        case .subscription: subscription(given)
        case .registration: registration(given)
        case .snapshot: snapshot(given)
        case .log: log(given)
        case .table: table(given)
        case .payload: payload(given)
        case .source: source(given)
        }
    }
}

/// The pieces of one trial.
struct TrialInput {
    static let now = Stamp("2026-01-12T09:00:00Z") ?? Stamp(microseconds: 0)
    static let later = now.adding(microseconds: 1)

    private let pieces: [[UInt8]]

    init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    func bytes(_ place: Int) -> [UInt8] { place < pieces.count ? pieces[place] : [] }
    func text(_ place: Int) -> String { String(decoding: bytes(place), as: UTF8.self) }
    /// Nil: nothing is said.
    func said(_ place: Int) -> String? { bytes(place).isEmpty ? nil : text(place) }
    func lines(_ place: Int) -> [String] { text(place).split(separator: "\n").map(String.init) }

    /// As a body is read.
    func json(_ place: Int) -> JSON? {
        try? JSON(parsing: bytes(place), limits: JSON.Limits(depth: 300))
    }

    /// The pieces from a place on, by the names of parameters.
    func parameters(_ names: [String], from place: Int = 0) -> [String: String] {
        var parameters: [String: String] = [:]
        for (index, name) in names.enumerated() { parameters[name] = said(place + index) }
        return parameters
    }

    /// One that says something in every kind; and the one of a piece, where that is one.
    func entities(_ place: Int) -> [Entity] {
        [Self.known] + [json(place)?.asObject.flatMap(Self.entity)].compactMap(\.self)
    }

    static func entity(_ members: JSONObject) -> Entity? {
        try? EntityReading(naming: TermTable.core).entity(members, at: now)
    }

    static let known: Entity = {
        let members = (try? JSON(parsing: knownText))?.asObject ?? [:]
        return entity(members) ?? Entity(id: "urn:x:0", types: [], createdAt: now, modifiedAt: now)
    }()

    /// The only one that others are led to.
    static func linked(_ id: String) -> Entity? { id == "urn:x:1" ? house : nil }

    private static let house = entity([
        "id": "urn:x:1", "type": "House", "name": "H", "speed": 3, "owner": ["object": "urn:x:0"],
    ])

    private static let knownText = #"""
        {"id":"urn:x:0","type":["Car","Thing"],"scope":["/Clare/Ennis","/Clare"],
         "speed":[{"value":55.5,"unitCode":"KMH","observedAt":"2026-01-01T00:00:00.5Z",
           "source":{"value":"gps"}},{"value":99,"datasetId":"urn:d:1"}],
         "name":"Ünï","flag":true,"tags":["red",7,{"a":1}],"address":{"city":"Ennis","at":{"zip":1}},
         "typed":{"@type":"DateTime","@value":"2026-01-01T00:00:00Z"},"day":"2026-01-01","clock":"08:30:00Z",
         "location":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,0]],[[4,1],[5,1],[5,2],[4,1]]]},
         "route":{"type":"LineString","coordinates":[[0,0],[5,5],[10,0]]},"owner":{"object":"urn:x:1"},
         "parts":{"object":["urn:x:1","urn:x:2"],"objectType":"Part"},"stops":{"objectList":["urn:x:2"]},
         "says":{"languageMap":{"en":"yes","fr":["oui","si"]}},"kind":{"vocab":"Male"},
         "raw":{"json":{"n":1}},"steps":{"valueList":[1,[2],"c"]},"least":-9223372036854775808}
        """#
}
