// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Synchronization
import Web

/// Several networks that reach one another by their addresses, without a wire between them; and
/// whoever sits on it.
public final class TestInternet: Fetching {
    /// What becomes of an answer on its way; it may be another one, or none at all.
    public typealias Meddling =
        @Sendable (OutgoingRequest, OutgoingResponse) throws -> OutgoingResponse

    private struct State {
        var sites: [String: (site: Site, clock: TestClock)] = [:]
        var meddling: Meddling?
        var asked: [OutgoingRequest] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Lets a network be reached by an address, `https://north.example`.
    public func put(_ test: TestNetwork, at address: String) {
        state.withLock { $0.sites[address] = (test.site, test.clock) }
    }

    /// Takes it off.
    public func remove(_ address: String) {
        state.withLock { $0.sites[address] = nil }
    }

    /// Has somebody sit on the wire from now on; nil: nobody.
    public func meddle(_ meddling: Meddling?) { state.withLock { $0.meddling = meddling } }

    /// What was asked, in the order it was.
    public var asked: [OutgoingRequest] { state.withLock { $0.asked } }

    public func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        let (found, meddling) = state.withLock { state in
            state.asked.append(request)
            let found = state.sites.first { request.address.hasPrefix("\($0.key)/") }
            return (found, state.meddling)
        }
        guard let found else { throw Fault("no such host") }
        let rest = request.address.dropFirst(found.key.count)
        let client = TestClient(site: found.value.site, clock: found.value.clock)
        let headers = Dictionary(request.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        let answer = await client.send(
            Web.Method(rawValue: request.method) ?? .get, String(rest), headers: headers,
            body: request.body)
        guard answer.bytes.count <= request.largestAnswer else {
            throw Fault("the answer is longer than \(request.largestAnswer) bytes")
        }
        let response = OutgoingResponse(
            status: answer.status, headers: answer.headers.map { ($0.0, $0.1) }, body: answer.bytes)
        return try meddling?(request, response) ?? response
    }
}
