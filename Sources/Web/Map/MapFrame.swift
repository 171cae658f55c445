// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// The part of the earth a map shows, and how large. The drawing unit is a CSS pixel at the map's
/// natural size; a page may show it smaller.
public struct MapFrame: Sendable, Hashable {
    public let width: Int
    public let height: Int
    /// The west and north edges in the square of ``WebMercator``.
    let left, top: Double
    /// How much of that square a drawing unit covers.
    let scale: Double

    /// A frame that shows at least the bounds, in their middle.
    /// - Parameter metresMin: how many metres it shows across at least.
    public init(_ bounds: Bounds, width: Int, height: Int, metresMin: Double = 400) {
        let northWest = WebMercator.project(Point(longitude: bounds.west, latitude: bounds.north))
        let southEast = WebMercator.project(Point(longitude: bounds.east, latitude: bounds.south))
        let least =
            metresMin / WebMercator.metresAcross(at: bounds.center.latitude) / Double(width)
        let scale = max(
            (southEast.x - northWest.x) / Double(width),
            (southEast.y - northWest.y) / Double(height), least)
        self.width = width
        self.height = height
        self.scale = scale
        left = (northWest.x + southEast.x - scale * Double(width)) / 2
        top = (northWest.y + southEast.y - scale * Double(height)) / 2
    }

    /// The box on the earth the frame shows.
    public var bounds: Bounds {
        part(x: 0, y: 0, width: Double(width), height: Double(height))
    }

    /// How many metres on the ground a drawing unit is, in the frame's middle.
    public var metresPerUnit: Double {
        scale * WebMercator.metresAcross(at: bounds.center.latitude)
    }

    /// Where a place is drawn, in drawing units from the top left.
    public func place(_ point: Point) -> (x: Double, y: Double) {
        let drawn = WebMercator.project(point)
        return ((drawn.x - left) / scale, (drawn.y - top) / scale)
    }

    /// The frame's bounds made larger (above 1) or smaller about their middle.
    public func zoomed(by factor: Double) -> Bounds {
        let wide = Double(width) * factor
        let high = Double(height) * factor
        return part(
            x: (Double(width) - wide) / 2, y: (Double(height) - high) / 2, width: wide, height: high
        )
    }

    /// The frame's bounds moved by shares of their size, to the east and to the south.
    public func moved(east: Double, south: Double) -> Bounds {
        part(
            x: Double(width) * east, y: Double(height) * south,
            width: Double(width), height: Double(height))
    }

    /// One of the nine parts of the frame, counted from 0 along the rows.
    public func ninth(_ index: Int) -> Bounds {
        let wide = Double(width) / 3
        let high = Double(height) / 3
        return part(
            x: wide * Double(index % 3), y: high * Double(index / 3), width: wide, height: high)
    }

    private func part(x: Double, y: Double, width: Double, height: Double) -> Bounds {
        func corner(_ x: Double, _ y: Double) -> Point {
            let point = WebMercator.unproject(x: left + x * scale, y: top + y * scale)
            return Point(
                longitude: min(max(point.longitude, -180), 180), latitude: point.latitude)
        }
        let northWest = corner(x, y)
        let southEast = corner(x + width, y + height)
        return Bounds(
            west: northWest.longitude, south: southEast.latitude, east: southEast.longitude,
            north: northWest.latitude)
    }
}
