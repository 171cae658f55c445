// SPDX-License-Identifier: EUPL-1.2

import Testing
import Web

/// QR codes, against ones that a reader of another make has read.
@Suite struct QRCodeTests {
    @Test func aShortOneIsDrawnAsItWasRead() throws {
        let code = try #require(QRCode("Hello"))
        let drawn = (0..<code.size).map { row in
            (0..<code.size).map { code[row, $0] ? "#" : "." }.joined()
        }
        #expect(drawn == Self.hello)
    }

    @Test func itGrowsWithItsTextUntilThereIsNoRoom() {
        var last = 0
        for count in [0, 14, 15, 106, 180, 181, 400, 666] {
            let size = QRCode(String(repeating: "a", count: count))?.size ?? 0
            #expect(size >= last && size >= 21)
            last = size
        }
        #expect(last == 97)
        #expect(QRCode(String(repeating: "a", count: 667)) == nil)
    }

    private static let hello = [
        "#######..####.#######",
        "#.....#.....#.#.....#",
        "#.###.#.#.#.#.#.###.#",
        "#.###.#.#.#...#.###.#",
        "#.###.#.##..#.#.###.#",
        "#.....#.##.#..#.....#",
        "#######.#.#.#.#######",
        "........#.#..........",
        "#.#####..#.#..#####..",
        "...#....#..####..##.#",
        "..#####..##.#.##.###.",
        "..#..#.##.#####..##..",
        ".###..#####.#..#....#",
        "........#...#..#.#...",
        "#######..#.#.#..#.##.",
        "#.....#.#.#....#####.",
        "#.###.#.#..#.#..#..#.",
        "#.###.#.##.#####.#...",
        "#.###.#.##..#.##..#..",
        "#.....#..#.####.###..",
        "#######.##..#...#..#.",
    ]
}
