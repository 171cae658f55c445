// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// How entities are shown to whoever asked (GS CIM 009, 4.5, 6.3.7, 6.3.11, 6.3.15, 6.3.16).
extension Call {
    /// Parameters by which parts of entities are shown, of what is and of what was.
    static let picking: Set<String> = ["attrs", "pick", "omit", "lang", "datasetId"]
    /// Parameters by which entities are shown.
    static let showing = picking.union(["geometryProperty", "join", "joinLevel", "containedBy"])

    private static let known: Set<String> = ["normalized", "concise", "simplified", "keyValues", "sysAttrs"]

    /// The representation the parameters ask for.
    func representation(attributes: AttributeNames? = nil) throws -> Representation {
        var representation = Representation(context, form: try form())
        representation.showsSystem = options.contains("sysAttrs")
        guard parameters["geometryProperty"] == nil || media == .geo else {
            throw TwinProblem.bad(
                "“geometryProperty” is of GeoJSON alone: it needs Accept: application/geo+json.",
                at: "?geometryProperty", clause: "5.7.2.4")
        }
        if let text = parameters["lang"] {
            guard let language = LanguageChoice(text) else {
                throw TwinProblem.bad(
                    "“lang” is a list of language tags.", at: pointer("lang"), clause: "4.15")
            }
            representation.language = language
        }
        representation.datasets = try datasets()
        let (pick, omit) = (try projection("pick"), try projection("omit"))
        try requireJoined(pick, omit)
        representation.picking = Picks(attributes: attributes, pick: pick, omit: omit)
        return representation
    }

    /// The data sets that are asked for, `@none` for the default; nil: all.
    private func datasets() throws(TwinProblem) -> Set<String>? {
        guard let text = parameters["datasetId"] else { return nil }
        let names = try NameList.split(text, at: pointer("datasetId"), clause: "4.5.5")
        for name in names where name != "@none" && !NameRules.isURI(name) {
            throw .bad(
                "“\(name.prefix(100))” is no URI, and not @none.", at: pointer("datasetId"), clause: "4.5.5")
        }
        return Set(names)
    }

    /// Refuses what asks for members of entities that are not joined (5.7.2.4).
    private func requireJoined(_ projections: Projection?...) throws(TwinProblem) {
        let level = try joining()?.level ?? 0
        guard projections.allSatisfy({ $0?.depth ?? 0 <= level }) else {
            throw .bad(
                "Members of linked entities are asked for that are not joined: it needs join, and a "
                    + "joinLevel that reaches them.", at: pointer("joinLevel"), clause: "5.7.2.4")
        }
    }

    private func projection(_ name: String) throws(TwinProblem) -> Projection? {
        guard let text = parameters[name] else { return nil }
        return try Projection(text, naming: context, at: pointer(name))
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

    /// An entity as most ask for it, whole and in the core words, which is written once for all of them;
    /// nil where something else is asked, or it is not there.
    func usual(_ id: String) throws -> [UInt8]? {
        guard parameters.isEmpty, media == .json, context.isCore, access.isWhole,
            request.headers["ngsild-entitymap"] == nil, request.headers["prefer"] == nil,
            try Federation(self) == nil, let held = try twin.read({ $0.held(id) })
        else { return nil }
        if let expiry = held.expiry, expiry <= now { return nil }
        return held.bytes(on: twin.written) { entity in
            var writer = JSONWriter(capacity: 2_048)
            Representation(context).write(entity, into: &writer)
            return writer.bytes
        }
    }

    /// One entity, as an answer: with those it leads to it is one of several.
    func answer(_ entity: Entity, _ representation: Representation, at moment: Stamp?) throws -> Response {
        guard try joining()?.isFlat != true else { return try answer([entity], representation, at: moment) }
        let representation = try linking(representation, at: moment)
        let entity = edited(entity)
        var writer = JSONWriter(capacity: 2_048)
        if media == .geo {
            geoJSON(representation).write(
                entity, into: &writer, context: isGeoContextInBody ? contextInBody : Optional.none)
        } else {
            representation.write(entity, into: &writer, context: contextInBody)
        }
        return edited(answer(writer.bytes))
    }

    /// Entities, as an answer.
    func answer(
        _ entities: [Entity], _ representation: Representation, at moment: Stamp?,
        more: [(String, String)] = []
    ) throws -> Response {
        let representation = try linking(representation, at: moment)
        let entities = edited(entities)
        let others = try reached(from: entities, representation, at: moment)
        var writer = JSONWriter(capacity: 1_024 * max(1, entities.count))
        if media == .geo {
            geoJSON(representation).write(
                entities, and: others, into: &writer,
                context: isGeoContextInBody ? contextInBody : Optional.none)
        } else {
            representation.write(entities, and: others, into: &writer, context: contextInBody)
        }
        return edited(answer(writer.bytes, more: more))
    }

    private func geoJSON(_ representation: Representation) -> GeoJSONWriting {
        var writing = GeoJSONWriting(representation: representation)
        if let name = parameters["geometryProperty"] { writing.geometryProperty = context.expand(name) }
        return writing
    }
}
