// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// How far apart shapes are. Two lines of tens of thousands of edges have hundreds of millions of pairs of
/// them, so that edges are looked at by runs: what is far from the box of a run is far from all in it.
extension Shape {
    /// How far apart the two are, in metres; 0 where they have a place in common.
    func distance(to other: Shape) -> Double {
        if intersects(other) { return 0 }
        var least = Double.infinity
        let (runs, others) = (Run.all(places), Run.all(other.places))
        for vertex in vertices { Run.approach(vertex, others, &least) }
        // Where only one has segments, the other's points are all there is.
        if !segments.isEmpty { for vertex in other.vertices { Run.approach(vertex, runs, &least) } }
        return least
    }

    /// All edges, and points as if they were some.
    private var places: [Segment] { segments + points.map { Segment(from: $0, to: $0) } }

    /// Whether an edge of the one meets one of the other.
    func edgesMeet(_ other: Shape) -> Bool {
        let others = Run.all(other.segments)
        for run in Run.all(segments) {
            for another in others where run.box.isBeside(another.box) {
                for one in run.segments {
                    for second in another.segments where !one.shares(meeting: second).isEmpty { return true }
                }
            }
        }
        return false
    }

    /// Edges that follow one another, and the box they lie in.
    private struct Run {
        let segments: ArraySlice<Segment>
        let box: Bounds

        private static let length = 32

        static func all(_ segments: [Segment]) -> [Run] {
            stride(from: 0, to: segments.count, by: length).compactMap { first in
                let part = segments[first..<min(first + length, segments.count)]
                return Bounds(around: part.flatMap { [$0.from, $0.to] }).map { Run(segments: part, box: $0) }
            }
        }

        /// Takes what is nearer to a place than anything was as the least there is.
        static func approach(_ place: Point, _ runs: [Run], _ least: inout Double) {
            let squeeze = cos(place.latitude * .pi / 180)
            for run in runs where run.box.reach(from: place, squeeze: squeeze) < least {
                for segment in run.segments {
                    let nearest = segment.at(segment.share(nearest: place, squeeze: squeeze))
                    least = min(least, nearest.distance(to: place))
                }
            }
        }
    }
}

extension Bounds {
    /// Whether the two touch.
    func isBeside(_ other: Bounds) -> Bool {
        let room = Shape.tolerance
        return west <= other.east + room && other.west <= east + room
            && south <= other.north + room && other.south <= north + room
    }

    /// How far anything in the box is from a place at least, in metres: as far as what lies no further north
    /// or south, and no further east or west the short way round, were it where degrees are narrowest.
    fileprivate func reach(from place: Point, squeeze: Double) -> Double {
        let radians = Double.pi / 180
        let northward = max(0, south - place.latitude, place.latitude - north)
        let eastward = max(0, west - place.longitude, place.longitude - east)
        let round = max(0, 360 - max(abs(west - place.longitude), abs(east - place.longitude)))
        let narrowest = cos(max(abs(south), abs(north)) * radians)
        let chord =
            pow(sin(northward * radians / 2), 2)
            + squeeze * narrowest * pow(sin(min(eastward, round) * radians / 2), 2)
        return 2 * Point.earthRadius * asin(min(1, max(0, chord).squareRoot()))
    }
}
