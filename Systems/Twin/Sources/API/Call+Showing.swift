// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// How entities are shown to whoever asked (GS CIM 009, 4.5, 6.3.7, 6.3.11, 6.3.15, 6.3.16).
extension Call {
    /// Parameters by which entities are shown.
    static let showing: Set<String> = [
        "attrs", "pick", "omit", "lang", "datasetId", "geometryProperty", "join", "joinLevel", "containedBy",
        "expandValues",
    ]

    private static let known: Set<String> = [
        "normalized", "concise", "simplified", "keyValues", "sysAttrs", "splitEntities",
    ]

    /// The representation the parameters ask for.
    func representation(
        _ naming: TermTable? = nil, attributes: AttributeNames? = nil
    ) throws -> Representation {
        var representation = Representation(naming ?? context, form: try form())
        representation.showsSystem = options.contains("sysAttrs")
        if let text = parameters["lang"] {
            guard let language = LanguageChoice(text) else {
                throw TwinProblem.bad("“lang” is a list of language tags.", at: "?lang", clause: "4.15")
            }
            representation.language = language
        }
        if let text = parameters["datasetId"] {
            representation.datasets = Set(
                try NameList.split(text, at: "?datasetId", clause: "4.5.5"))
        }
        let (pick, omit) = (try projection("pick"), try projection("omit"))
        try requireJoined(pick, omit)
        representation.picking = Picks(attributes: attributes, pick: pick, omit: omit)
        return representation
    }

    /// Refuses what asks for members of entities that are not joined (5.7.2.4).
    func requireJoined(_ projections: Projection?...) throws(TwinProblem) {
        let level = try joining()?.level ?? 0
        guard projections.allSatisfy({ $0?.depth ?? 0 <= level }) else {
            throw .bad(
                "Members of linked entities are asked for that are not joined: it needs join, and a "
                    + "joinLevel that reaches them.", at: "?joinLevel", clause: "5.7.2.4")
        }
    }

    private func projection(_ name: String) throws(TwinProblem) -> Projection? {
        guard let text = parameters[name] else { return nil }
        return try Projection(text, naming: context, at: "?\(name)")
    }

    private func form() throws(TwinProblem) -> Representation.Form {
        let options = options
        for option in options where !Self.known.contains(option) {
            throw .invalid("This operation knows no option “\(option)”.", at: "?options", clause: "6.3.7")
        }
        if options.contains("concise") { return .concise }
        if !options.isDisjoint(with: ["simplified", "keyValues"]) { return .simplified }
        return .normalized
    }

    /// How linked entities are shown: nil, not at all.
    func joining() throws(TwinProblem) -> (isFlat: Bool, level: Int)? {
        let level = try number("joinLevel", in: 1...16)
        switch parameters["join"] {
        case nil, "@none":
            guard level == nil else {
                throw .bad("joinLevel needs join.", at: "?joinLevel", clause: "4.5.23")
            }
            return nil
        case "inline": return (false, level ?? 1)
        case "flat": return (true, level ?? 1)
        default: throw .bad("“join” is inline, flat or @none.", at: "?join", clause: "4.5.23")
        }
    }

    /// Finds linked entities within what is opened, but those that contain the reader's way here.
    func linked(at moment: Stamp?) -> @Sendable (String) -> Entity? {
        let passed = Set((parameters["containedBy"] ?? "").split(separator: ",").map(String.init))
        let (twin, access, now) = (twin, access, now)
        return { id in
            guard !passed.contains(id) else { return nil }
            let entity = try? moment.map { try twin.entity(id, asOf: $0) } ?? twin.entity(id, at: now)
            return entity.flatMap { access.covers($0) ? $0 : nil }
        }
    }

    /// An entity as most ask for it, whole and in the core words, which is written once for all of them;
    /// nil where something else is asked, or it is not there.
    func usual(_ id: String) throws -> [UInt8]? {
        guard parameters.isEmpty, media == .json, context === TermTable.core, access.isWhole,
            try Federation(self) == nil, let held = try twin.read({ $0.held(id) })
        else { return nil }
        if let expires = held.entity.expiresAt, expires <= now { return nil }
        return held.bytes { entity in
            var writer = JSONWriter(capacity: 2_048)
            Representation(context).write(entity, into: &writer)
            return writer.bytes
        }
    }

    /// One entity, as an answer.
    func answer(_ entity: Entity, _ representation: Representation, at moment: Stamp?) throws -> Response {
        var representation = representation
        var others: [Entity]?
        if let joining = try joining() {
            let find = linked(at: moment)
            if joining.isFlat {
                others = Self.reached(from: [entity], level: joining.level, find)
            } else {
                representation.joining = .init(level: joining.level, find: Self.each(once: entity.id, find))
            }
        }
        var writer = JSONWriter(capacity: 2_048)
        let inBody = isGeoContextInBody ? contextInBody : Optional.none
        if media == .geo, let others {
            geoJSON(representation).write([entity] + others, into: &writer, context: inBody)
        } else if media == .geo {
            geoJSON(representation).write(entity, into: &writer, context: inBody)
        } else if let others {
            representation.write([entity] + others, into: &writer, context: contextInBody)
        } else {
            representation.write(entity, into: &writer, context: contextInBody)
        }
        return answer(writer.bytes)
    }

    /// Entities, as an answer.
    func answer(
        _ entities: [Entity], _ representation: Representation, at moment: Stamp?,
        more: [(String, String)] = []
    ) throws -> Response {
        var (representation, entities) = (representation, entities)
        if let joining = try joining() {
            let find = linked(at: moment)
            if joining.isFlat {
                entities += Self.reached(from: entities, level: joining.level, find)
            } else {
                representation.joining = .init(level: joining.level, find: find)
            }
        }
        var writer = JSONWriter(capacity: 1_024 * max(1, entities.count))
        if media == .geo {
            geoJSON(representation).write(
                entities, into: &writer, context: isGeoContextInBody ? contextInBody : Optional.none)
        } else {
            representation.write(entities, into: &writer, context: contextInBody)
        }
        return answer(writer.bytes, more: more)
    }

    private func geoJSON(_ representation: Representation) -> GeoJSONWriting {
        var writing = GeoJSONWriting(representation: representation)
        if let name = parameters["geometryProperty"] { writing.geometryProperty = context.expand(name) }
        return writing
    }

    /// The entities that Relationships lead to, each once, without those one begins from.
    static func reached(
        from entities: [Entity], level: Int, _ find: (String) -> Entity?
    ) -> [Entity] {
        var seen = Set(entities.map(\.id))
        var (found, last): ([Entity], [Entity]) = ([], entities)
        for _ in 0..<level {
            var next: [Entity] = []
            for entity in last {
                for id in entity.targets where seen.insert(id).inserted {
                    if let entity = find(id) { next.append(entity) }
                }
            }
            found += next
            last = next
        }
        return found
    }

    private static func each(
        once id: String, _ find: @escaping @Sendable (String) -> Entity?
    ) -> @Sendable (String) -> Entity? {
        { $0 == id ? nil : find($0) }
    }
}

extension Entity {
    /// The ids its Relationships point at.
    var targets: [String] {
        attributes.flatMap(\.instances).flatMap { instance -> [String] in
            switch instance.value {
            case .relationship(let ids, _), .listRelationship(let ids): ids
            default: []
            }
        }
    }
}
