// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Comparing and merging.
extension SnapshotOperations {
    @Sendable static func differences(_ call: Call) async throws -> Response {
        let branch = try find(call, "5.16")
        let twin = try call.hub.twin(of: branch, off: call.twin, call.request.site)
        let other: Contents
        switch call.parameters["against"] {
        case nil, "beginning": other = try twin.contentsAtFirst()
        case "now": other = try call.twin.contentsNow()
        default: throw TwinProblem.bad("“against” is beginning or now.", at: "?against")
        }
        let page = try Paging(call)
        let found = page.page(
            of: try twin.contentsNow().differences(from: other).filter { isOpen($0, call.access) })
        let list = found.entities.map { DifferenceShowing(naming: call.context).json($0) }
        return RegistrationOperations.show(call, .array(list), more: page.headers(found, call))
    }

    private static func isOpen(_ difference: EntityDifference, _ access: TwinAccess) -> Bool {
        [difference.before, difference.after].allSatisfy { $0.map(access.covers) ?? true }
    }

    @Sendable static func merge(_ call: Call) async throws -> Response {
        let branch = try find(call, "5.16")
        guard let preference = BranchMerge.Preference(rawValue: call.parameters["conflicts"] ?? "refuse")
        else {
            throw TwinProblem.bad("“conflicts” is refuse, base or branch.", at: "?conflicts")
        }
        let keeps = try call.flag("keep")
        let showing = DifferenceShowing(naming: call.context)
        do {
            let result = try await merge(branch, preference, keeps: keeps, call)
            let json: JSON = [
                "merged": .array(result.merged.map(JSON.string)),
                "conflicts": .array(result.conflicts.map(showing.json)),
            ]
            return call.plain(json)
        } catch let refused as BranchMerge.Refused {
            var json =
                TwinProblem(
                    .conflict,
                    "The twin has changed what the snapshot changed, too, or it is what the register alone "
                        + "changes; nothing was merged."
                ).json.asObject ?? [:]
            json["conflicts"] = .array(refused.conflicts.map(showing.json))
            return Response(409, "application/json", JSON.object(json).encoded())
        }
    }
}

extension SnapshotOperations {
    /// Brings a branch into its twin, and throws it away unless it is to be kept.
    /// - Parameter choices: what becomes of single conflicts.
    /// - Throws: `BranchMerge.Refused` where a conflict is not to be; `TwinProblem`.
    static func merge(
        _ branch: Branch, _ preference: BranchMerge.Preference,
        choosing choices: [BranchMerge.Conflict: BranchMerge.Preference] = [:], keeps: Bool, _ call: Call
    ) async throws -> BranchMerge.Result {
        let twin = try call.hub.twin(of: branch, off: call.twin, call.request.site)
        let now = try twin.contentsNow()
        let differences = now.differences(from: try twin.contentsAtFirst())
        guard differences.allSatisfy({ isOpen($0, call.access) }) else { throw TwinProblem.closed }
        let merge = BranchMerge(differences: differences, preference: preference, choices: choices)
        let result = try await call.perform { try merge.apply(to: &$0) }
        // What was written to it meanwhile is not thrown away unmerged.
        let isWhole = try twin.read { $0.last?.number == now.last?.number }
        if !keeps, isWhole { try await throwAway([branch], call) }
        return result
    }
}

/// Differences as they are shown.
struct DifferenceShowing: Sendable {
    let naming: TermTable

    func json(_ difference: EntityDifference) -> JSON {
        let types = (difference.after ?? difference.before)?.types ?? []
        return [
            "id": .string(difference.id), "type": .array(types.map { .string(naming.compact($0)) }),
            "change": .string(change(difference.before == nil, difference.after == nil)),
            "attributes": .array(difference.parts.map(json)),
        ]
    }

    func json(_ conflict: BranchMerge.Conflict) -> JSON {
        var json: JSONObject = ["entityId": .string(conflict.id)]
        if let name = conflict.name { json["attributeName"] = .string(naming.compact(name)) }
        if let datasetId = conflict.datasetId { json["datasetId"] = .string(datasetId) }
        return .object(json)
    }

    private func json(_ part: EntityDifference.Part) -> JSON {
        var json: JSONObject = [
            "attributeName": .string(naming.compact(part.name)),
            "change": .string(change(part.before == nil, part.after == nil)),
        ]
        if let datasetId = part.datasetId { json["datasetId"] = .string(datasetId) }
        if let before = part.before { json["before"] = shown(part.name, before) }
        if let after = part.after { json["after"] = shown(part.name, after) }
        return .object(json)
    }

    private func shown(_ name: String, _ instance: Instance) -> JSON {
        var writer = JSONWriter(capacity: 256)
        _ = Representation(naming).write(attribute: Attribute(name, [instance]), into: &writer)
        return (try? JSON(parsing: writer.bytes)) ?? .null
    }

    private func change(_ isNew: Bool, _ isGone: Bool) -> String {
        isNew ? "created" : isGone ? "deleted" : "updated"
    }
}
