// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What has come from a broker and was not looked at yet.
struct MQTTInbox {
    /// The largest packet a client takes.
    static let largest = 1 << 20
    /// The largest that is no message: what a broker says besides is short.
    private static let largestOther = 65_536
    /// How much is kept of a message that is too large: at least its topic.
    private static let beginning = 70_000

    private var bytes: [UInt8] = []
    /// Where what was not looked at begins.
    private var place = 0
    /// How much is still to come of a message that is too large, and is passed over.
    private var passing = 0

    mutating func add(_ more: ArraySlice<UInt8>) { bytes += more }

    /// Takes the first packet out; nil: it is not whole yet. Of a message that is too large the beginning
    /// is given, so that it can be acknowledged: it would else come again for ever.
    /// - Throws: `Fault` for what no broker says.
    mutating func next(_ version: MQTTOptions.Version) throws -> MQTTPacket? {
        pass()
        guard passing == 0, let (head, count, start) = try header() else { return nil }
        let isMessage = head >> 4 == 3
        let isCut = count > (isMessage ? Self.largest : Self.largestOther)
        guard !isCut || isMessage else { throw Fault("the broker says too much") }
        let kept = isCut ? Self.beginning : count
        guard bytes.count - start >= kept else { return nil }
        let body = Array(bytes[start..<(start + kept)])
        (place, passing) = (start + kept, count - kept)
        pass()
        return try MQTTPacket(head, body, version, isCut: isCut)
    }

    /// The first byte of a packet, how long its body is, and where that begins; nil: it is not there yet.
    private func header() throws -> (head: UInt8, count: Int, start: Int)? {
        var (count, shift, end) = (0, 0, place + 1)
        while true {
            guard end < bytes.count else { return nil }
            let byte = bytes[end]
            count |= Int(byte & 0x7F) << shift
            (shift, end) = (shift + 7, end + 1)
            if byte & 0x80 == 0 { return (bytes[place], count, end) }
            guard shift <= 21 else { throw Fault("the broker breaks the protocol: a length that is none") }
        }
    }

    /// Passes over what is not wanted, and gives room back now and then.
    private mutating func pass() {
        let gone = min(passing, bytes.count - place)
        (place, passing) = (place + gone, passing - gone)
        if place == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.count < 1 << 16)
            place = 0
        } else if place > 1 << 16 {
            bytes.removeFirst(place)
            place = 0
        }
    }
}
