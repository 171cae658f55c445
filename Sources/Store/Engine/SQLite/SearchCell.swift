// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A cell of one of the grids that are laid over the earth: the first is one cell, each further one
/// halves the cells of the one before it both ways. A place is found by the cells it touches in every
/// grid; a box by few cells, small ones along its edges and large ones within.
struct SearchCell: Hashable {
    /// The finest grid. Its cells are 0.022° wide and half as high: 1.2 km north to south.
    private static let finest = 14
    /// How many cells a box is looked up by.
    private static let mostOfBox = 32
    /// How many cells of one grid a place may touch and still be found by them.
    private static let mostOfPlace = 16

    /// The one cell of the first grid: everything that has a place.
    static let whole = SearchCell(grid: 0, column: 0, row: 0)

    let grid, column, row: Int

    /// The cells a place touches, of every grid; nil if they are too many.
    static func touched(by bounds: Bounds) -> [SearchCell]? {
        let all = Span(bounds)
        var cells: [SearchCell] = []
        for grid in 0...finest {
            if all.count(of: grid) > mostOfPlace { return nil }
            cells += all.cells(of: grid)
        }
        return cells
    }

    /// Cells that have the whole of a box in them, and as little else as so few can: those that reach
    /// beyond its edge are divided, the largest first.
    static func cover(of bounds: Bounds) -> [SearchCell] {
        let all = Span(bounds)
        var (left, done) = ([whole][...], [SearchCell]())
        while let cell = left.popFirst() {
            let parts = cell.grid == finest || all.contains(cell.span)
                ? [] : all.within(cell.span).cells(of: cell.grid + 1)
            if parts.isEmpty || done.count + left.count + parts.count > mostOfBox {
                done.append(cell)
            } else {
                left += parts
            }
        }
        return done
    }

    /// What stands for it in the full-text index: two characters of private use, of planes that
    /// nothing else is in. The first tells grid and column, the second the row.
    var mark: String {
        [0xF_0000 + (1 << grid) + column, 0x10_0000 + row]
            .compactMap { Unicode.Scalar(UInt32($0)) }
            .reduce(into: "") { $0.unicodeScalars.append($1) }
    }

    /// What it covers of the finest grid.
    private var span: Span {
        let size = 1 << (Self.finest - grid)
        func covered(_ place: Int) -> ClosedRange<Int> { place * size...(place + 1) * size - 1 }
        return Span(columns: covered(column), rows: covered(row))
    }

    /// Columns and rows of the finest grid.
    private struct Span {
        let columns, rows: ClosedRange<Int>

        init(columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
            (self.columns, self.rows) = (columns, rows)
        }

        init(_ bounds: Bounds) {
            func place(_ degrees: Double, of whole: Double) -> Int {
                let cells = 1 << SearchCell.finest
                let place = ((degrees / whole + 0.5) * Double(cells)).rounded(.down)
                // What lies on the last edge belongs to the last cell.
                return Int(min(max(place, 0), Double(cells - 1)))
            }
            columns = place(bounds.west, of: 360)...place(bounds.east, of: 360)
            rows = place(bounds.south, of: 180)...place(bounds.north, of: 180)
        }

        func contains(_ other: Span) -> Bool {
            columns.contains(other.columns) && rows.contains(other.rows)
        }

        /// What they have in common, which is something.
        func within(_ other: Span) -> Span {
            Span(columns: columns.clamped(to: other.columns), rows: rows.clamped(to: other.rows))
        }

        func cells(of grid: Int) -> [SearchCell] {
            let (columns, rows) = (places(columns, of: grid), places(rows, of: grid))
            return rows.flatMap { row in
                columns.map { SearchCell(grid: grid, column: $0, row: row) }
            }
        }

        func count(of grid: Int) -> Int {
            places(columns, of: grid).count * places(rows, of: grid).count
        }

        private func places(_ range: ClosedRange<Int>, of grid: Int) -> ClosedRange<Int> {
            let halvings = SearchCell.finest - grid
            return range.lowerBound >> halvings...range.upperBound >> halvings
        }
    }
}
