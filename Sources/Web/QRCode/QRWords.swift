// SPDX-License-Identifier: EUPL-1.2

/// The words of a code: what it says, divided into blocks, each with what corrects it, interleaved
/// (ISO/IEC 18004, sections 7.4 to 7.6).
struct QRWords {
    let all: [UInt8]

    init(_ bytes: [UInt8], _ version: QRVersion) {
        let blocks = Self.blocks(Self.data(bytes, version), version)
        let divisor = Self.divisor(version.correction)
        let corrections = blocks.map { Self.remainder(of: $0, by: divisor) }
        let longest = blocks.map(\.count).max() ?? 0
        var all: [UInt8] = []
        for place in 0..<longest {
            for block in blocks where place < block.count { all.append(block[place]) }
        }
        for place in 0..<version.correction {
            for correction in corrections { all.append(correction[place]) }
        }
        self.all = all
    }

    private static func data(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for place in (0..<count).reversed() { bits.append(value >> place & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, version.lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        let room = version.dataWords * 8
        append(0, min(4, room - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var words = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        for filler in 0..<(version.dataWords - words.count) {
            words.append(filler.isMultiple(of: 2) ? 0xec : 0x11)
        }
        return words
    }

    /// The first blocks are one word shorter, where it does not come out even.
    private static func blocks(_ data: [UInt8], _ version: QRVersion) -> [[UInt8]] {
        let (length, longer) = data.count.quotientAndRemainder(dividingBy: version.blockCount)
        var start = 0
        return (0..<version.blockCount).map { block in
            let end = start + length + (block >= version.blockCount - longer ? 1 : 0)
            defer { start = end }
            return Array(data[start..<end])
        }
    }

    /// The product of (x − 2^i) for i below the degree, without its first coefficient.
    private static func divisor(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                result[place] = product(result[place], root)
                if place + 1 < degree { result[place] ^= result[place + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    private static func remainder(of data: [UInt8], by divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for place in divisor.indices { result[place] ^= product(divisor[place], factor) }
        }
        return result
    }

    /// In the field of 256 elements, modulo x^8 + x^4 + x^3 + x^2 + 1.
    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for place in (0..<8).reversed() {
            result = result << 1 ^ (result >> 7) * 0x11d
            result ^= Int(right >> UInt8(place) & 1) * Int(left)
        }
        return UInt8(result & 255)
    }
}
