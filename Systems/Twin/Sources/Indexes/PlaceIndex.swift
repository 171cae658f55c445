// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which entities may be where, by one GeoProperty: the cells of a grid their geometry's box touches. What
/// lies over too many cells stands apart, and may be anywhere. Of what lies in a cell its box is known.
struct PlaceIndex: Sendable {
    private struct Cell: Hashable {
        let x: Int32
        let y: Int32
    }

    private struct Entry: Equatable {
        let entity: Int
        let box: Bounds
    }

    /// Cells a degree: some 1,100 metres from south to north.
    private static let grain = 100.0
    /// How many cells a geometry or a question may touch.
    private static let mostCells = 4_096

    /// A whole IRI.
    let name: String
    private var cells: [Cell: [Entry]] = [:]
    private var wide: Set<Int> = []

    init(_ name: String) { self.name = name }

    mutating func change(_ number: Int, from old: Entity?, to new: Entity?) {
        let (before, after) = (old?[name], new?[name])
        if before == after { return }
        for geometry in Self.geometries(before) { remove(number, geometry) }
        for geometry in Self.geometries(after) { insert(number, geometry) }
    }

    private mutating func insert(_ number: Int, _ geometry: Geometry) {
        guard let box = geometry.bounds, let cells = Self.cells(box) else {
            wide.insert(number)
            return
        }
        for cell in cells { self.cells[cell, default: []].append(Entry(entity: number, box: box)) }
    }

    private mutating func remove(_ number: Int, _ geometry: Geometry) {
        guard let box = geometry.bounds, let cells = Self.cells(box) else {
            wide.remove(number)
            return
        }
        let entry = Entry(entity: number, box: box)
        for cell in cells {
            guard let place = self.cells[cell]?.firstIndex(of: entry) else { continue }
            self.cells[cell]?.remove(at: place)
            if self.cells[cell]?.isEmpty == true { self.cells[cell] = nil }
        }
    }

    /// The entities whose geometry may touch a box; nil where the box is too large to tell.
    func entities(in bounds: Bounds) -> [Int]? {
        guard let cells = Self.cells(bounds) else { return nil }
        var found = wide
        for cell in cells {
            for entry in self.cells[cell] ?? [] where entry.box.intersects(bounds) {
                found.insert(entry.entity)
            }
        }
        return found.sorted()
    }

    private static func geometries(_ attribute: Attribute?) -> [Geometry] {
        (attribute?.instances ?? []).compactMap { instance in
            switch instance.value {
            case .geo(let json), .property(let json), .json(let json): try? Geometry(json: json)
            default: nil
            }
        }
    }

    private static func cells(_ box: Bounds) -> [Cell]? {
        func number(_ degrees: Double) -> Int { Int((degrees * grain).rounded(.down)) }
        let (west, east) = (number(box.west), number(box.east))
        let (south, north) = (number(box.south), number(box.north))
        guard (east - west + 1) * (north - south + 1) <= mostCells else { return nil }
        return (west...east).flatMap { x in
            (south...north).map { Cell(x: Int32(x), y: Int32($0)) }
        }
    }
}
