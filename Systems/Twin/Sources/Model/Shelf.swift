// SPDX-License-Identifier: EUPL-1.2

/// Many things by number, in pieces: a reader takes the whole at no cost and keeps it as it was, and a
/// writer then copies the one piece it changes and the list of pieces.
struct Shelf<Thing: Sendable>: Sendable {
    private static var size: Int { 256 }

    private var pieces: [[Thing?]] = []
    /// One more than the highest number there ever was.
    private(set) var end = 0

    subscript(number: Int) -> Thing? {
        get {
            let piece = number / Self.size
            guard number >= 0, piece < pieces.count else { return nil }
            return pieces[piece][number % Self.size]
        }
        set {
            guard number >= 0 else { return }
            while number / Self.size >= pieces.count {
                pieces.append(Array(repeating: nil, count: Self.size))
            }
            pieces[number / Self.size][number % Self.size] = newValue
            end = max(end, number + 1)
        }
    }

    /// Takes a thing off, to be changed where it is and put back: what still stood here would be copied.
    mutating func take(_ number: Int) -> Thing? {
        guard let thing = self[number] else { return nil }
        self[number] = nil
        return thing
    }
}
