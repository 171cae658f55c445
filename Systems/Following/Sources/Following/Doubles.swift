// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Sees to it that nothing stands here twice: of a body that has moved here what it publishes itself
/// is shown, of one that has moved away what the other network tells of it.
struct Doubles {
    private let network: Network

    init(_ network: Network) { self.network = network }

    func weigh() async throws {
        if try network.followed.isEmpty { return }
        let register = network.register(for: .members)
        let tenants = Set(try network.tenants().map(\.slug))
        var wrong: [RecordID: [RecordID]] = [:]
        for item in try candidates(tenants) {
            guard let origin = RecordID(item.origin) else { continue }
            let isOurs = try tenants.contains(item.body)
                && register.item(tenant: item.body, record: origin) != nil
            if isOurs != (item.state == .doubled) { wrong[item.fields.network, default: []].append(item.id) }
        }
        for (followed, items) in wrong {
            for start in stride(from: 0, to: items.count, by: TakingActions.batch) {
                let some = items[start..<min(start + TakingActions.batch, items.count)]
                let call = ActionCall(
                    TakingActions.weighDoubles.kind, by: TakingActions.actor, on: followed,
                    input: ["items": JSON.array(some.map { .string($0.text) }).stored])
                do { _ = try await network.commons.perform(call, at: network.now()) } catch is Refusal {
                    continue
                }
            }
        }
    }

    /// What is hidden, and what is shown of bodies of a name that a tenant here has.
    private func candidates(_ tenants: Set<String>) throws -> [Stored<FollowedItem>] {
        var queries = [Query([.state(.doubled)], limit: 10_000)]
        let slugs = tenants.sorted().map(Value.text)
        for start in stride(from: 0, to: slugs.count, by: 500) {
            let some = Array(slugs[start..<min(start + 500, slugs.count)])
            queries.append(Query([.init("body", .oneOf(some)), .state(.shown)], limit: 10_000))
        }
        return try network.commons.read(as: TakingActions.actor) { reader in
            try queries.flatMap { try reader.list(FollowedItem.self, $0) }
        }
    }
}
