// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Kernel

/// Names of towns, by which one finds one's way on a map.
///
/// A line of the file is `RANK LONGITUDE LATITUDE NAME`, where wanted followed by the name in other
/// languages: `1 -6.267 53.344 Dublin|ga=Baile Átha Cliath`. Those of rank 1 are drawn first.
struct MapPlaces: Sendable {
    struct Place: Sendable {
        let rank: Int
        let point: Point
        let name: String
        let names: [String: String]
    }

    /// A name where it is drawn; it begins at `x` and stands about `y`.
    struct Label {
        let text: String
        let x, y: Double
        let width: Double

        /// Whether the two would be read into each other.
        func meets(_ other: Label) -> Bool {
            abs(y - other.y) < 15 && x < other.x + other.width + 8 && other.x < x + width + 8
        }
    }

    /// How coarse a map may be, in metres to a unit, to name places of each rank.
    private static let coarsest = [1: 2_500.0, 2: 1_000, 3: 300]
    /// More names than this hide what they are to explain.
    private static let most = 40
    /// The width of a letter, on average, in units at the size names are drawn in.
    private static let letter = 6.2

    let places: [Place]

    /// The towns that come with Talka; read at first use.
    static let bundled = MapPlaces(read())

    private static func read() -> String {
        let file = Bundle.module.resourceURL?.appending(path: "Assets/map/places.txt")
        return file.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    }

    /// Reads a file; lines that are none are left out.
    init(_ text: String) {
        places = text.split(separator: "\n").compactMap(Self.place)
    }

    private static func place(_ line: Substring) -> Place? {
        let parts = line.split(separator: " ", maxSplits: 3)
        guard parts.count == 4, let rank = Int(parts[0]), let longitude = Double(parts[1]),
            let latitude = Double(parts[2])
        else { return nil }
        let names = parts[3].split(separator: "|")
        let others = names.dropFirst().map { $0.split(separator: "=").map(String.init) }
        return Place(
            rank: rank, point: Point(longitude: longitude, latitude: latitude),
            name: names.first.map(String.init) ?? "",
            names: Dictionary(
                others.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 }))
    }

    /// The names that fit into a frame without meeting each other or its edge.
    func labels(in frame: MapFrame, language: Language) -> [Label] {
        let bounds = frame.bounds
        let coarseness = frame.metresPerUnit
        var labels: [Label] = []
        for place in places
        where bounds.contains(place.point) && coarseness < Self.coarsest[place.rank] ?? 0 {
            let text = place.names[language.code] ?? place.name
            let (x, y) = frame.place(place.point)
            let label = Label(text: text, x: x, y: y, width: Double(text.count) * Self.letter)
            guard labels.count < Self.most, x + label.width + 8 < Double(frame.width),
                !labels.contains(where: label.meets)
            else { continue }
            labels.append(label)
        }
        return labels
    }
}
