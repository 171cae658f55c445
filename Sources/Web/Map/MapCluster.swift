// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// Features drawn too near to each other to be told apart, or a single one.
struct MapCluster {
    /// Where the features stand in the list they came from; copying them costs more than the map.
    var members: [Int]
    /// The middle of their marks, in drawing units.
    var x, y: Double
    /// The box round their middles.
    var bounds: Bounds

    /// Marks this near would be less than 24 CSS pixels apart on a telephone, which is what
    /// WCAG 2.5.8 asks of things to touch.
    static let distanceMin = 56.0
    /// More marks than this say nothing and fill the page.
    static let countMax = 90

    /// The features whose middle is in the frame, those near each other put together; in reading
    /// order.
    static func clusters(of features: [MapFeature], in frame: MapFrame) -> [MapCluster] {
        var distance = distanceMin
        var clusters = marks(of: features, in: frame, cell: distance / 2)
        repeat {
            clusters = merged(clusters, distance)
            distance *= 1.3
        } while clusters.count > countMax
        return clusters.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
    }

    /// A first, quick gathering by the cells of a grid, so that thousands become hundreds.
    private static func marks(
        of features: [MapFeature], in frame: MapFrame, cell: Double
    ) -> [MapCluster] {
        let columns = Int(Double(frame.width) / cell) + 1
        var byCell: [Int: MapCluster] = [:]
        for (index, feature) in features.enumerated() {
            guard let middle = feature.geometry.centroid else { continue }
            let place = frame.place(middle)
            guard place.x >= 0, place.y >= 0, place.x < Double(frame.width),
                place.y < Double(frame.height)
            else { continue }
            let mark = MapCluster(
                members: [index], x: place.x, y: place.y,
                bounds: Bounds(
                    west: middle.longitude, south: middle.latitude, east: middle.longitude,
                    north: middle.latitude))
            let key = Int(place.y / cell) * columns + Int(place.x / cell)
            if byCell[key]?.absorb(mark) == nil { byCell[key] = mark }
        }
        return byCell.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func merged(_ clusters: [MapCluster], _ distance: Double) -> [MapCluster] {
        var current = clusters
        while true {
            var next: [MapCluster] = []
            for cluster in current.sorted(by: { $0.members.count > $1.members.count }) {
                let near = next.firstIndex { other in
                    let (x, y) = (other.x - cluster.x, other.y - cluster.y)
                    return x * x + y * y < distance * distance
                }
                if let near { next[near].absorb(cluster) } else { next.append(cluster) }
            }
            if next.count == current.count { return next }
            current = next
        }
    }

    @discardableResult
    private mutating func absorb(_ other: MapCluster) -> Bool {
        let count = Double(members.count)
        let more = Double(other.members.count)
        x = (x * count + other.x * more) / (count + more)
        y = (y * count + other.y * more) / (count + more)
        members += other.members
        bounds = bounds.union(other.bounds)
        return true
    }
}
