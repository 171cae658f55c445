// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// Where sources tell what they were subscribed to for (GS CIM 009, 5.8.6):
/// `/ngsi-ld/relay/STORE/LEDGER/TOKEN`.
/// Whoever knows the token may tell; nobody else can guess it.
struct RelayPlace: Sendable {
    let store: String
    let ledger: String
    let token: String

    private static let path = "/ngsi-ld/relay"

    init(store: String, ledger: String, token: String) {
        (self.store, self.ledger, self.token) = (store, ledger, token)
    }

    /// Nil: it is another path.
    init?(_ path: String) {
        guard path.hasPrefix("\(Self.path)/") else { return nil }
        let parts = path.dropFirst(Self.path.utf8.count + 1).split(
            separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let decoded = parts.compactMap { String($0).removingPercentEncoding }
        guard decoded.count == 3, UUID(uuidString: decoded[2]) != nil else { return nil }
        self.init(store: decoded[0], ledger: decoded[1], token: decoded[2])
    }

    func address(at base: String) -> String {
        let parts = [store, ledger, token].map { Paging.encoded($0).replacing("/", with: "%2F") }
        return "\(base)\(Self.path)/\(parts.joined(separator: "/"))"
    }

    /// The name of the twin among those of its store; nil: it is the only one, or there is none of the name.
    var name: String? {
        ledger.hasPrefix("twin:") ? String(ledger.dropFirst("twin:".count)) : nil
    }
}

extension TwinHub {
    /// Takes in what a source tells.
    func relay(_ request: Request, to place: RelayPlace) async throws -> Response {
        guard request.method == .post else {
            return TwinDoor.answer(
                .init(.operationNotSupported, "Here it is told and nothing else.", clause: "5.8.6"),
                status: 405
            ).adding("allow", "POST")
        }
        let nothing = TwinProblem(.resourceNotFound, "Nobody waits for that.", clause: "5.8.6")
        guard let store = try store(of: place, request.site.network),
            try Ledger(place.ledger, in: store).kept(RemoteSubscription.start + place.token) != nil
        else { throw nothing }
        let twin = try ready(twins.twin(in: store, named: place.name), request.site)
        guard let remote = work(of: twin)?.remote, try await remote.take(request, place.token) else {
            throw nothing
        }
        return Response(status: 200)
    }

    /// The store a place lies in; nil: there is none that has twins.
    private func store(of place: RelayPlace, _ network: Network) throws -> TenantStore? {
        if place.store == Tenant.commons { return isOpen ? network.commons : nil }
        guard place.ledger == "twin", let tenant = try network.find(place.store),
            tenant.systems.contains("twin")
        else { return nil }
        return try network.tenant(place.store)
    }
}
