// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Marks that stand among the words of the full-text index, so that it tells at once what meets the
/// common filters too: whose, how it stands, which kind, and where.
///
/// A mark is two characters of Unicode's private use, which no folded word begins with: what it is
/// about, and a number made of its value. Two values may have the same number, so that what is found
/// by marks must still be asked of each row.
enum SearchMarks {
    private enum About: UInt32 { case tenant, status, kind, near, far, everywhere }

    /// The first of the characters of private use, and of those that stand for numbers.
    private static let first: UInt32 = 0xE000
    private static let numbers: UInt32 = 0xE100
    private static let count: UInt32 = 6_000
    /// How many cells of a grid a box may touch and still be looked up by them.
    private static let mostCells = 64
    /// How many near cells a place may touch, beyond which it has none of its own.
    private static let mostOfPlace = 9

    /// A tenth of a degree for towns and counties, a whole one for more.
    private static let grids: [(about: About, perDegree: Double)] = [(.near, 10), (.far, 1)]

    static func tenant(_ slug: String) -> String { mark(.tenant, slug) }
    static func status(_ status: String) -> String { mark(.status, status) }
    static func kind(_ kind: String) -> String { mark(.kind, kind) }

    /// The marks of a publication.
    static func all(_ found: FoundBy) -> [String] {
        let place = found.bounds.map { bounds in
            let touched = grids.map { cells(of: bounds, $0.about, $0.perDegree, most: mostOfPlace) }
            let isLarge = touched.contains { $0 == nil }
            return isLarge ? [mark(.everywhere, "")] : touched.flatMap { $0 ?? [] }
        }
        return [tenant(found.tenant), status(found.status), kind(found.kind)] + (place ?? [])
    }

    /// The marks one of which everything has that touches a box; nil if the box is too large.
    static func touching(_ bounds: Bounds) -> [String]? {
        for grid in grids {
            if let cells = cells(of: bounds, grid.about, grid.perDegree, most: mostCells) {
                return cells + [mark(.everywhere, "")]
            }
        }
        return nil
    }

    /// The cells of a grid that a box touches; nil if they are too many.
    private static func cells(
        of bounds: Bounds, _ about: About, _ perDegree: Double, most: Int
    ) -> [String]? {
        func range(_ low: Double, _ high: Double) -> ClosedRange<Int> {
            Int((low * perDegree).rounded(.down))...Int((high * perDegree).rounded(.down))
        }
        let (columns, rows) = (range(bounds.west, bounds.east), range(bounds.south, bounds.north))
        guard columns.count * rows.count <= most else { return nil }
        return rows.flatMap { row in columns.map { mark(about, "\(row) \($0)") } }
    }

    private static func mark(_ about: About, _ value: String) -> String {
        // FNV-1a: the same in every process and every release.
        let hash = value.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return [first + about.rawValue, numbers + hash % count]
            .compactMap(Unicode.Scalar.init).reduce(into: "") { $0.unicodeScalars.append($1) }
    }
}
