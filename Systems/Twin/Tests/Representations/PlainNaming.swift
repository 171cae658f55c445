// SPDX-License-Identifier: EUPL-1.2

import Kernel

@testable import Twin

/// Names without a context of JSON-LD: the core's few, everything else in the default context.
struct PlainNaming: Naming {
    static let core = "https://uri.etsi.org/ngsi-ld/"
    static let other = "https://uri.etsi.org/ngsi-ld/default-context/"
    private static let terms: Set<String> = ["location", "observationSpace", "operationSpace"]

    func expand(_ name: String) -> String {
        if name.utf8.contains(UInt8(ascii: ":")) { return name }
        return (Self.terms.contains(name) ? Self.core : Self.other) + name
    }

    func compact(_ iri: String) -> String {
        if iri.hasPrefix(Self.other) { return String(iri.dropFirst(Self.other.count)) }
        if iri.hasPrefix(Self.core) { return String(iri.dropFirst(Self.core.count)) }
        return iri
    }
}

/// What the tests of the twin's core share.
enum Sent {
    static let now = Stamp(microseconds: 1_780_000_000_000_000)
    static let later = Stamp(microseconds: 1_780_000_060_000_000)
    static let id = "urn:ngsi-ld:Bin:7"

    static func name(_ term: String) -> String { PlainNaming().expand(term) }

    static func object(_ text: String) throws -> JSONObject {
        guard let object = try JSON(parsing: text, limits: JSON.Limits(depth: 200)).asObject else {
            throw TwinProblem.bad("no object")
        }
        return object
    }

    /// An entity of type Bin with these members.
    static func entity(_ members: String, isSimplified: Bool = false) throws -> Entity {
        let rest = members.isEmpty ? "" : "," + members
        let reading = EntityReading(naming: PlainNaming(), isSimplified: isSimplified)
        return try reading.entity(try object(#"{"id":"\#(id)","type":"Bin"\#(rest)}"#), at: now)
    }

    /// Members of every kind of attribute, of scopes and of expiry.
    static let everything = #"""
        "scope":["/A"],"expiresAt":"2027-01-01T00:00:00Z",
        "price":{"value":5.10,"unitCode":"EUR","valueType":"x:d",
         "observedAt":"2026-01-01T00:00:00.000001Z","sure":{"value":true,
          "observedAt":"2026-01-01T00:00:00.000Z","why":{"object":"urn:x:1"}}},
        "location":{"type":"Point","coordinates":[6,49]},"owner":{"object":"urn:x:1","objectType":"Person"},
        "parts":{"object":["urn:x:1","urn:x:2"]},"says":{"languageMap":{"en":"yes","fr":["o","i"]}},
        "kind":{"vocab":"Male"},"kinds":{"vocab":["Male"]},"raw":{"json":null},"steps":{"valueList":[]},
        "route":{"objectList":["urn:x:1"]},"speed":[{"value":1},{"value":2,"datasetId":"urn:d:1"}]
        """#

    /// An entity with all of that and more, the first of its attributes with every stamp there is.
    static func stamped(_ more: String = "") throws -> Entity {
        var entity = try entity(everything + (more.isEmpty ? "" : "," + more))
        (entity.modifiedAt, entity.deletedAt) = (later, later)
        var instance = entity.attributes[0].instances[0]
        (instance.createdAt, instance.modifiedAt) = (Stamp(microseconds: -5), later)
        (instance.deletedAt, instance.expiresAt, instance.instanceId) = (now, now, "urn:i:1")
        entity.attributes[0].instances[0] = instance
        return entity
    }

    static func fragment(
        _ members: String, _ purpose: EntityReading.Purpose, isSimplified: Bool = false
    ) throws -> Fragment {
        let reading = EntityReading(naming: PlainNaming(), purpose: purpose, isSimplified: isSimplified)
        return try reading.fragment(try object("{\(members)}"))
    }

    /// The entity as it is written, without id and type.
    static func written(
        _ entity: Entity, _ change: (inout Representation) -> Void = { _ in }
    ) throws -> JSON {
        var representation = Representation(PlainNaming())
        change(&representation)
        var writer = JSONWriter()
        representation.write(entity, into: &writer)
        var json = try JSON(parsing: writer.bytes)
        if json["id"] == .string(id) { json["id"] = nil }
        if json["type"] == "Bin" { json["type"] = nil }
        return json
    }

    static func json(_ text: String) throws -> JSON { try JSON(parsing: text) }
}
