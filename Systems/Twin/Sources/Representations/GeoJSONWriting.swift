// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Entities as GeoJSON (GS CIM 009, 4.5.16 and 4.5.17). Whether `@context` is in the body is the
/// caller's choice; a collection carries it once.
struct GeoJSONWriting: Sendable {
    static let location = "https://uri.etsi.org/ngsi-ld/location"

    let representation: Representation
    /// The GeoProperty that becomes the geometry, a whole IRI.
    var geometryProperty = location

    /// A Feature.
    func write(_ entity: Entity, into writer: inout JSONWriter, context: JSON? = nil) {
        writer.object { writer in
            writer.field("id", entity.id)
            writer.field("type", "Feature")
            writer.field("geometry", geometry(of: entity))
            writer.object("properties") { writer in
                if representation.shows("type") {
                    representation.types(entity.types, "type", into: &writer)
                }
                representation.members(of: entity, into: &writer)
            }
            if let context { writer.field("@context", context) }
        }
    }

    /// A FeatureCollection of entities and of those they lead to.
    func write(
        _ entities: some Sequence<Entity>, and others: [Linking.Reached] = [],
        into writer: inout JSONWriter, context: JSON? = nil
    ) {
        writer.object { writer in
            writer.field("type", "FeatureCollection")
            writer.array("features") { writer in
                for entity in entities { write(entity, into: &writer) }
                for other in others {
                    let inner = GeoJSONWriting(
                        representation: other.shownAs, geometryProperty: geometryProperty)
                    inner.write(other.entity, into: &writer)
                }
            }
            if let context { writer.field("@context", context) }
        }
    }

    /// The geometry of the default instance, or of the only one that is shown; else null (4.5.16.1).
    private func geometry(of entity: Entity) -> JSON {
        guard let attribute = entity[geometryProperty] else { return .null }
        var instances = attribute.instances
        if let datasets = representation.datasets {
            instances.removeAll { !datasets.contains($0.datasetId ?? "@none") }
        }
        let instance = instances.first { $0.datasetId == nil } ?? (instances.count == 1 ? instances[0] : nil)
        if case .geo(let json)? = instance?.value { return json }
        return .null
    }
}
