// SPDX-License-Identifier: EUPL-1.2

extension Point {
    /// Reads a place as people write it: degrees in either order (`53.3498, -6.2603`,
    /// `-6.2603 53.3498`, `53° 20' 59" N, 6° 15' 37" W`, `53,3498; -6,2603`) or metres east and
    /// north of a national grid (`715830, 734697`, `ITM E 715830 N 734697`).
    ///
    /// Which number is which follows from the letters N, S, E, W, else from where the place must
    /// lie. Degrees come back to a centimetre or as typed.
    /// - Parameters:
    ///   - area: where the place must lie.
    ///   - grids: the grids metres may be of, the likeliest first.
    /// - Throws: what could not be read, as a phrase.
    public init(
        typed text: String, within area: Bounds = .ireland,
        grids: [Grid] = [.irishTransverseMercator]
    ) throws(GeometryError) {
        let (first, second) = try TypedPair(text).values
        if abs(first.value) > 180, abs(second.value) > 180 {
            let isNorthFirst = first.axis == .north || second.axis == .east
            let (east, north) = isNorthFirst ? (second, first) : (first, second)
            self = try Point.onGrid(east.value, north.value, within: area, grids)
        } else {
            self = try Point.inDegrees(first, second, within: area)
        }
    }

    private static func onGrid(
        _ easting: Double, _ northing: Double, within area: Bounds, _ grids: [Grid]
    ) throws(GeometryError) -> Point {
        for grid in grids {
            let point = grid.point(easting: easting, northing: northing).rounded(decimals: 8)
            if point.isValid, area.contains(point) { return point }
        }
        throw GeometryError("typed_grid_outside", ["east": "\(easting)", "north": "\(northing)"])
    }

    private static func inDegrees(
        _ first: TypedPair.Angle, _ second: TypedPair.Angle, within area: Bounds
    ) throws(GeometryError) -> Point {
        let northFirst = Point(longitude: second.value, latitude: first.value)
        let eastFirst = Point(longitude: first.value, latitude: second.value)
        let candidates =
            switch (first.axis, second.axis) {
            case (.north?, .north?), (.east?, .east?): [Point]()
            case (.north?, _), (_, .east?): [northFirst]
            case (.east?, _), (_, .north?): [eastFirst]
            case (nil, nil): [northFirst, eastFirst]
            }
        guard let possible = candidates.first(where: \.isValid) else {
            throw GeometryError("typed_unreadable")
        }
        guard let point = candidates.first(where: { $0.isValid && area.contains($0) }) else {
            throw GeometryError(
                "typed_outside",
                ["latitude": "\(possible.latitude)", "longitude": "\(possible.longitude)"])
        }
        return point
    }
}
