// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// All other servers there are, as a twin meets them: contexts that name each other, sources that say
/// anything, brokers that hang up, endpoints that take a notification or do not. What one answers follows
/// from its address and the case.
final class Strangers: Fetching, Publishing, Listening {
    private let now = Mutex<(seed: UInt64, number: UInt64)>((0, 0))
    /// Where those that were subscribed to were asked to tell.
    private let known = Mutex<[String]>([])

    /// From now on they answer as in a case.
    func begin(_ seed: UInt64, _ number: UInt64) {
        now.withLock { $0 = (seed, number) }
        known.withLock { $0 = [] }
    }

    /// Paths by which a twin waits to be told.
    var places: [String] { known.withLock { $0 } }

    private func note(_ body: [UInt8]) {
        let uri = (try? JSON(parsing: body))?["notification"]?["endpoint"]?["uri"]?.asString ?? ""
        guard let place = uri.firstRange(of: "/ngsi-ld/relay/") else { return }
        known.withLock { known in
            if known.count < 10 { known.append(String(uri[place.lowerBound...])) }
        }
    }

    func listen(
        to broker: MQTTBroker, _ subscription: MQTTSubscription, _ hearer: any Hearing
    ) async throws {
        let (seed, number) = now.withLock { $0 }
        var grammar = Grammar(Chance(seed: ~seed, number: number))
        let messages = (0..<3).map { _ in
            MQTTReceived(topic: "a/\(grammar.chance.below(3))", payload: Array(grammar.payload().utf8))
        }
        await hearer.begin()
        try await hearer.take(messages)
        throw Fault("the broker hangs up")
    }

    func forget(_ clientID: String, at broker: MQTTBroker, _ version: MQTTOptions.Version) async throws {}

    func publish(_ message: MQTTMessage, to address: MQTTAddress, _ options: MQTTOptions) async throws {
        if address.broker.host.hasPrefix("b.") { throw Fault("no such broker") }
    }

    func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        let (seed, number) = now.withLock { $0 }
        note(request.body)
        let address = String(request.address.prefix { $0 != "?" })
        // The same place says the same within a case, whoever asks first.
        let place = "\(request.method) \(address)".utf8.reduce(UInt64(1_469_598_103_934_665_603)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        var grammar = Grammar(Chance(seed: seed ^ place, number: number))
        if address.hasPrefix("https://c.example/") {
            return OutgoingResponse(status: 200, body: grammar.document())
        }
        if address.hasPrefix("https://s.example/") || address.hasPrefix("http://t.example/") {
            return grammar.answer(to: request.method, address)
        }
        guard address.hasPrefix("https://hear.example/") else { throw Fault("no such host") }
        return OutgoingResponse(status: grammar.chance.pick([204, 204, 200, 500, 410]))
    }
}

extension Grammar {
    /// What lies where a context should.
    fileprivate mutating func document() -> [UInt8] {
        let document = JSON.object(["@context": context()]).encoded()
        return chance.percent(90) ? document : Mutation.spoilt(document, beside: document, &chance)
    }

    /// What a source says.
    fileprivate mutating func answer(to method: String, _ address: String) -> OutgoingResponse {
        let status = chance.pick([200, 200, 200, 200, 201, 204, 206, 207, 400, 404, 409, 500, 508])
        var headers = [(name: "content-type", value: "application/json")]
        if chance.percent(10) { headers.append(("ngsild-entitymap", "/ngsi-ld/v1/entityMaps/1")) }
        if status == 206 { headers.append(("content-range", "date-time \(moment())-\(moment())/*")) }
        if status == 204 { return OutgoingResponse(status: status, headers: headers) }
        var body = said(address, status).encoded()
        if chance.percent(15) { body = Mutation.spoilt(body, beside: body, &chance) }
        return OutgoingResponse(status: status, headers: headers, body: body)
    }

    private mutating func said(_ address: String, _ status: Int) -> JSON {
        begin()
        let isPast = address.contains("temporal")
        let id = address.split(separator: "/").last.flatMap { String($0).removingPercentEncoding }
        if status == 207 {
            return [
                "success": [.string(self.id())], "updated": [.string(attribute())],
                "errors": [["entityId": .string(self.id()), "error": json()]],
                "notUpdated": [["attributeName": .string(attribute()), "reason": .string(text())]],
            ]
        }
        if status >= 400 { return json() }
        if address.hasSuffix("/entities") || address.hasSuffix("/query") {
            return .array((0..<chance.below(4)).map { _ in isPast ? history() : entity() })
        }
        if address.hasSuffix("/types") { return ["typeList": [.string(type()), .string(type())]] }
        if address.contains("entityMaps") {
            return ["id": "urn:m:1", "entityMap": .object([self.id(): ["@none"]])]
        }
        return isPast ? history(id) : entity(id)
    }
}
