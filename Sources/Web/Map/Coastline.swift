// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// Coasts, lakes and borders of a part of the earth, projected and ready to be drawn at any size.
///
/// A value made once from a file that `bin/coastline` wrote; some 60,000 positions take about two
/// megabytes and twenty milliseconds.
public struct Coastline: Sendable {
    /// What a line stands for. Land and lakes are rings; the first position isn't repeated.
    enum Kind: String, Sendable {
        case land, lake, border
    }

    /// One line in the square of ``WebMercator``.
    struct Line: Sendable {
        let kind: Kind
        let x, y: [Double]
        /// How far the line would move if the position were left out: it may be at a smaller scale.
        let weights: [Double]
        let west, north, east, south: Double
    }

    /// Why a file could not be read, with the number of its line.
    public struct Malformed: Error, Sendable, Hashable {
        public let line: Int
    }

    let lines: [Line]
    /// The part of the earth the file covers.
    public let box: Bounds

    /// No coast at all: the map is drawn without one.
    public static let none = Coastline()

    private init() {
        lines = []
        box = Bounds(west: 0, south: 0, east: 0, north: 0)
    }

    /// Reads what `bin/coastline` wrote; its documentation has the format.
    public init(_ text: [UInt8]) throws(Malformed) {
        var lines: [Line] = []
        var box: Bounds?
        var step = 0.0
        for (index, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
            let malformed = Malformed(line: index + 1)
            guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { throw malformed }
            let word = String(decoding: line[..<space], as: UTF8.self)
            if word == "#" {
                let note = String(decoding: line[space...], as: UTF8.self)
                    .split(separator: " ")
                if note.count == 2, note[0] == "box" { box = Bounds(note[1]) }
                if note.count == 2, note[0] == "precision", let digits = Int(note[1]) {
                    step = (0..<digits).reduce(1) { size, _ in size / 10 }
                }
                continue
            }
            guard let kind = Kind(rawValue: word), step > 0,
                let points = Self.decode(line[(space + 1)...], step)
            else { throw malformed }
            lines.append(Line(kind, points))
        }
        guard let box else { throw Malformed(line: 1) }
        self.lines = lines
        self.box = box
    }

    /// Positions of the Encoded Polyline Algorithm Format.
    private static func decode(_ bytes: ArraySlice<UInt8>, _ step: Double) -> [Point]? {
        var points: [Point] = []
        points.reserveCapacity(bytes.count / 4)
        var sums = (latitude: 0, longitude: 0)
        var value = 0
        var shift = 0
        var isLatitude = true
        for byte in bytes {
            guard (63...126).contains(byte), shift < 60 else { return nil }
            value |= (Int(byte - 63) & 0x1F) << shift
            shift += 5
            if byte - 63 >= 0x20 { continue }
            let change = value & 1 == 0 ? value >> 1 : ~(value >> 1)
            (value, shift) = (0, 0)
            if isLatitude {
                sums.latitude += change
            } else {
                sums.longitude += change
                points.append(
                    Point(
                        longitude: Double(sums.longitude) * step,
                        latitude: Double(sums.latitude) * step))
            }
            isLatitude.toggle()
        }
        return isLatitude && shift == 0 && points.count > 1 ? points : nil
    }
}
