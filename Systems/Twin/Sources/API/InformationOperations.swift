// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What this broker is (GS CIM 009, 5.7.12 / 6.30).
enum InformationOperations {
    static let all: [TwinOperation] = [TwinOperation(.get, "info/sourceIdentity", identity)]

    @Sendable private static func identity(_ call: Call) async throws -> Response {
        let seconds = max(0, (call.now.microseconds - call.hub.begun.microseconds) / 1_000_000)
        let json: JSON = [
            "id": .string("urn:ngsi-ld:ContextSourceIdentity:\(call.twin.ledger.tenant.slug)"),
            "type": "ContextSourceIdentity", "contextSourceUptime": .string("PT\(seconds)S"),
            "contextSourceTimeAt": .string(call.now.description),
            "contextSourceAlias": .string(call.pseudonym),
        ]
        guard let context = call.contextInBody else { return call.answer(json.encoded()) }
        return call.answer(json.carrying(context).encoded())
    }
}
