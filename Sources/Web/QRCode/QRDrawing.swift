// SPDX-License-Identifier: EUPL-1.2

/// A code drawn with one of the eight masks (ISO/IEC 18004, sections 6.3, 7.7 to 7.10).
struct QRDrawing {
    private(set) var modules: [Bool]
    /// Where a pattern or a note stands that no data may cover.
    private var isTaken: [Bool]
    private let version: QRVersion
    private var size: Int { version.size }

    init(_ version: QRVersion, _ words: [UInt8], mask: Int) {
        self.version = version
        modules = Array(repeating: false, count: version.size * version.size)
        isTaken = modules
        drawPatterns()
        drawFormat(mask)
        drawVersion()
        drawWords(words)
        apply(mask)
    }

    private mutating func set(_ row: Int, _ column: Int, _ isDark: Bool) {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return }
        modules[row * size + column] = isDark
        isTaken[row * size + column] = true
    }

    private mutating func drawPatterns() {
        for place in 0..<size {
            set(6, place, place.isMultiple(of: 2))
            set(place, 6, place.isMultiple(of: 2))
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] {
            drawRings(row, column, reach: 4) { $0 != 2 && $0 != 4 }
        }
        let middles = version.alignments
        let last = middles.count - 1
        for (i, row) in middles.enumerated() {
            for (j, column) in middles.enumerated() {
                let isCorner = (i == 0 && (j == 0 || j == last)) || (i == last && j == 0)
                if !isCorner { drawRings(row, column, reach: 2) { $0 != 1 } }
            }
        }
    }

    private mutating func drawRings(
        _ row: Int, _ column: Int, reach: Int, _ isDark: (_ distance: Int) -> Bool
    ) {
        for down in -reach...reach {
            for right in -reach...reach {
                set(row + down, column + right, isDark(max(abs(down), abs(right))))
            }
        }
    }

    /// Level M is 00; then the mask, and ten bits that correct them.
    private mutating func drawFormat(_ mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        for place in 0..<6 { set(place, 8, bit(place)) }
        set(7, 8, bit(6))
        set(8, 8, bit(7))
        set(8, 7, bit(8))
        for place in 9..<15 { set(8, 14 - place, bit(place)) }
        for place in 0..<8 { set(8, size - 1 - place, bit(place)) }
        for place in 8..<15 { set(size - 15 + place, 8, bit(place)) }
        set(size - 8, 8, true)
    }

    private mutating func drawVersion() {
        guard version.number >= 7 else { return }
        var rest = version.number
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1f25 }
        let bits = version.number << 12 | rest
        for place in 0..<18 {
            let isDark = bits >> place & 1 == 1
            let (near, far) = (place / 3, size - 11 + place % 3)
            set(near, far, isDark)
            set(far, near, isDark)
        }
    }

    /// Two columns at a time from the right, up and down in turn, around what is taken.
    private mutating func drawWords(_ words: [UInt8]) {
        var place = 0
        var right = size - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            let isUpward = (right + 1) & 2 == 0
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isTaken[row * size + column] {
                    guard place < words.count * 8 else { continue }
                    let bit = words[place / 8] >> UInt8(7 - place % 8) & 1
                    modules[row * size + column] = bit == 1
                    place += 1
                }
            }
            right -= 2
        }
    }

    private mutating func apply(_ mask: Int) {
        for row in 0..<size {
            for column in 0..<size where !isTaken[row * size + column] {
                if Self.flips(mask, row, column) { modules[row * size + column].toggle() }
            }
        }
    }

    private static func flips(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }
}

extension QRDrawing {
    /// How hard it is to read: long runs, blocks, what looks like a corner, too much of one colour
    /// (section 7.8.3).
    var penalty: Int {
        let rows = (0..<size).map { row in Array(modules[row * size..<(row + 1) * size]) }
        let columns = (0..<size).map { column in rows.map { $0[column] } }
        var sum = 0
        for line in rows + columns { sum += Self.runs(line) + Self.corners(line) }
        for row in 0..<size - 1 {
            for column in 0..<size - 1 {
                let dark = [rows[row][column], rows[row][column + 1], rows[row + 1][column],
                    rows[row + 1][column + 1]].count { $0 }
                if dark == 0 || dark == 4 { sum += 3 }
            }
        }
        let share = modules.count { $0 } * 100 / modules.count
        return sum + abs(share - 50) / 5 * 10
    }

    private static func runs(_ line: [Bool]) -> Int {
        line.split(separator: true, omittingEmptySubsequences: true).map(\.count).reduce(0, add)
            + line.split(separator: false, omittingEmptySubsequences: true).map(\.count).reduce(0, add)
    }

    private static func add(_ sum: Int, _ run: Int) -> Int { run >= 5 ? sum + run - 2 : sum }

    private static let corner: [Bool] = [true, false, true, true, true, false, true]
    private static let light = [Bool](repeating: false, count: 4)

    private static func corners(_ line: [Bool]) -> Int {
        let framed = light + line + light
        let found = (0...framed.count - 11).count { start in
            let part = framed[start..<start + 11]
            return part.elementsEqual(corner + light) || part.elementsEqual(light + corner)
        }
        return found * 40
    }
}
