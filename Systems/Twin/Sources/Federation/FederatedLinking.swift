// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Linked entities that lie with sources (GS CIM 009, 4.5.23.1): those a Relationship says the types of, so
/// that it is known who is to be asked.
struct FederatedLinking: Sendable {
    private let call: Call
    private let reading: FederatedReading

    /// How many are asked for in one answer, and at once.
    private static let (most, atOnce) = (1_000, 50)

    /// Nil: nobody is asked.
    init?(_ call: Call) throws {
        // What is asked of the linking entities is not asked of the linked ones.
        var plain = call
        plain.parameters = call.parameters.filter { $0.key == "local" }
        guard let reading = try FederatedReading(plain) else { return nil }
        (self.call, self.reading) = (call, reading)
    }

    /// What some entities lead to, as it is here and with sources together; and who did not answer.
    func reached(
        from entities: [Entity], shownAs representation: Representation, level: Int
    ) async -> FederatedReading.Found {
        var found = FederatedReading.Found()
        var byID: [String: Entity] = [:]
        var (asked, followed): (Set<String>, Set<String>) = ([], Set(entities.map(\.id)))
        var last = entities.map { ($0, representation) }
        let own = call.linked(at: nil)
        for _ in 0..<level {
            var links: [(id: String, shownAs: Representation)] = []
            var wanted: [[String]: [String]] = [:]
            for (entity, representation) in last {
                for link in representation.links(of: entity) where !followed.contains(link.id) {
                    links.append((link.id, link.shownAs))
                    // Ids are asked for as a list with commas.
                    guard !link.types.isEmpty, !link.id.contains(","), asked.count < Self.most,
                        asked.insert(link.id).inserted
                    else { continue }
                    wanted[link.types, default: []].append(link.id)
                }
            }
            for (types, ids) in wanted {
                let some = await ask(types, ids, &found.warnings)
                found.entities += some
                for entity in some { byID[entity.id] = entity }
            }
            last = []
            for link in links {
                guard let entity = byID[link.id] ?? own(link.id), followed.insert(link.id).inserted
                else { continue }
                last.append((entity, link.shownAs))
            }
        }
        return found
    }

    private func ask(_ types: [String], _ ids: [String], _ warnings: inout [String]) async -> [Entity] {
        var entities: [Entity] = []
        for start in stride(from: 0, to: ids.count, by: Self.atOnce) {
            let some = Array(ids[start..<min(start + Self.atOnce, ids.count)])
            var filter = EntityFilter()
            filter.selectors = [
                EntitySelector(
                    types: TypeSelection(types.map { [$0] }), ids: IDSelection(ids: some, pattern: nil))
            ]
            // What goes round is not told of: the entities that were asked for are the answer.
            guard let found = try? await reading.query(filter, nil) else { continue }
            entities += found.entities
            warnings += found.warnings
        }
        return entities
    }
}

extension Call {
    /// The same, knowing what sources have of what some entities lead to; and who did not answer.
    func reaching(
        from entities: [Entity], _ representation: Representation
    ) async throws -> (call: Call, warnings: [String]) {
        guard let joining = try joining(), let linking = try FederatedLinking(self) else { return (self, []) }
        let found = await linking.reached(from: entities, shownAs: representation, level: joining.level)
        var call = self
        for entity in found.entities { call.linkedElsewhere[entity.id] = entity }
        return (call, found.warnings)
    }
}
