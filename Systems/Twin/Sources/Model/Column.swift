// SPDX-License-Identifier: EUPL-1.2

/// Values by number that are added at the end, in pieces: a reader takes the whole at no cost and keeps it
/// as it was, and a writer then copies no more than the last piece.
struct Column<Value: Sendable>: Sendable {
    private static var size: Int { 512 }

    /// Pieces that are full.
    private var full: [[Value]] = []
    private var last: [Value] = []

    init() {}

    init(_ values: [Value]) {
        for start in stride(from: 0, to: values.count, by: Self.size) {
            let piece = Array(values[start..<min(start + Self.size, values.count)])
            if piece.count == Self.size { full.append(piece) } else { last = piece }
        }
    }

    var count: Int { full.count * Self.size + last.count }

    mutating func append(_ value: Value) {
        last.append(value)
        guard last.count == Self.size else { return }
        full.append(last)
        last = []
    }

    subscript(place: Int) -> Value {
        get {
            let piece = place / Self.size
            return piece < full.count ? full[piece][place % Self.size] : last[place % Self.size]
        }
        set {
            let piece = place / Self.size
            if piece < full.count {
                full[piece][place % Self.size] = newValue
            } else {
                last[place % Self.size] = newValue
            }
        }
    }

    /// Takes away the first ones.
    mutating func drop(_ count: Int) { self = Column((min(count, self.count)..<self.count).map { self[$0] }) }
}
