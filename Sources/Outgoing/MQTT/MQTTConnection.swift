// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Foundation
import Kernel

/// A connection to a broker: made by libcurl, which holds the address against the policy and the
/// certificate against the authorities; what goes over it is ours.
final class MQTTConnection {
    private let handle: CurlHandle
    private let version: MQTTOptions.Version
    private var inbox = MQTTInbox()
    private var lastID: UInt16 = 0
    private var space = [UInt8](repeating: 0, count: 16_384)
    private(set) var lastUsed = ContinuousClock.now
    private var lastHeard = ContinuousClock.now
    private var lastPing: ContinuousClock.Instant?
    /// After how long the broker is told that we are there.
    private var interval = Duration.seconds(Int(MQTTConnection.keepAlive) / 2)
    /// Whether the broker still knew who came.
    private(set) var hasSession = false

    /// How long a broker waits for a word before it hangs up, in seconds.
    private static let keepAlive: UInt16 = 60
    /// How long it may be silent after it was asked whether it is there.
    private static let patience = Duration.seconds(20)

    /// Connects and says who we are.
    /// - Throws: `Fault`.
    init(
        _ broker: MQTTBroker, _ greeting: MQTTGreeting, policy: AddressPolicy, authorities: String?,
        within timeout: Duration, _ givenUp: GivenUp
    ) throws {
        let end = ContinuousClock.now + timeout
        handle = try CurlHandle()
        version = greeting.version
        let connecting = Connecting(policy, host: broker.host, givenUp: givenUp)
        try connecting.prepare(handle, timeout: timeout, authorities: authorities)
        try handle.set(CURLOPT_URL, broker.origin)
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_CONNECT_ONLY, 1)
        // What is spoken within is not HTTP.
        try handle.set(CURLOPT_SSL_ENABLE_ALPN, 0)
        let code = curl_easy_perform(handle.raw)
        withExtendedLifetime(connecting) {}
        guard code == CURLE_OK else {
            if givenUp.isSo { throw CancellationError() }
            let refused = connecting.refused.map {
                "\($0) is not public, and \(AddressPolicy.setting) does not name it"
            }
            throw Fault(refused ?? CurlHandle.words(code))
        }
        try handle.set(CURLOPT_NOPROGRESS, 1)
        try greet(broker, greeting, until: end, givenUp)
    }

    private func greet(
        _ broker: MQTTBroker, _ greeting: MQTTGreeting, until end: ContinuousClock.Instant,
        _ givenUp: GivenUp
    ) throws {
        try say(
            MQTTPacket.connect(
                greeting, user: broker.user, password: broker.password, keepAlive: Self.keepAlive),
            until: end, givenUp)
        guard case .connected(let reason, let hasSession, let wanted) = try hear(until: end, givenUp) else {
            throw Fault("the broker breaks the protocol: it does not answer a connection")
        }
        guard reason == 0 else {
            throw Fault("the broker refuses the connection: \(Self.words(reason))")
        }
        self.hasSession = hasSession
        if let wanted, wanted > 0 { interval = .seconds(max(1, Int(wanted) / 2)) }
    }

    /// Why nobody is let in, by the numbers of both versions.
    private static func words(_ reason: UInt8) -> String {
        switch reason {
        case 1, 0x84: "it does not speak this version (\(reason))"
        case 2, 0x85: "it does not take our name (\(reason))"
        case 4, 5, 0x86, 0x87: "the user or the password is not accepted (\(reason))"
        default: "\(reason)"
        }
    }

    /// A number that names what is said next.
    func newID() -> UInt16 {
        lastID = lastID == .max ? 1 : lastID + 1
        return lastID
    }

    /// Publishes a message and waits for what the broker owes.
    func publish(
        _ message: MQTTMessage, topic: String, _ options: MQTTOptions, until end: ContinuousClock.Instant,
        _ givenUp: GivenUp
    ) throws {
        let id = newID()
        try say(MQTTPacket.publish(message, topic: topic, options, id: id), until: end, givenUp)
        switch options.quality {
        case .atMostOnce: return
        case .atLeastOnce: try heed(MQTTPacket.acknowledged, id, until: end, givenUp)
        case .exactlyOnce:
            try heed(MQTTPacket.received, id, until: end, givenUp)
            try say(MQTTPacket.answer(MQTTPacket.released, id), until: end, givenUp)
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

    /// Says that we are there, if nothing was said for a while.
    /// - Throws: `Fault` if the broker is not there any more.
    func stayThere(_ givenUp: GivenUp) throws {
        let now = ContinuousClock.now
        if let lastPing, lastHeard < lastPing, lastPing.duration(to: now) > Self.patience {
            throw Fault("the broker is silent")
        }
        guard lastUsed.duration(to: now) > interval else { return }
        if lastPing.map({ $0 <= lastHeard }) ?? true { lastPing = now }
        try say(MQTTPacket.ping, until: now + Self.patience, givenUp)
    }

    func end() {
        try? say(MQTTPacket.disconnect, until: .now + .milliseconds(200), GivenUp())
    }

    // MARK: Bytes

    func say(_ bytes: [UInt8], until end: ContinuousClock.Instant, _ givenUp: GivenUp) throws {
        lastUsed = .now
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let code = bytes[sent...].withUnsafeBytes {
                curl_easy_send(handle.raw, $0.baseAddress, $0.count, &count)
            }
            sent += count
            if code == CURLE_AGAIN {
                try mustWait(Int16(POLLOUT), until: end, givenUp)
            } else if code != CURLE_OK {
                throw Fault("the connection broke: \(CurlHandle.words(code))")
            }
        }
    }

    private func hear(until end: ContinuousClock.Instant, _ givenUp: GivenUp) throws -> MQTTPacket {
        guard let packet = try next(until: end, givenUp) else {
            throw Fault("the broker does not answer in time")
        }
        return packet
    }

    /// The next that the broker says; nil: it has said nothing until then.
    func next(until end: ContinuousClock.Instant, _ givenUp: GivenUp) throws -> MQTTPacket? {
        while true {
            if let packet = try inbox.next(version) { return packet }
            var count = 0
            let code = space.withUnsafeMutableBytes {
                curl_easy_recv(handle.raw, $0.baseAddress, $0.count, &count)
            }
            if code == CURLE_AGAIN {
                guard try wait(Int16(POLLIN), until: end, givenUp) else { return nil }
            } else if code != CURLE_OK || count == 0 {
                throw Fault("the broker hung up")
            } else {
                lastHeard = .now
                inbox.add(space.prefix(count))
            }
        }
    }

    private func mustWait(
        _ events: Int16, until end: ContinuousClock.Instant, _ givenUp: GivenUp
    ) throws {
        guard try wait(events, until: end, givenUp) else {
            throw Fault("the broker does not answer in time")
        }
    }

    /// Waits until there is something to read, or room to write; says whether there is time left.
    private func wait(
        _ events: Int16, until end: ContinuousClock.Instant, _ givenUp: GivenUp
    ) throws -> Bool {
        if givenUp.isSo { throw CancellationError() }
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { return false }
        let milliseconds =
            left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
        var one = pollfd(fd: curl_get_socket(handle.raw), events: events, revents: 0)
        _ = poll(&one, 1, Int32(min(500, milliseconds + 1)))
        return true
    }
}
