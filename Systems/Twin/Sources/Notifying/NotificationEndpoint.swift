// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Where notifications go, and how (5.2.15).
struct NotificationEndpoint: Sendable {
    enum Way: Sendable {
        case http
        case mqtt(MQTTAddress, MQTTOptions)
    }

    let uri: String
    let way: Way
    let accept: Call.Media
    let timeout: Duration
    /// How long nothing is sent after a failure, in milliseconds.
    let cooldown: Int64
    /// `receiverInfo`: what goes along as headers, or beside the body.
    let headers: [(key: String, value: String)]

    /// Whether the body carries no `@context` though it is GeoJSON (6.3.15).
    var wantsBareBody: Bool {
        headers.contains { $0.key.lowercased() == "prefer" && $0.value.filter { $0 != " " } == "body=json" }
    }

    /// - Parameter members: of `notification/endpoint`.
    init(_ members: StrictMembers) throws(TwinProblem) {
        guard let uri = try members.text("uri") else {
            throw members.problem("uri", "An endpoint needs a “uri”.")
        }
        self.uri = uri
        let notes = try members.pairs("notifierInfo")
        way = try Self.way(uri, notes, members)
        let media = [Call.Media.json, .linked, .geo].map(\.rawValue)
        accept = try members.choice("accept", of: media).flatMap(Call.Media.init(rawValue:)) ?? .json
        let milliseconds = try members.number("timeout") ?? 5_000
        timeout = .milliseconds(Int64(min(60_000, max(1, milliseconds))))
        cooldown = Int64(try members.number("cooldown") ?? 0)
        headers = try members.pairs("receiverInfo")
        for (key, value) in headers where !Self.isHeader(key, value) {
            throw members.problem("receiverInfo", "“\(key.prefix(60))” and its value cannot be a header.")
        }
    }

    private static func way(
        _ uri: String, _ notes: [(key: String, value: String)], _ members: StrictMembers
    ) throws(TwinProblem) -> Way {
        let scheme = uri.prefix { $0 != ":" }.lowercased()
        let rest = uri.dropFirst(scheme.utf8.count)
        guard NameRules.isURI(uri), rest.hasPrefix("://"), rest.utf8.count > 3 else {
            throw members.problem("uri", "“\(uri.prefix(200))” is no address.")
        }
        switch scheme {
        case "http", "https": return .http
        case "mqtt", "mqtts":
            let options = try options(notes, members)
            do { return .mqtt(try MQTTAddress(uri), options) } catch {
                throw members.problem("uri", "\(error)")
            }
        default:
            throw members.problem("uri", "An endpoint is reached by http, https, mqtt or mqtts.")
        }
    }

    /// `MQTT-Version` and `MQTT-QoS` (7.2).
    private static func options(
        _ notes: [(key: String, value: String)], _ members: StrictMembers
    ) throws(TwinProblem) -> MQTTOptions {
        var options = MQTTOptions()
        for (key, value) in notes {
            switch (key, value) {
            case ("MQTT-Version", "mqtt3.1.1"): options.version = .three
            case ("MQTT-Version", "mqtt5.0"), ("MQTT-Version", "mqtt5"): options.version = .five
            case ("MQTT-QoS", "0"): options.quality = .atMostOnce
            case ("MQTT-QoS", "1"): options.quality = .atLeastOnce
            case ("MQTT-QoS", "2"): options.quality = .exactlyOnce
            case ("MQTT-Version", _):
                throw members.problem("notifierInfo", "MQTT-Version is mqtt3.1.1 or mqtt5.0.")
            case ("MQTT-QoS", _): throw members.problem("notifierInfo", "MQTT-QoS is 0, 1 or 2.")
            default: continue
            }
        }
        return options
    }

    /// A token and a value without control characters (RFC 9110, 5).
    static func isHeader(_ key: String, _ value: String) -> Bool {
        key.utf8.count <= 200 && value.utf8.count <= 8_000
            && key.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte | 0x20)
                    || "!#$%&'*+-.^_`|~:".utf8.contains(byte)
            } && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
