// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Entities on the map, each leading to its page.
struct EntitiesMap {
    /// How many are drawn at most.
    static let most = 1_000
    private static let tones: [UI.Tone] = [.active, .good, .attention, .bad]

    private let room: TwinRoom
    private let question: EntityQuestion
    private var ui: UI { room.ui }

    init(_ room: TwinRoom, _ question: EntityQuestion) {
        self.room = room
        self.question = question
    }

    /// Nothing where none of them has a place.
    func html(_ entities: [Entity]) -> HTML {
        let features = entities.compactMap(feature)
        guard let around = Bounds(around: features.flatMap(\.geometry.points)) else { return "" }
        let (question, list) = (question, room.home.inside("entities"))
        var view = MapView(
            id: "entities-map", title: ui("twin.map"),
            description: ui("twin.map.text", ["count": ui.number(features.count)]),
            frame: MapFrame(question.bounds ?? around.padded(by: 0.08), width: 760, height: 520),
            features: features,
            zoom: { bounds in
                let href = question.href(list, ["bounds": bounds.text])
                return Href(href.string + "#entities-map") ?? href
            })
        let types = Self.types(entities)
        view.tones = Dictionary(zip(types, Self.tones)) { first, _ in first }
        return """
            <h2>\(ui("twin.map"))</h2>
            \(ui.map(view))
            \(if: types.count > 1, ui.mapLegend(zip(types, Self.tones).map { ($1, room.name($0)) }))
            """
    }

    private func feature(_ entity: Entity) -> MapFeature? {
        guard let geometry = entity.geometry else { return nil }
        return MapFeature(
            id: entity.id, geometry: geometry,
            label: "\(room.names(entity.types)): \(EntityName(room, entity).shown)",
            href: room.href(of: entity.id, at: question.moment), status: entity.types.first)
    }

    /// The types of them, in the order they come.
    private static func types(_ entities: [Entity]) -> [String] {
        var seen: Set<String> = []
        return entities.compactMap(\.types.first).filter { seen.insert($0).inserted }
    }
}

extension Entity {
    /// Where it is, by its `location`.
    var geometry: Geometry? {
        guard case .geo(let json)? = self[GeoJSONWriting.location]?.leading?.value else { return nil }
        return try? Geometry(json: json)
    }
}
