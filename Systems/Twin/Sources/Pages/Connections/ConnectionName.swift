// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What subscriptions and sources are called for people: by their name, or else by what they are about and
/// where they lead.
struct ConnectionName {
    private let room: TwinRoom
    private var ui: UI { room.ui }

    init(_ room: TwinRoom) { self.room = room }

    /// - Parameter shown: a subscription as the interface shows it.
    func subscription(_ shown: JSONObject) -> String {
        let place = shown["notification"]?["endpoint"]?["uri"]?.asString
        return name(shown, "subscriptionName", Self.what(shown), place)
    }

    /// - Parameter shown: a registration as the interface shows it.
    func source(_ shown: JSONObject) -> String {
        name(shown, "registrationName", [], shown["endpoint"]?.asString)
    }

    /// What a subscription is about: types, and attributes that are waited for.
    static func what(_ shown: JSONObject) -> [String] {
        let types = (shown["entities"]?.asArray ?? []).compactMap { $0["type"]?.asString }
        let watched = shown["watchedAttributes"]?.texts ?? []
        return [types, watched].map { $0.joined(separator: ", ") }.filter { !$0.isEmpty }
    }

    private func name(_ shown: JSONObject, _ member: String, _ what: [String], _ place: String?) -> String {
        if let name = shown[member]?.asString, !name.allSatisfy(\.isWhitespace) { return name }
        let parts = what + [place.map(ConnectionLists.place)].compactMap(\.self)
        return parts.isEmpty ? shown["id"]?.asString ?? "" : parts.joined(separator: " · ")
    }

    /// What the thing of an id is called, whatever an address says of it.
    /// - Throws: `Refusal.notFound` if it is not there.
    func found(_ id: String, isSource: Bool) async throws -> String {
        let path = isSource ? "csourceRegistrations/:id" : "subscriptions/:id"
        do {
            let shown = try await room.shown(path, places: ["id": id]).json.asObject ?? [:]
            return isSource ? source(shown) : subscription(shown)
        } catch is TwinProblem {
            throw Refusal.notFound
        }
    }
}
