// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A geometry taken apart for comparing (OGC Simple Feature Access, part 1, 6.1.15): its points, its lines
/// and its areas, in the plane of degrees, in which GeoJSON draws its lines straight (RFC 7946, 3.1.1).
struct Shape: Sendable {
    struct Segment: Sendable {
        let from: Point, to: Point
    }

    /// Where a place lies.
    enum Place: Sendable { case inside, edge, outside }

    /// Places nearer than this, a hundredth of a millimetre, are the same: computed ones are not exact.
    static let tolerance = 1e-10

    let points: [Point]
    /// Lines, each as its segments, none of them without length.
    let lines: [[Segment]]
    /// Areas, each as its rings.
    let areas: [[[Segment]]]
    let bounds: Bounds?
    /// All segments, of lines and of rings.
    let segments: [Segment]

    init(_ geometry: Geometry) {
        points = geometry.singlePoints
        lines = geometry.lines.map(Shape.segments)
        areas = geometry.polygons.map { $0.map(Shape.segments) }
        bounds = geometry.bounds
        segments = lines.flatMap { $0 } + areas.flatMap { $0.flatMap { $0 } }
    }

    private static func segments(_ line: [Point]) -> [Segment] {
        zip(line, line.dropFirst()).compactMap { $0 == $1 ? nil : Segment(from: $0, to: $1) }
    }

    /// 2 for areas, 1 for lines, 0 for points.
    var dimension: Int { areas.isEmpty ? (lines.isEmpty ? 0 : 1) : 2 }

    /// Points and the ends of all segments, each once.
    var vertices: [Point] {
        points + lines.flatMap { $0.prefix(1).map(\.from) + $0.map(\.to) }
            + areas.flatMap { $0.flatMap { $0.map(\.to) } }
    }

    /// Where a place lies with regard to the shape. The edge of a line are its two ends, unless they meet;
    /// points have none.
    func locate(_ place: Point) -> Place {
        var found = Place.outside
        for area in areas {
            switch Shape.locate(place, area) {
            case .inside: return .inside
            case .edge: found = .edge
            case .outside: break
            }
        }
        var ends = 0
        var isOnLine = false
        for line in lines where line.contains(where: { $0.passes(place) }) {
            isOnLine = true
            if let first = line.first?.from, let last = line.last?.to, !first.isAt(last) {
                ends += (first.isAt(place) || last.isAt(place)) ? 1 : 0
            }
        }
        // Where an even number of lines end they go on into each other.
        if isOnLine { return ends % 2 == 1 ? .edge : .inside }
        if points.contains(where: { $0.isAt(place) }) { return .inside }
        return found
    }

    private static func locate(_ place: Point, _ rings: [[Segment]]) -> Place {
        var isInside = false
        for ring in rings {
            for segment in ring {
                if segment.passes(place) { return .edge }
                if segment.isCrossed(eastOf: place) { isInside.toggle() }
            }
        }
        return isInside ? .inside : .outside
    }
}

extension Point {
    func isAt(_ other: Point) -> Bool {
        abs(longitude - other.longitude) <= Shape.tolerance
            && abs(latitude - other.latitude) <= Shape.tolerance
    }
}

extension Shape.Segment {
    private var box: (west: Double, south: Double, east: Double, north: Double) {
        (
            min(from.longitude, to.longitude), min(from.latitude, to.latitude),
            max(from.longitude, to.longitude), max(from.latitude, to.latitude)
        )
    }

    /// Whether the boxes of two segments touch.
    func isBeside(_ other: Shape.Segment) -> Bool {
        let (one, two) = (box, other.box)
        let room = Shape.tolerance
        return one.west <= two.east + room && two.west <= one.east + room
            && one.south <= two.north + room && two.south <= one.north + room
    }

    /// Whether a place lies on the segment.
    func passes(_ place: Point) -> Bool {
        let box = box
        let room = Shape.tolerance
        guard place.longitude >= box.west - room, place.longitude <= box.east + room,
            place.latitude >= box.south - room, place.latitude <= box.north + room
        else { return false }
        let nearest = at(share(nearest: place, squeeze: 1))
        return nearest.isAt(place)
    }

    /// Whether a ray from a place to the east crosses the segment.
    func isCrossed(eastOf place: Point) -> Bool {
        guard (from.latitude > place.latitude) != (to.latitude > place.latitude) else { return false }
        let share = (place.latitude - from.latitude) / (to.latitude - from.latitude)
        return place.longitude < from.longitude + share * (to.longitude - from.longitude)
    }

    /// The place so far along the segment, from 0 to 1.
    func at(_ share: Double) -> Point {
        if share <= 0 { return from }
        if share >= 1 { return to }
        return Point(
            longitude: from.longitude + share * (to.longitude - from.longitude),
            latitude: from.latitude + share * (to.latitude - from.latitude))
    }

    /// How far along the segment the place nearest to another lies, where a degree east is so much of a
    /// degree north.
    func share(nearest place: Point, squeeze: Double) -> Double {
        let x = (to.longitude - from.longitude) * squeeze
        let y = to.latitude - from.latitude
        let length = x * x + y * y
        guard length > 0 else { return 0 }
        let along = (place.longitude - from.longitude) * squeeze * x + (place.latitude - from.latitude) * y
        return min(1, max(0, along / length))
    }

    /// How far along this segment another meets it: once, at both ends of what they share, or never.
    func shares(meeting other: Shape.Segment) -> [Double] {
        guard isBeside(other) else { return [] }
        var shares: [Double] = []
        for end in [other.from, other.to] where passes(end) { shares.append(share(nearest: end, squeeze: 1)) }
        if other.passes(from) { shares.append(0) }
        if other.passes(to) { shares.append(1) }
        if !shares.isEmpty { return shares }
        let x = to.longitude - from.longitude
        let y = to.latitude - from.latitude
        let u = other.to.longitude - other.from.longitude
        let v = other.to.latitude - other.from.latitude
        let cross = x * v - y * u
        guard cross != 0 else { return [] }
        let east = other.from.longitude - from.longitude
        let north = other.from.latitude - from.latitude
        let share = (east * v - north * u) / cross
        let otherShare = (east * y - north * x) / cross
        return (0...1).contains(share) && (0...1).contains(otherShare) ? [share] : []
    }
}
