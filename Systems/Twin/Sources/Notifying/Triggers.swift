// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What must become of an entity for a notification (`notificationTrigger`, 5.2.12).
struct Triggers: OptionSet, Sendable {
    let rawValue: Int

    static let entityCreated = Triggers(rawValue: 1)
    static let entityUpdated = Triggers(rawValue: 2)
    static let entityDeleted = Triggers(rawValue: 4)
    static let attributeCreated = Triggers(rawValue: 8)
    static let attributeUpdated = Triggers(rawValue: 16)
    static let attributeDeleted = Triggers(rawValue: 32)

    /// Where nothing is said.
    static let usual: Triggers = [.attributeCreated, .attributeUpdated]

    private static let byName: [String: Triggers] = [
        "entityCreated": .entityCreated, "entityDeleted": .entityDeleted,
        // It stands for all that can become of the attributes.
        "entityUpdated": [.entityUpdated, .attributeCreated, .attributeUpdated, .attributeDeleted],
        "attributeCreated": .attributeCreated, "attributeUpdated": .attributeUpdated,
        "attributeDeleted": .attributeDeleted,
    ]

    /// Reads `notificationTrigger`.
    static func read(_ json: JSON, at pointer: String) throws(TwinProblem) -> Triggers {
        var triggers: Triggers = []
        for name in try NameList.read(json, at: pointer, clause: "5.2.12") {
            guard let trigger = byName[name] else {
                throw .bad(
                    "“\(name.prefix(60))” is none of \(byName.keys.sorted().joined(separator: ", ")).",
                    at: pointer, clause: "5.2.12")
            }
            triggers.formUnion(trigger)
        }
        return triggers
    }
}

extension Change.Kind {
    var trigger: Triggers {
        switch self {
        case .created: .attributeCreated
        case .updated: .attributeUpdated
        case .deleted: .attributeDeleted
        }
    }
}
