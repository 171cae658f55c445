// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Foundation
import Kernel

/// A connection to a broker: made by libcurl, which holds the address against the policy and the
/// certificate against the authorities; what goes over it is ours.
final class MQTTConnection {
    private let handle: CurlHandle
    private let version: MQTTOptions.Version
    private var heard: [UInt8] = []
    private var lastID: UInt16 = 0
    private(set) var lastUsed = ContinuousClock.now

    /// How long a broker waits for a word before it hangs up, in seconds.
    private static let keepAlive: UInt16 = 60

    /// Connects and says who we are.
    /// - Throws: `Fault`.
    init(
        _ address: MQTTAddress, _ version: MQTTOptions.Version, policy: AddressPolicy, authorities: String?,
        within timeout: Duration, _ givenUp: GivenUp
    ) throws {
        let end = ContinuousClock.now + timeout
        handle = try CurlHandle()
        self.version = version
        let connecting = Connecting(policy, host: address.host, givenUp: givenUp)
        try connecting.prepare(handle, timeout: timeout, authorities: authorities)
        try handle.set(CURLOPT_URL, address.origin)
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_CONNECT_ONLY, 1)
        // What is spoken within is not HTTP.
        try handle.set(CURLOPT_SSL_ENABLE_ALPN, 0)
        let code = curl_easy_perform(handle.raw)
        withExtendedLifetime(connecting) {}
        guard code == CURLE_OK else {
            if givenUp.isSo { throw CancellationError() }
            throw Fault(
                connecting.refused.map { "\($0) is not public, and TALKA_ALLOW_ADDRESSES does not name it" }
                    ?? CurlHandle.words(code))
        }
        try handle.set(CURLOPT_NOPROGRESS, 1)
        try greet(address, until: end, givenUp)
    }

    private func greet(
        _ address: MQTTAddress, until end: ContinuousClock.Instant, _ givenUp: GivenUp
    ) throws {
        let id = "talka-\(UUID().uuidString.lowercased().prefix(13))"
        try say(
            MQTTPacket.connect(
                version, id: id, user: address.user, password: address.password, keepAlive: Self.keepAlive),
            until: end, givenUp)
        guard case .connected(let reason) = try hear(until: end, givenUp) else {
            throw Fault("the broker breaks the protocol: it does not answer a connection")
        }
        guard reason == 0 else { throw Fault("the broker refuses the connection (\(reason))") }
    }

    /// Publishes a message and waits for what the broker owes.
    func publish(
        _ message: MQTTMessage, topic: String, _ options: MQTTOptions, until end: ContinuousClock.Instant,
        _ givenUp: GivenUp
    ) throws {
        lastID = lastID == .max ? 1 : lastID + 1
        let id = lastID
        lastUsed = .now
        try say(MQTTPacket.publish(message, topic: topic, options, id: id), until: end, givenUp)
        switch options.quality {
        case .atMostOnce: return
        case .atLeastOnce: try heed(MQTTPacket.acknowledged, id, until: end, givenUp)
        case .exactlyOnce:
            try heed(MQTTPacket.received, id, until: end, givenUp)
            try say(MQTTPacket.release(id), until: end, givenUp)
            try heed(MQTTPacket.completed, id, until: end, givenUp)
        }
    }

    private func heed(
        _ kind: UInt8, _ id: UInt16, until end: ContinuousClock.Instant, _ givenUp: GivenUp
    ) throws {
        while true {
            switch try hear(until: end, givenUp) {
            case .about(kind, id, let reason):
                guard reason < 0x80 else { throw Fault("the broker refuses the message (\(reason))") }
                return
            case .disconnected(let reason): throw Fault("the broker hangs up (\(reason))")
            default: continue
            }
        }
    }

    func end() {
        try? say(MQTTPacket.disconnect, until: .now + .milliseconds(200), GivenUp())
    }

    // MARK: Bytes

    private func say(_ bytes: [UInt8], until end: ContinuousClock.Instant, _ givenUp: GivenUp) throws {
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let code = bytes[sent...].withUnsafeBytes {
                curl_easy_send(handle.raw, $0.baseAddress, $0.count, &count)
            }
            sent += count
            if code == CURLE_AGAIN {
                try wait(Int16(POLLOUT), until: end, givenUp)
            } else if code != CURLE_OK {
                throw Fault("the connection broke: \(CurlHandle.words(code))")
            }
        }
    }

    private func hear(until end: ContinuousClock.Instant, _ givenUp: GivenUp) throws -> MQTTPacket {
        var space = [UInt8](repeating: 0, count: 4_096)
        while true {
            if let packet = try MQTTPacket.take(from: &heard) { return packet }
            var count = 0
            let code = space.withUnsafeMutableBytes {
                curl_easy_recv(handle.raw, $0.baseAddress, $0.count, &count)
            }
            if code == CURLE_AGAIN {
                try wait(Int16(POLLIN), until: end, givenUp)
            } else if code != CURLE_OK || count == 0 {
                throw Fault("the broker hung up")
            } else {
                heard += space.prefix(count)
            }
        }
    }

    /// Waits until there is something to read, or room to write.
    private func wait(
        _ events: Int16, until end: ContinuousClock.Instant, _ givenUp: GivenUp
    ) throws {
        if givenUp.isSo { throw CancellationError() }
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { throw Fault("the broker does not answer in time") }
        let milliseconds =
            left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
        var one = pollfd(fd: curl_get_socket(handle.raw), events: events, revents: 0)
        _ = poll(&one, 1, Int32(min(500, milliseconds + 1)))
    }
}
