// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Shape {
    /// Whether the two have a place in common.
    func intersects(_ other: Shape) -> Bool {
        guard let bounds, let box = other.bounds, bounds.isBeside(box) else { return false }
        if points.contains(where: { other.locate($0) != .outside }) { return true }
        if other.points.contains(where: { locate($0) != .outside }) { return true }
        if edgesMeet(other) { return true }
        // None of the edges meet: one lies in the other with every part, or outside.
        return other.isAround(self) || isAround(other)
    }

    /// Whether the areas have the beginning of a line or of a ring in them.
    private func isAround(_ other: Shape) -> Bool {
        guard !areas.isEmpty else { return false }
        return (other.lines + other.areas.compactMap(\.first)).contains { line in
            line.first.map { locate($0.from) != .outside } ?? false
        }
    }

    /// Whether the whole of this lies in another, and not on its edge alone.
    func isWithin(_ other: Shape) -> Bool {
        guard dimension <= other.dimension, intersects(other), let probes = probes(splitBy: other),
            isCovered(by: other, probes)
        else { return false }
        if dimension == 2 { return true }
        return probes.contains { other.locate($0) == .inside }
    }

    /// Whether the two are the same places.
    func equals(_ other: Shape) -> Bool {
        dimension == other.dimension && isCovered(by: other) && other.isCovered(by: self)
    }

    /// Whether the two, of the same dimension, share some of it, and each has some for itself.
    func overlaps(_ other: Shape) -> Bool {
        guard dimension == other.dimension, intersects(other) else { return false }
        guard sharesInside(with: other) || other.sharesInside(with: self) else { return false }
        return !isCovered(by: other) && !other.isCovered(by: self)
    }

    /// Whether what is shared has the dimension of the shapes. Of lines only middles of pieces count, since
    /// two that cross share a point and no line.
    private func sharesInside(with other: Shape) -> Bool {
        switch dimension {
        case 0: return points.contains { other.locate($0) != .outside }
        case 1: return middles(splitBy: other)?.contains { other.locate($0) != .outside } ?? false
        default: return middles(splitBy: other)?.contains { other.locate($0) == .inside } ?? false
        }
    }

    private func isCovered(by other: Shape) -> Bool {
        probes(splitBy: other).map { isCovered(by: other, $0) } ?? false
    }

    /// Whether no place of this lies outside another: none of its edge, and no edge of the other runs
    /// through its areas, as a hole's would.
    private func isCovered(by other: Shape, _ probes: [Point]) -> Bool {
        guard probes.allSatisfy({ other.locate($0) != .outside }) else { return false }
        guard dimension == 2 else { return true }
        return other.dimension == 2
            && other.middles(splitBy: self)?.allSatisfy { locate($0) != .inside } ?? false
    }

    /// Nil: they are too many.
    private func probes(splitBy other: Shape) -> [Point]? { middles(splitBy: other).map { vertices + $0 } }

    /// How many edges may be looked at for all the pieces of a shape. Two that wind through each other all
    /// the way cut one another into millions; of those nothing is said to lie in the other.
    private static let patience = 200_000_000

    /// The middles of the pieces into which another shape's edges cut this one's; nil: they are too many.
    private func middles(splitBy other: Shape) -> [Point]? {
        let most = Self.patience / max(1, other.segments.count)
        var middles: [Point] = []
        for segment in segments {
            middles += segment.middles(cutBy: other)
            guard middles.count <= most else { return nil }
        }
        return middles
    }
}

extension Shape.Segment {
    fileprivate func middles(cutBy other: Shape) -> [Point] {
        var cuts = [0.0, 1.0]
        for another in other.segments { cuts += shares(meeting: another) }
        for point in other.points where passes(point) { cuts.append(share(nearest: point, squeeze: 1)) }
        cuts.sort()
        return zip(cuts, cuts.dropFirst()).compactMap { low, high in
            high > low ? at((low + high) / 2) : nil
        }
    }
}
