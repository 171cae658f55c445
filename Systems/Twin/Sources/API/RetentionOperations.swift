// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// How long the past is kept, type by type. Ours: NGSI-LD has nothing like it.
enum RetentionOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.get, "retention", list),
        TwinOperation(.get, "retention/:type", show),
        TwinOperation(.put, "retention/:type", set),
        TwinOperation(.delete, "retention/:type", remove),
    ]

    @Sendable private static func list(_ call: Call) async throws -> Response {
        let rules = try Retention(of: call.twin).rules
        return RegistrationOperations.show(
            call, .array(try rules.sorted { $0.key < $1.key }.map { try shown($0.key, $0.value, call) }))
    }

    @Sendable private static func show(_ call: Call) async throws -> Response {
        let type = name(call)
        guard let length = try Retention(of: call.twin).rules[type] else { throw missing(call) }
        return RegistrationOperations.show(call, try shown(type, length, call))
    }

    @Sendable private static func set(_ call: Call) async throws -> Response {
        try call.mustRule()
        let members = try (try await call.body()).object(clause: "6.3.2")
        guard let length = members["keep"]?.asString, members.keys == ["keep"] else {
            throw TwinProblem.bad("The body says how long: {\"keep\": \"P30D\"}.", at: "/keep")
        }
        let type = name(call)
        try await call.perform { draft in
            var rules = Retention(kept: draft.document("settings", Retention.document))
            try rules.set(type, to: length)
            rules.keep(in: &draft)
        }
        return Call.done
    }

    @Sendable private static func remove(_ call: Call) async throws -> Response {
        try call.mustRule()
        let type = name(call)
        try await call.perform { draft in
            var rules = Retention(kept: draft.document("settings", Retention.document))
            guard rules.rules[type] != nil else { throw missing(call) }
            try rules.set(type, to: nil)
            rules.keep(in: &draft)
        }
        return Call.done
    }

    private static func name(_ call: Call) -> String {
        call["type"] == Forgetting.others ? Forgetting.others : call.context.expand(call["type"])
    }

    private static func missing(_ call: Call) -> TwinProblem {
        TwinProblem(.resourceNotFound, "There is no rule for the type \(call["type"]).")
    }

    private static func shown(_ type: String, _ length: String, _ call: Call) throws -> JSON {
        let isOfOthers = type == Forgetting.others
        var json: JSONObject = [
            "type": .string(isOfOthers ? type : call.context.compact(type)), "keep": .string(length),
        ]
        let horizon = try call.twin.read { isOfOthers ? nil : $0.horizon(of: [type]) }
        if let horizon { json["knownSince"] = .string(horizon.description) }
        return .object(json)
    }
}

extension Call {
    /// Refuses those who may not say how the twin is kept.
    fileprivate func mustRule() throws {
        try requireWhole()
        guard access.mayRule else {
            throw TwinProblem(
                .operationNotSupported,
                "Managers and administrators of the tenant say how long the past is kept.")
        }
    }
}
