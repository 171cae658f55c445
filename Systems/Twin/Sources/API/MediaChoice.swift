// SPDX-License-Identifier: EUPL-1.2

import Web

/// In which form an answer is given (GS CIM 009, 6.3.4).
struct MediaChoice {
    /// What an operation can give, in the order of 6.3.4: of what is wanted equally, the first.
    let available: [Call.Media]
    /// Whether the operation asks for something: of the others only GeoJSON is refused.
    private let asks: Bool

    init(_ operation: TwinOperation) {
        available = operation.givesGeoJSON ? [.json, .linked, .geo] : [.json, .linked]
        asks = operation.method == .get || operation.onlyAsks
    }

    /// The form the sender wants.
    /// - Throws: `NotAcceptable` if it takes none that can be given.
    func media(of request: Request) throws(NotAcceptable) -> Call.Media {
        guard let header = request.headers["accept"], !header.isEmpty else { return .json }
        let ranges = header.split(separator: ",").map(Range.init)
        let weighed = available.map { ($0, weight(of: $0, in: ranges)) }
        var best: (media: Call.Media, weight: Double)?
        for (media, weight) in weighed where weight > best?.weight ?? 0 { best = (media, weight) }
        if let best { return best.media }
        let wanted = ranges.filter { $0.weight > 0 }
        guard !asks, !wanted.allSatisfy({ $0.type == Call.Media.geo.rawValue }) else {
            throw NotAcceptable(available: available)
        }
        return .json
    }

    /// What the range says that fits most closely (RFC 9110, section 12.5.1).
    private func weight(of media: Call.Media, in ranges: [Range]) -> Double {
        for type in [media.rawValue, "application/*", "*/*"] {
            let weights = ranges.filter { $0.type == type }.map(\.weight)
            if let weight = weights.max() { return weight }
        }
        return 0
    }

    /// A part of the header.
    private struct Range {
        let type: String
        let weight: Double

        init(_ part: Substring) {
            let pieces = part.split(separator: ";").map { String($0).trimmingSpace.lowercased() }
            type = pieces.first ?? ""
            weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
        }
    }
}

/// None of the forms the sender takes can be given.
struct NotAcceptable: Error {
    let available: [Call.Media]
}
