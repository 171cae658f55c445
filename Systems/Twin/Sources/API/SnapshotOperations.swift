// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// Branches of a twin, as snapshots (GS CIM 009 1.9.1, 5.16); that they are compared and merged is ours.
enum SnapshotOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "snapshots", create),
        TwinOperation(.get, "snapshots", ["limit", "offset", "count"], query),
        TwinOperation(.delete, "snapshots", purge),
        TwinOperation(.get, "snapshots/:id", retrieve),
        TwinOperation(.patch, "snapshots/:id", update),
        TwinOperation(.delete, "snapshots/:id", delete),
        TwinOperation(.post, "snapshots/:id/clone", clone),
        TwinOperation(
            .get, "snapshots/:id/differences", ["against", "limit", "offset", "count"], differences),
        TwinOperation(.post, "snapshots/:id/merge", ["conflicts", "keep"], merge),
    ]

    /// How many branches of one twin there may be.
    private static let most = 1_000
    /// How many entities queries may choose.
    private static let mostChosen = 10_000

    /// 5.16.1.
    @Sendable private static func create(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let sent = try body.object(clause: "5.16.1")
        guard sent["type"]?.asString == Branch.type else {
            throw TwinProblem.bad("The type of a snapshot is “Snapshot”.", at: "/type", clause: "5.2.41")
        }
        let id = try newID(sent)
        var moment = try call.asOf()
        if let text = sent["asOf"] {
            guard let said = text.asString.flatMap({ Stamp($0) }) else {
                throw TwinProblem.bad("asOf is a moment in UTC.", at: "/asOf", clause: "5.2.41")
            }
            moment = said
        }
        guard moment.map({ $0 <= call.now }) ?? true else {
            throw TwinProblem.bad("asOf is still to come.", at: "/asOf", clause: "5.2.41")
        }
        if let moment { try call.twin.mustRemember(moment, of: nil) }
        var members = try read(sent, into: ["id": .string(id), "type": .string(Branch.type)])
        if let moment { members["asOf"] = .string(moment.description) }
        members["createdAt"] = .string(call.now.description)
        let line = try call.twin.read { $0.last?.number ?? 0 }
        let branch = Branch(
            id: id, members: members, ledger: "twin:branch:\(UUID().uuidString.lowercased())", line: line,
            moment: moment, ids: try chosen(sent, call, body.naming, moment),
            expiresAt: try expiry(sent, call.now))
        try await keep(branch, try call.hub.twin(of: branch, off: call.twin, call.request.site), call)
        return call.created("snapshots/\(id)")
    }

    private static func newID(_ sent: JSONObject) throws(TwinProblem) -> String {
        guard let said = sent["id"] else { return "urn:ngsi-ld:Snapshot:\(UUID().uuidString.lowercased())" }
        guard let id = said.asString, NameRules.isURI(id) else {
            throw .bad("The id is a URI.", at: "/id", clause: "5.2.41")
        }
        return id
    }

    /// Keeps a new one, begun before its base goes on.
    private static func keep(_ branch: Branch, _ twin: Twin, _ call: Call) async throws {
        try await throwAway(try Branch.expired(in: call.twin, at: call.now), call)
        guard try Branch.all(in: call.twin, at: call.now).count < most else {
            throw TwinProblem(.tooManyResults, "There are \(most) snapshots already.", clause: "5.16.1")
        }
        _ = try twin.contentsNow()
        do {
            try await note(branch, call)
        } catch {
            call.hub.forget(twin)
            throw error
        }
    }

    private static func note(_ branch: Branch, _ call: Call) async throws {
        try await call.perform { draft in
            let old = draft.document(Branch.sort, branch.id).flatMap(Branch.init(kept:))
            guard old?.isThere(at: draft.now) != true else {
                throw TwinProblem(
                    .alreadyExists, "There is a snapshot \(branch.id) already.", at: "/id", clause: "5.16.1")
            }
            draft.keep(branch.kept, as: Branch.sort, branch.id)
        }
    }

    private static let texts: Set<String> = ["snapshotName", "name", "description"]

    private static func read(_ sent: JSONObject, into old: JSONObject) throws(TwinProblem) -> JSONObject {
        var members = old
        for (key, value) in sent {
            switch key {
            case "id", "type", "asOf", "snapshotStatus", "createdAt", "modifiedAt", "expiresAt": continue
            case _ where value.asString == Fragment.null: members[key] = nil
            case _ where texts.contains(key):
                guard value.asString != nil else {
                    throw .bad("\(key) is a text.", at: "/\(key)", clause: "5.2.41")
                }
                members[key] = value
            case "snapshotLifetime", "queries", "snapshotQueries": members[key] = value
            default:
                throw .bad(
                    "A snapshot has no member “\(key.prefix(80))”.", at: "/\(key)", clause: "5.2.41")
            }
        }
        return members
    }

    private static func expiry(_ sent: JSONObject, _ now: Stamp) throws(TwinProblem) -> Stamp? {
        if let said = sent["expiresAt"] {
            guard let moment = said.asString.flatMap({ Stamp($0) }), moment > now else {
                throw .bad(
                    "expiresAt is a moment in UTC that is still to come.", at: "/expiresAt", clause: "5.2.41")
            }
            return moment
        }
        guard let said = sent["snapshotLifetime"] else { return nil }
        guard let length = said.asString.flatMap({ ISODuration($0) }), !length.isZero else {
            throw .bad(
                "snapshotLifetime is a length of time such as P1D.", at: "/snapshotLifetime", clause: "5.2.41"
            )
        }
        return length.step(1, from: now)
    }

    /// The ids that queries choose; nil: there are no queries.
    private static func chosen(
        _ sent: JSONObject, _ call: Call, _ naming: TermTable, _ moment: Stamp?
    ) throws -> [String]? {
        guard let list = sent["queries"] ?? sent["snapshotQueries"] else { return nil }
        guard let queries = list.asArray, !queries.isEmpty, queries.count <= 100 else {
            throw TwinProblem.bad(
                "queries is an array of at least one query.", at: "/queries", clause: "5.2.41")
        }
        var ids: Set<String> = []
        for query in queries {
            let filter = try EntityFilter(query: query, naming: naming)
            let search = EntitySearch(call.twin, filter, nil, call.access, now: call.now, asOf: moment)
            for entity in try search.find(Paging.whole, linked: call.linked(at: moment)).entities {
                ids.insert(entity.id)
            }
            guard ids.count <= mostChosen else {
                throw TwinProblem(
                    .tooManyResults,
                    "The queries find more than \(mostChosen) entities; without queries a "
                        + "snapshot holds them all.", at: "/queries", clause: "5.16.1")
            }
        }
        return ids.sorted()
    }

    /// 5.16.2: a branch that begins where another one is now.
    @Sendable private static func clone(_ call: Call) async throws -> Response {
        let parent = try find(call, "5.16.2")
        let bytes = try await call.request.body.bytes(limit: 1 << 20)
        var sent: JSONObject = [:]
        if bytes.contains(where: { $0 > 0x20 }) {
            guard let json = try? JSON(parsing: bytes, limits: JSON.Limits(depth: 16)),
                let members = json.asObject
            else { throw TwinProblem.invalid("The body is no JSON object.", at: "", clause: "5.16.2") }
            sent = members
            sent["@context"] = nil
        }
        let id = try newID(sent)
        var members = try read(sent, into: parent.members)
        members["id"] = .string(id)
        members["snapshotLifetime"] = sent["snapshotLifetime"]
        members["createdAt"] = .string(call.now.description)
        let branch = Branch(
            id: id, members: members, ledger: "twin:branch:\(UUID().uuidString.lowercased())",
            line: parent.line,
            moment: parent.moment, ids: parent.ids, expiresAt: try expiry(sent, call.now))
        let from = try call.hub.twin(of: parent, off: call.twin, call.request.site)
        let to = try call.hub.twin(of: branch, off: call.twin, call.request.site)
        try await to.copyLines(of: from)
        try await keep(branch, to, call)
        return call.created("snapshots/\(id)")
    }

    /// 5.16.3.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        RegistrationOperations.show(call, shown(try find(call, "5.16.3")))
    }

    @Sendable private static func query(_ call: Call) async throws -> Response {
        let page = try Paging(call)
        let found = page.page(of: try Branch.all(in: call.twin, at: call.now))
        return RegistrationOperations.show(
            call, .array(found.entities.map(shown)), more: page.headers(found, call))
    }

    private static func shown(_ branch: Branch) -> JSON {
        var members = branch.members
        members["snapshotStatus"] = "ready"
        if let moment = branch.expiresAt { members["expiresAt"] = .string(moment.description) }
        return .object(members)
    }

    /// 5.16.4.
    @Sendable private static func update(_ call: Call) async throws -> Response {
        try call.requireWhole()
        var branch = try find(call, "5.16.4")
        let patch = try (try await call.body()).object(clause: "5.16.4")
        if let id = patch["id"]?.asString, id != branch.id {
            throw TwinProblem.otherID(branch.id, id, "5.16.4")
        }
        guard patch["queries"] == nil, patch["snapshotQueries"] == nil, patch["asOf"] == nil else {
            throw TwinProblem.bad("What a snapshot began with stays.", at: "", clause: "5.16.4")
        }
        branch.members = try read(patch, into: branch.members)
        if let moment = try expiry(patch, call.now) { branch.expiresAt = moment }
        let new = branch
        try await call.perform { $0.keep(new.kept, as: Branch.sort, new.id) }
        return Call.done
    }

    /// 5.16.5.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        try call.requireWhole()
        let branch = try find(call, "5.16.5")
        try await throwAway([branch], call)
        return Call.done
    }

    /// 5.16.6.
    @Sendable private static func purge(_ call: Call) async throws -> Response {
        try call.requireWhole()
        try await throwAway(try Branch.all(in: call.twin, at: call.now), call)
        return Call.done
    }

    private static func throwAway(_ branches: [Branch], _ call: Call) async throws {
        if branches.isEmpty { return }
        try await call.perform { draft in
            for branch in branches { draft.keep(nil, as: Branch.sort, branch.id) }
        }
        for branch in branches {
            call.hub.forget(try call.hub.twin(of: branch, off: call.twin, call.request.site))
        }
    }

    private static func find(_ call: Call, _ clause: String) throws -> Branch {
        let id = try call.id()
        guard let branch = try Branch.find(id, in: call.twin, at: call.now) else {
            throw TwinProblem(.resourceNotFound, "There is no snapshot \(id).", clause: clause)
        }
        return branch
    }
}

/// Comparing and merging.
extension SnapshotOperations {
    @Sendable private static func differences(_ call: Call) async throws -> Response {
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

    @Sendable private static func merge(_ call: Call) async throws -> Response {
        let branch = try find(call, "5.16")
        guard let preference = BranchMerge.Preference(rawValue: call.parameters["conflicts"] ?? "refuse")
        else {
            throw TwinProblem.bad("“conflicts” is refuse, base or branch.", at: "?conflicts")
        }
        let keeps = try call.flag("keep")
        let twin = try call.hub.twin(of: branch, off: call.twin, call.request.site)
        let now = try twin.contentsNow()
        let differences = now.differences(from: try twin.contentsAtFirst())
        guard differences.allSatisfy({ isOpen($0, call.access) }) else { throw TwinProblem.closed }
        let merge = BranchMerge(differences: differences, preference: preference)
        let showing = DifferenceShowing(naming: call.context)
        do {
            let result = try await call.perform { try merge.apply(to: &$0) }
            // What was written to it meanwhile is not thrown away unmerged.
            let isWhole = try twin.read { $0.last?.number == now.last?.number }
            if !keeps, isWhole { try await throwAway([branch], call) }
            let json: JSON = [
                "merged": .array(result.merged.map(JSON.string)),
                "conflicts": .array(result.conflicts.map(showing.json)),
            ]
            return call.plain(json)
        } catch let refused as BranchMerge.Refused {
            var json =
                TwinProblem(
                    .conflict, "The twin has changed what the snapshot changed, too; nothing was merged."
                ).json.asObject ?? [:]
            json["conflicts"] = .array(refused.conflicts.map(showing.json))
            return Response(409, "application/json", JSON.object(json).encoded())
        }
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
