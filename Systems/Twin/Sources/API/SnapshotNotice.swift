// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Web

/// Tells whoever asked for it of a snapshot's status (GS CIM 009 1.9.1, 5.16.6), once it is made and after
/// each change of it. It is sent once: how a snapshot is, is there to be asked for.
struct SnapshotNotice: Sendable {
    private let fetching: any Fetching
    private let request: OutgoingRequest

    /// Nil: nobody wants to be told, or nothing is sent to outside.
    init?(_ branch: Branch, _ call: Call) {
        guard let outside = call.request.site.outside,
            let uri = branch.members["endpoint"].flatMap(Self.address)
        else { return nil }
        fetching = outside.fetching
        let body: JSON = [
            "id": .string("urn:ngsi-ld:SnapshotNotification:\(UUID().uuidString.lowercased())"),
            "type": "SnapshotNotification", "snapshotId": .string(branch.id),
            "notifiedAt": .string(call.now.description),
            "data": .object(JSONObject(call.showing(branch).filter { $0.key != "receiverInfo" })),
        ]
        var headers = [
            ("content-type", "application/json"), ("link", LinkHeader.naming(CoreContext.url)),
        ]
        if let tenant = call.request.headers["ngsild-tenant"] { headers.append(("NGSILD-Tenant", tenant)) }
        for item in branch.members["receiverInfo"]?.asArray ?? [] {
            guard let key = item["key"]?.asString, let value = item["value"]?.asString else { continue }
            headers.append((key, value))
        }
        request = OutgoingRequest(
            "POST", uri, headers: headers, body: body.encoded(), timeout: .seconds(5))
    }

    /// Sends it, without anybody waiting for it.
    func send() {
        let (fetching, request) = (fetching, request)
        Task { _ = try? await fetching.send(request) }
    }

    /// Where it goes: an address, or an endpoint with a `uri`.
    private static func address(_ json: JSON) -> String? { json.asString ?? json["uri"]?.asString }

    /// The same, held to be one that can be asked.
    static func address(_ json: JSON?, _ members: StrictMembers) throws(TwinProblem) -> String {
        guard let uri = json.flatMap({ address($0) }), NameRules.isURI(uri),
            uri.hasPrefix("http://") || uri.hasPrefix("https://")
        else { throw members.problem("endpoint", "“endpoint” is an address of http or https.") }
        return uri
    }
}
