// SPDX-License-Identifier: EUPL-1.2

/// What brokers say, tried without one.
package enum MQTTTrial {
    /// The packets that bytes are, as they come in pieces of a size, and what ends them.
    package static func packets(_ bytes: [UInt8], inPiecesOf size: Int) -> [String] {
        var (heard, told): ([UInt8], [String]) = ([], [])
        var rest = bytes[...]
        do {
            while !rest.isEmpty {
                heard += rest.prefix(max(1, size))
                rest = rest.dropFirst(max(1, size))
                while let packet = try MQTTPacket.take(from: &heard) { told.append("\(packet)") }
            }
        } catch {
            told.append("\(error)")
        }
        return told
    }
}
