// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Network {
    /// Takes publications into the commons that no tenant's outbox brought, in one commit: for
    /// measuring a register of a size that no demonstration has. Nothing of it stands in a journal.
    package func fillRegister(_ items: [PublishedItem]) async throws {
        let kinds = commons.systems.publishedKinds
        try await commons.database.write { connection in
            let publisher = Publisher(kinds: kinds, connection: connection)
            for item in items { try publisher.take(item) }
        }
    }

    /// Enters tenants without stores, for the same: whoever asks for one finds it out of service.
    package func fillRegistry(_ tenants: [Tenant]) async throws {
        for first in stride(from: 0, to: tenants.count, by: 500) {
            let calls = tenants[first..<min(first + 500, tenants.count)].map {
                ActionCall(TenantActions.open.kind, by: .system("setup"), input: TenantEntry($0).values)
            }
            try await commons.perform(calls, at: now()) { _ in }
        }
        registry.forget()
    }

    /// Has the engine look at how the register is filled, as it does by itself after a while, and
    /// tidied as it is every day.
    package func surveyRegister() async throws {
        try await commons.database.write { connection in
            for statement in connection.dialect.surveying { try connection.run(statement) }
        }
        try await commons.database.tidySearch()
    }

    /// Bytes of a tenant's store on the disk, `commons` among them; nil if that is not known.
    package func size(of slug: String) throws -> Int? { try place.size(of: slug) }
}

extension Database {
    /// Keeps searches of the commons quick, a step at a time: others write between.
    func tidySearch() async throws {
        var step = 0
        while try await write({ [step] in try $0.dialect.search.tidy(step, on: $0) }) { step += 1 }
    }
}
