// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension Coastline.Line {
    init(_ kind: Coastline.Kind, _ points: [Point]) {
        let drawn = points.map { WebMercator.project($0) }
        let x = drawn.map(\.x)
        let y = drawn.map(\.y)
        self.kind = kind
        self.x = x
        self.y = y
        weights = Self.weights(x, y, isRing: kind != .border)
        west = x.min() ?? 0
        east = x.max() ?? 0
        north = y.min() ?? 0
        south = y.max() ?? 0
    }

    /// The tolerance up to which Douglas and Peucker's simplification would keep each position.
    /// No position weighs more than the one that split its part of the line, so that picking those
    /// above any tolerance gives what simplifying with it would.
    private static func weights(_ x: [Double], _ y: [Double], isRing: Bool) -> [Double] {
        var weights = [Double](repeating: 0, count: x.count)
        weights[0] = .infinity
        var parts: [(start: Int, end: Int, most: Double)] = []
        if isRing {
            let far = x.indices.max {
                squared(x[$0] - x[0], y[$0] - y[0]) < squared(x[$1] - x[0], y[$1] - y[0])
            }
            weights[far ?? 0] = .infinity
            parts = [(0, far ?? 0, .infinity), (far ?? 0, x.count, .infinity)]
        } else {
            weights[x.count - 1] = .infinity
            parts = [(0, x.count - 1, .infinity)]
        }
        while let part = parts.popLast() {
            guard part.end - part.start > 1 else { continue }
            // A ring's last part ends where the ring began.
            let end = part.end % x.count
            let (found, distance) = farthest(x, y, part.start, part.end, end)
            let weight = min(distance.squareRoot(), part.most)
            weights[found] = weight
            parts.append((part.start, found, weight))
            parts.append((found, part.end, weight))
        }
        return weights
    }

    private static func farthest(
        _ x: [Double], _ y: [Double], _ start: Int, _ stop: Int, _ end: Int
    ) -> (index: Int, squared: Double) {
        let chordX = x[end] - x[start]
        let chordY = y[end] - y[start]
        let length = squared(chordX, chordY)
        var found = start + 1
        var most = -1.0
        for index in (start + 1)..<stop {
            let awayX = x[index] - x[start]
            let awayY = y[index] - y[start]
            let along = length == 0 ? 0 : (awayX * chordX + awayY * chordY) / length
            let share = min(max(along, 0), 1)
            let distance = squared(awayX - share * chordX, awayY - share * chordY)
            if distance > most { (found, most) = (index, distance) }
        }
        return (found, most)
    }

    private static func squared(_ x: Double, _ y: Double) -> Double { x * x + y * y }
}
