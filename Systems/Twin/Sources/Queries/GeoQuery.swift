// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What is asked of where an entity is (GS CIM 009, 4.10): a relation between the geometry of one of its
/// GeoProperties and a given one.
struct GeoQuery: Sendable {
    /// `georel`; `near` is two, by its modifiers, in metres.
    enum Relation: Sendable, Equatable {
        case near(atMost: Double)
        case far(moreThan: Double)
        case within, contains, intersects, equals, disjoint, overlaps
    }

    let relation: Relation
    let reference: Geometry
    /// The GeoProperty; by default `location`.
    let path: AttributePath
    /// The box a match's geometry must touch; nil where matches may be anywhere.
    let bounds: Bounds?
    /// What the reference's parts are, made ready once.
    private let shape: Shape

    init(_ relation: Relation, _ reference: Geometry, path: AttributePath) {
        self.relation = relation
        self.reference = reference
        self.path = path
        shape = Shape(reference)
        bounds = GeoQuery.bounds(relation, reference)
    }

    /// Whether an entity has the GeoProperty, with a geometry that stands in the relation: of several data
    /// sets one suffices (5.7.2.4).
    func matches(_ entity: Entity, linked: LinkedEntity = { _ in nil }) -> Bool {
        var patience = 1_000
        return path.leads(from: entity, linked, &patience) { target in
            guard case .value(let json) = target, let geometry = try? Geometry(json: json) else {
                return false
            }
            return matches(geometry)
        }
    }

    /// Whether a geometry stands in the relation.
    func matches(_ geometry: Geometry) -> Bool {
        if let bounds, let box = geometry.bounds, !box.intersects(bounds) { return false }
        let target = Shape(geometry)
        return switch relation {
        case .near(atMost: let metres): target.distance(to: shape) <= metres
        case .far(moreThan: let metres): target.distance(to: shape) > metres
        case .within: target.isWithin(shape)
        case .contains: shape.isWithin(target)
        case .intersects: target.intersects(shape)
        case .disjoint: !target.intersects(shape)
        case .equals: target.equals(shape)
        case .overlaps: target.overlaps(shape)
        }
    }

    private static func bounds(_ relation: Relation, _ reference: Geometry) -> Bounds? {
        guard let box = reference.bounds else { return nil }
        switch relation {
        case .far, .disjoint: return nil
        case .near(atMost: let metres): return widened(box, by: metres)
        default:
            // What was computed may lie beside what was written by its last digit.
            return Bounds(
                west: box.west - Shape.tolerance, south: box.south - Shape.tolerance,
                east: box.east + Shape.tolerance, north: box.north + Shape.tolerance)
        }
    }

    /// A box so many metres wider on all sides, rather too wide than too narrow; round the whole earth where
    /// it would reach a pole or the 180th meridian.
    private static func widened(_ box: Bounds, by metres: Double) -> Bounds {
        let high = metres / 110_000 * 1.01
        let south = max(-90, box.south - high)
        let north = min(90, box.north + high)
        let narrowest = cos(max(abs(south), abs(north)) * .pi / 180)
        let wide = narrowest > 0.01 ? high / narrowest : 360
        let isWhole = box.west - wide < -180 || box.east + wide > 180
        return Bounds(
            west: isWhole ? -180 : box.west - wide, south: south,
            east: isWhole ? 180 : box.east + wide, north: north)
    }
}
