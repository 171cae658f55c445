// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// Writes the `d` of an SVG path in half drawing units, whole numbers and relative steps: half
/// the size of decimals. What is drawn with it stands in `<g transform="scale(.5)">`.
struct MapPath {
    private(set) var bytes: [UInt8] = []
    private let frame: MapFrame
    /// What lies further out is cut off, so that cut edges are never seen.
    private let margin = 8.0

    init(_ frame: MapFrame) { self.frame = frame }

    /// Adds a line of a coast, leaving out what would move it by less than `tolerance` units.
    mutating func add(_ line: Coastline.Line, tolerance: Double) {
        let isRing = line.kind != .border
        let least = tolerance * frame.scale
        let edges = Edges(
            west: frame.left - margin * frame.scale, north: frame.top - margin * frame.scale,
            east: frame.left + (Double(frame.width) + margin) * frame.scale,
            south: frame.top + (Double(frame.height) + margin) * frame.scale)
        guard line.west < edges.east, line.east > edges.west, line.north < edges.south,
            line.south > edges.north
        else { return }
        // An island smaller than a dot.
        if isRing, max(line.east - line.west, line.south - line.north) < 2 * least { return }
        var points: [SIMD2<Double>] = []
        var sides: (before: UInt8, last: UInt8) = (0, 0)
        for index in line.x.indices where line.weights[index] >= least {
            let point = SIMD2(line.x[index], line.y[index])
            let side = edges.side(point)
            // Three in a row beyond the same edge: the middle one changes nothing that is seen.
            if points.count > 1, sides.before & sides.last & side != 0 {
                points[points.count - 1] = point
            } else {
                points.append(point)
                sides.before = sides.last
            }
            sides.last = side
        }
        if isRing {
            add(edges.clip(points), closed: true)
        } else {
            for run in edges.visibleRuns(points) { add(run, closed: false) }
        }
    }

    /// Adds the rings and lines of a shape, unsimplified; they are few.
    mutating func add(_ geometry: Geometry) {
        for rings in geometry.polygons {
            for ring in rings { add(ring.dropLast().map(Self.drawn), closed: true) }
        }
        for line in geometry.lines { add(line.map(Self.drawn), closed: false) }
    }

    private mutating func add(_ points: [SIMD2<Double>], closed: Bool) {
        var last = (x: 0, y: 0)
        var written = 0
        for point in points {
            let next = (x: half(point.x - frame.left), y: half(point.y - frame.top))
            if written > 0, next == last { continue }
            if written == 0 {
                bytes.append(UInt8(ascii: "M"))
                write(next.x, separated: false)
                write(next.y, separated: true)
            } else {
                if written == 1 { bytes.append(UInt8(ascii: "l")) }
                write(next.x - last.x, separated: written > 1)
                write(next.y - last.y, separated: true)
            }
            last = next
            written += 1
        }
        if closed, written > 0 { bytes.append(UInt8(ascii: "z")) }
    }

    private static func drawn(_ point: Point) -> SIMD2<Double> {
        let place = WebMercator.project(point)
        return SIMD2(place.x, place.y)
    }

    private func half(_ distance: Double) -> Int {
        // Far outside the frame any number will do; a sane one keeps every renderer sane.
        Int(max(-1e6, min(1e6, (distance / frame.scale * 2).rounded())))
    }

    private mutating func write(_ number: Int, separated: Bool) {
        if number < 0 {
            bytes.append(UInt8(ascii: "-"))
        } else if separated {
            bytes.append(UInt8(ascii: " "))
        }
        var divisor = 1
        let size = Int(number.magnitude)
        while size / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(size / divisor % 10) + 0x30)
            divisor /= 10
        }
    }
}

/// The edges of what is drawn, in the square of ``WebMercator``.
private struct Edges {
    let west, north, east, south: Double

    typealias Place = SIMD2<Double>

    /// Which edges a place lies beyond, as bits (Cohen and Sutherland).
    func side(_ place: Place) -> UInt8 {
        (place.x < west ? 1 : place.x > east ? 2 : 0)
            | (place.y < north ? 4 : place.y > south ? 8 : 0)
    }

    /// The part of a ring inside (Sutherland and Hodgman).
    func clip(_ ring: [Place]) -> [Place] {
        guard ring.contains(where: { side($0) != 0 }) else { return ring }
        let byX = cut(cut(ring, 0, west, 1), 0, east, -1)
        return cut(cut(byX, 1, north, 1), 1, south, -1)
    }

    private func cut(
        _ ring: [Place], _ axis: Int, _ limit: Double, _ sign: Double
    ) -> [Place] {
        guard var before = ring.last else { return [] }
        var kept: [Place] = []
        kept.reserveCapacity(ring.count + 4)
        for place in ring {
            let isIn = (place[axis] - limit) * sign >= 0
            let wasIn = (before[axis] - limit) * sign >= 0
            if isIn != wasIn {
                let share = (limit - before[axis]) / (place[axis] - before[axis])
                kept.append(before + share * (place - before))
            }
            if isIn { kept.append(place) }
            before = place
        }
        return kept
    }

    /// The stretches of a line that may be seen.
    func visibleRuns(_ line: [Place]) -> [[Place]] {
        var runs: [[Place]] = []
        var run: [Place] = []
        for (one, two) in zip(line, line.dropFirst()) {
            if side(one) & side(two) == 0 {
                if run.isEmpty { run = [one] }
                run.append(two)
            } else if !run.isEmpty {
                runs.append(run)
                run = []
            }
        }
        return run.isEmpty ? runs : runs + [run]
    }
}
