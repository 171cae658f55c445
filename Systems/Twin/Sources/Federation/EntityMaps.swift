// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// Which entities a query found, and where each came from (GS CIM 009, 5.2.39): so that the pages of one
/// answer are of the same entities.
struct EntityMap: Sendable {
    /// `@none` among the sources stands for this twin.
    typealias Entry = (id: String, sources: [String])

    let id: String
    /// In the order they were found.
    let entries: [Entry]
    /// The maps that sources made, by registration.
    var linked: JSON
    var expiresAt: Stamp

    /// The sources that have something of it.
    var sources: Set<String> { Set(entries.flatMap(\.sources)) }

    var json: JSON {
        [
            "id": .string(id), "type": "EntityMap", "expiresAt": .string(expiresAt.description),
            "entityMap": .object(
                JSONObject(entries.map { (key: $0.id, value: .array($0.sources.map(JSON.string))) })),
            "linkedMaps": linked,
        ]
    }
}

/// The entity maps of a twin. They are of use for a short time and to nobody later, so they lie in memory
/// alone: whoever comes with one that is gone is given a new one.
final class EntityMaps: Sendable {
    /// How long one is kept unless it is said, in microseconds, and how many.
    private static let (usual, most): (Int64, Int) = (600_000_000, 500)
    /// How long one is kept at the most, in microseconds.
    static let longest: Int64 = 86_400_000_000
    /// How many ids there may be in one, and in all of them.
    static let mostEntities = 100_000
    private static let mostTogether = 1_000_000

    private let maps = Mutex<[String: EntityMap]>([:])

    /// - Parameter linked: the maps that sources made for it.
    func make(
        _ entries: [EntityMap.Entry], linked: [String: String] = [:], until: Stamp? = nil, at now: Stamp
    ) -> EntityMap {
        let links = linked.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSON.string($0.value)) }
        let map = EntityMap(
            id: "urn:ngsi-ld:EntityMap:\(UUID().uuidString.lowercased())", entries: entries,
            linked: .object(JSONObject(links)),
            expiresAt: until ?? now.adding(microseconds: Self.usual))
        maps.withLock { maps in
            maps = maps.filter { $0.value.expiresAt > now }
            var count = maps.values.reduce(map.entries.count) { $0 + $1.entries.count }
            while maps.count >= Self.most || count > Self.mostTogether,
                let first = maps.values.min(by: { $0.expiresAt < $1.expiresAt })
            {
                maps[first.id] = nil
                count -= first.entries.count
            }
            maps[map.id] = map
        }
        return map
    }

    /// The map of an id, or at an address.
    func find(_ name: String, at now: Stamp) -> EntityMap? {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let id = last.removingPercentEncoding ?? last
        return maps.withLock { $0[id] }.flatMap { $0.expiresAt > now ? $0 : nil }
    }

    /// Notes the maps that sources used beside one.
    func link(_ map: EntityMap, to linked: [String: String]) {
        guard !linked.isEmpty else { return }
        maps.withLock { maps in
            for (source, place) in linked { maps[map.id]?.linked[source] = .string(place) }
        }
    }

    func put(_ map: EntityMap) { maps.withLock { $0[map.id] = map } }

    func remove(_ id: String) { maps.withLock { $0[id] = nil } }
}
