// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Writes what a checkpoint holds as few bytes: numbers as short as they are, names once each.
struct PackWriter {
    /// A text that is the same as another if its bytes are.
    private struct Name: Hashable {
        let text: String

        static func == (one: Name, other: Name) -> Bool {
            one.text.utf8.elementsEqual(other.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }

    private(set) var bytes: [UInt8] = []
    private var names: [Name: Int] = [:]

    /// A whole number from 0: seven bits a byte, the lowest first.
    mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func count(_ value: Int) { number(UInt64(value)) }

    /// A whole number near 0, on either side.
    mutating func signed(_ value: Int64) {
        number(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    mutating func stamp(_ stamp: Stamp, after base: Stamp = Stamp(microseconds: 0)) {
        signed(stamp.microseconds &- base.microseconds)
    }

    mutating func double(_ value: Double) {
        let bits = value.bitPattern
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }

    mutating func text(_ text: String) {
        count(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// A text that comes again and again: after the first time its number stands for it.
    mutating func name(_ text: String) {
        if let known = names[Name(text: text)] { return count(known + 1) }
        names[Name(text: text)] = names.count
        count(0)
        self.text(text)
    }

    mutating func list<Element>(_ elements: [Element], _ write: (inout PackWriter, Element) -> Void) {
        count(elements.count)
        for element in elements { write(&self, element) }
    }

    mutating func names(_ texts: [String]) { list(texts) { $0.name($1) } }

    /// Ascending numbers.
    mutating func places(_ places: [Int]) {
        count(places.count)
        var last = 0
        for place in places {
            count(place - last)
            last = place
        }
    }

    mutating func json(_ json: JSON) {
        switch json {
        case .null: count(0)
        case .bool(let value): count(value ? 2 : 1)
        case .integer(let value):
            count(3)
            signed(value)
        case .number(let value):
            count(4)
            text(value.lexeme)
        case .string(let value):
            count(5)
            text(value)
        case .array, .object:
            count(6)
            text(json.text())
        }
    }
}
