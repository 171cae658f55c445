// SPDX-License-Identifier: EUPL-1.2

/// What brokers say, tried without one.
package enum MQTTTrial {
    /// The packets that bytes are, as they come in pieces of a size, and what ends them.
    package static func packets(_ bytes: [UInt8], inPiecesOf size: Int, isFive: Bool) -> [String] {
        var (inbox, told): (MQTTInbox, [String]) = (MQTTInbox(), [])
        var rest = bytes[...]
        do {
            while !rest.isEmpty {
                inbox.add(rest.prefix(max(1, size)))
                rest = rest.dropFirst(max(1, size))
                while let packet = try inbox.next(isFive ? .five : .three) { told.append("\(packet)") }
            }
        } catch {
            told.append("\(error)")
        }
        return told
    }
}
