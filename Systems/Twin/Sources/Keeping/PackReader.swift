// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads what a `PackWriter` has written.
struct PackReader {
    /// The bytes are none that were written so.
    struct Damaged: Error {}

    private let bytes: [UInt8]
    private var place = 0
    /// The names there were, in their order.
    private var said: [String] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func number() throws(Damaged) -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while place < bytes.count, shift < 64 {
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Damaged()
    }

    /// How many of something follow, which take at least a byte each.
    mutating func count() throws(Damaged) -> Int {
        let value = try number()
        guard value <= UInt64(bytes.count - place) else { throw Damaged() }
        return Int(value)
    }

    /// A number that counts nothing which follows.
    mutating func index() throws(Damaged) -> Int {
        guard let value = Int(exactly: try number()) else { throw Damaged() }
        return value
    }

    mutating func signed() throws(Damaged) -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func stamp(after base: Stamp = Stamp(microseconds: 0)) throws(Damaged) -> Stamp {
        Stamp(microseconds: base.microseconds &+ (try signed()))
    }

    mutating func double() throws(Damaged) -> Double {
        guard bytes.count - place >= 8 else { throw Damaged() }
        var bits: UInt64 = 0
        for shift in 0..<8 { bits |= UInt64(bytes[place + shift]) << (8 * UInt64(shift)) }
        place += 8
        return Double(bitPattern: bits)
    }

    mutating func text() throws(Damaged) -> String {
        let length = try count()
        defer { place += length }
        return String(decoding: bytes[place..<place + length], as: UTF8.self)
    }

    mutating func name() throws(Damaged) -> String {
        let known = try index()
        if known == 0 {
            let text = try text()
            said.append(text)
            return text
        }
        guard known <= said.count else { throw Damaged() }
        return said[known - 1]
    }

    mutating func list<Element>(_ read: (inout PackReader) throws(Damaged) -> Element) throws(Damaged)
        -> [Element]
    {
        let count = try count()
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try read(&self)) }
        return list
    }

    mutating func names() throws(Damaged) -> [String] {
        try list { reader throws(Damaged) in try reader.name() }
    }

    mutating func places() throws(Damaged) -> [Int] {
        let count = try count()
        var places: [Int] = []
        places.reserveCapacity(count)
        for _ in 0..<count {
            let (place, isTooMuch) = (places.last ?? 0).addingReportingOverflow(try index())
            if isTooMuch { throw Damaged() }
            places.append(place)
        }
        return places
    }

    mutating func json() throws(Damaged) -> JSON {
        switch try number() {
        case 0: return .null
        case 1: return .bool(false)
        case 2: return .bool(true)
        case 3: return .integer(try signed())
        case 4:
            guard let number = JSONNumber(lexeme: try text()) else { throw Damaged() }
            return .number(number)
        case 5: return .string(try text())
        case 6:
            let text = try text()
            guard let json = try? EntityCode.parsed(Array(text.utf8)) else { throw Damaged() }
            return json
        default: throw Damaged()
        }
    }
}
