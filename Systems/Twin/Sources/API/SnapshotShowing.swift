// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

extension Call {
    /// A snapshot as it is shown (5.2.41).
    func showing(_ branch: Branch) -> JSONObject {
        var members = branch.members
        members["snapshotStatus"] = "ready"
        if let moment = branch.expiresAt { members["expiresAt"] = .string(moment.description) }
        if let moment = hub.lastUse(of: branch) { members["lastUsedAt"] = .string(moment.description) }
        // It may hold keys to what is somebody else's.
        if !access.mayWrite { members["receiverInfo"] = nil }
        return members
    }
}

extension Branch {
    /// Its members as a query over entities sees them.
    func entity(_ members: JSONObject, _ naming: any Naming) -> Entity {
        let created = members["createdAt"]?.asString.flatMap { Stamp($0) } ?? Stamp(microseconds: 0)
        let modified = members["modifiedAt"]?.asString.flatMap { Stamp($0) } ?? created
        var entity = Entity(
            id: id, types: [naming.expand(Branch.type)], createdAt: created, modifiedAt: modified)
        entity.expiresAt = expiresAt
        for (key, value) in members where !Self.heads.contains(key) {
            entity[naming.expand(key)] = Attribute(
                naming.expand(key), [Instance(.property(value), at: created)])
        }
        return entity
    }

    private static let heads: Set<String> = ["id", "type", "createdAt", "modifiedAt", "expiresAt"]
}

extension Twin {
    /// Begins with the lines another branch has written.
    func copyLines(of other: Twin) async throws {
        var last: LedgerLine?
        while true {
            let lines = try other.ledger.lines(after: last?.number ?? 0, limit: 500)
            for line in lines { last = try await ledger.write(line.content, after: last, at: line.at) }
            if lines.count < 500 { return }
        }
    }
}
