// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Kernel

/// What makes a drawing a map: the lines of longitude and latitude, the scale and the north.
extension UI {
    /// Meridians and parallels at a round step, named at the edges.
    func mapGraticule(_ frame: MapFrame) -> HTML {
        let view = frame.bounds
        let widest = max((view.east - view.west) / 4, 1e-4)
        // 1, 2 or 5 times a power of ten.
        let power = pow(10, floor(log10(widest)))
        let factor = widest / power
        let step = (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10) * power
        let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
        var lines: [HTML] = []
        for degrees in multiples(of: step, from: view.west, to: view.east) {
            let x = units(frame.place(Point(longitude: degrees, latitude: view.south)).x)
            lines.append("<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(frame.height)\"/>")
            let name = angle(degrees, decimals, "map.east", "map.west")
            lines.append("<text x=\"\(x)\" y=\"\(frame.height - 6)\" dx=\"3\">\(name)</text>")
        }
        for degrees in multiples(of: step, from: view.south, to: view.north) {
            let y = units(frame.place(Point(longitude: view.west, latitude: degrees)).y)
            lines.append("<line x1=\"0\" x2=\"\(frame.width)\" y1=\"\(y)\" y2=\"\(y)\"/>")
            let name = angle(degrees, decimals, "map.north", "map.south")
            lines.append("<text x=\"4\" y=\"\(y)\" dy=\"-3\">\(name)</text>")
        }
        return "<g class=\"map-graticule\" aria-hidden=\"true\">\(lines)</g>"
    }

    /// The names of towns, each beside a dot. They are for the eye: what the map is about is said
    /// in words.
    func mapPlaces(_ frame: MapFrame, _ places: MapPlaces = .bundled) -> HTML {
        let labels = places.labels(in: frame, language: language)
        if labels.isEmpty { return "" }
        return """
            <g class="map-places" aria-hidden="true">\(labels.map { label in
                let (x, y) = (units(label.x), units(label.y))
                return """
                    <circle cx="\(x)" cy="\(y)" r="2"/><text x="\(x)" y="\(y)" dx="5" dy="4">\
                    \(label.text)</text>
                    """
            })</g>
            """
    }

    /// A bar of a round length and what it is on the ground.
    func mapScale(_ frame: MapFrame) -> HTML {
        let longest = frame.metresPerUnit * Double(frame.width) / 4
        let power = pow(10, floor(log10(longest)))
        let metres = (longest / power < 2 ? 1 : longest / power < 5 ? 2 : 5) * power
        let length = metres / frame.metresPerUnit
        let text =
            metres >= 1000
            ? self("map.scale.km", ["length": number(Int(metres / 1000))])
            : self("map.scale.m", ["length": number(Int(metres))])
        let (x, y) = (Double(frame.width) - length - 10, frame.height - 22)
        return """
            <g class="map-scale" aria-hidden="true"><path d="M\(units(x)) \(y - 5)v5h\
            \(units(length))v-5"/><text x="\(units(x + length / 2))" y="\(y - 4)">\(text)</text></g>
            """
    }

    /// An arrow to the north, which is up.
    func mapNorth(_ frame: MapFrame) -> HTML {
        """
        <g class="map-north" transform="translate(20 14)" aria-hidden="true">\
        <path d="M0-6 6 12 0 8-6 12z"/><text y="24">\(self("map.north.letter"))</text></g>
        """
    }

    /// What the colours of marks mean; those that stand for many of different kinds come last.
    public func mapLegend(_ tones: [(tone: Tone, text: String)]) -> HTML {
        """
        <ul class="map-legend">\(tones.map {
            "<li class=\"map-tone-\($0.tone.rawValue)\">\($0.text)</li>"
        })<li class="map-tone-many">\(self("map.many"))</li></ul>
        """
    }

    /// The nine parts a view without JavaScript is narrowed down by.
    func mapNinths(_ frame: MapFrame) -> HTML {
        let (wide, high) = (Double(frame.width) / 3, Double(frame.height) / 3)
        let numbers = (0..<9).map { index -> HTML in
            let x = units(wide * (Double(index % 3) + 0.5))
            let y = units(high * (Double(index / 3) + 0.5))
            return "<text x=\"\(x)\" y=\"\(y)\" dy=\".35em\">\(index + 1)</text>"
        }
        let (width, height) = (frame.width, frame.height)
        return """
            <g class="map-ninths" aria-hidden="true">\
            <path d="M\(units(wide)) 0v\(height)M\(units(wide * 2)) 0v\(height)\
            M0 \(units(high))h\(width)M0 \(units(high * 2))h\(width)"/>\
            \(numbers)</g>
            """
    }

    private func multiples(of step: Double, from low: Double, to high: Double) -> [Double] {
        let first = Int((low / step).rounded(.up))
        let last = Int((high / step).rounded(.down))
        return first <= last ? (first...min(last, first + 20)).map { Double($0) * step } : []
    }

    private func angle(
        _ degrees: Double, _ decimals: Int, _ positive: String, _ negative: String
    ) -> String {
        let factor = pow(10, Double(decimals))
        let digits = String(Int((abs(degrees) * factor).rounded()))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = padded.dropLast(decimals)
        let text = decimals == 0 ? padded : "\(whole).\(padded.suffix(decimals))"
        return self(degrees < 0 ? negative : positive, ["degrees": text])
    }
}
