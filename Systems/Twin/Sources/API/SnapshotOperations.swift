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
        TwinOperation(.delete, "snapshots", ["q"], purge),
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
        let reading = SnapshotReading(try body.object(clause: "5.16.1"), at: call.now)
        try reading.requireType()
        let id = try reading.id()
        let moment = try reading.moment() ?? call.asOf()
        guard moment.map({ $0 <= call.now }) ?? true else {
            throw TwinProblem.bad("asOf is still to come.", at: "/asOf", clause: "5.2.41")
        }
        if let moment { try call.twin.mustRemember(moment, of: nil) }
        var members = try reading.members(over: ["id": .string(id), "type": .string(Branch.type)])
        if let moment { members["asOf"] = .string(moment.description) }
        let chosen = try chosen(try reading.queries(), call, body.naming, moment)
        if let chosen { members["snapshotQueriesDetails"] = .array(chosen.details) }
        let line = try call.twin.read { $0.last?.number ?? 0 }
        let branch = Branch(
            id: id, members: members, ledger: ledger(), line: line, moment: moment, ids: chosen?.ids,
            expiresAt: try reading.expiry())
        try await keep(branch, try call.hub.twin(of: branch, off: call.twin, call.request.site), call)
        return call.created("snapshots", id)
    }

    private static func ledger() -> String { "twin:branch:\(UUID().uuidString.lowercased())" }

    /// Keeps a new one, begun before its base goes on.
    private static func keep(_ branch: Branch, _ twin: Twin, _ call: Call) async throws {
        try await throwAway(try Branch.expired(in: call.twin, at: call.now), call)
        do {
            guard try Branch.all(in: call.twin, at: call.now).count < most else {
                throw TwinProblem(.tooManyResults, "There are \(most) snapshots already.", clause: "5.16.1")
            }
            _ = try twin.contentsNow()
            try await note(branch, call)
        } catch {
            call.hub.forget(twin)
            // A clone has lines already.
            if try twin.ledger.goesOn(after: 0) { try await call.perform { sweep(branch, in: &$0) } }
            throw error
        }
        SnapshotNotice(branch, call)?.send()
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

    /// What queries choose, and how each of them went (5.2.42); nil: there are no queries.
    private static func chosen(
        _ queries: [JSON]?, _ call: Call, _ naming: TermTable, _ moment: Stamp?
    ) throws -> (ids: [String], details: [JSON])? {
        guard let queries else { return nil }
        var ids: Set<String> = []
        var details: [JSON] = []
        for query in queries {
            let filter = try EntityFilter(query: query, naming: naming)
            let search = EntitySearch(call.twin, filter, nil, call.access, now: call.now, asOf: moment)
            let found = try search.find(Paging.whole, linked: call.linked(at: moment)).entities
            ids.formUnion(found.map(\.id))
            details.append(["resultStatus": found.isEmpty ? "empty" : "success"])
            guard ids.count <= mostChosen else {
                throw TwinProblem(
                    .tooManyResults,
                    "The queries find more than \(mostChosen) entities; without queries a "
                        + "snapshot holds them all.", at: "/snapshotQueries", clause: "5.16.1")
            }
        }
        return (ids.sorted(), details)
    }

    /// 5.16.2: a branch that begins where another one is now.
    @Sendable private static func clone(_ call: Call) async throws -> Response {
        let parent = try find(call, "5.16.2")
        let reading = SnapshotReading(try await call.body().object(clause: "5.16.2"), at: call.now)
        let id = try reading.id()
        guard try reading.queries() == nil else {
            throw TwinProblem.bad("A clone holds what its parent holds.", at: "/queries", clause: "5.16.2")
        }
        var members = parent.members
        (members["id"], members["snapshotLifetime"], members["modifiedAt"]) = (.string(id), nil, nil)
        members["createdAt"] = .string(call.now.description)
        members = try reading.members(over: members)
        let branch = Branch(
            id: id, members: members, ledger: ledger(), line: parent.line, moment: parent.moment,
            ids: parent.ids, expiresAt: try reading.expiry())
        let from = try call.hub.twin(of: parent, off: call.twin, call.request.site)
        let to = try call.hub.twin(of: branch, off: call.twin, call.request.site)
        try await to.copyLines(of: from)
        try await keep(branch, to, call)
        return call.created("snapshots", id)
    }

    /// 5.16.3.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        RegistrationOperations.show(call, .object(call.showing(try find(call, "5.16.3"))))
    }

    @Sendable private static func query(_ call: Call) async throws -> Response {
        let page = try Paging(call)
        let found = page.page(of: try Branch.all(in: call.twin, at: call.now))
        return RegistrationOperations.show(
            call, .array(found.entities.map { .object(call.showing($0)) }), more: page.headers(found, call))
    }

    /// 5.16.4.
    @Sendable private static func update(_ call: Call) async throws -> Response {
        try call.requireWhole()
        var branch = try find(call, "5.16.4")
        let patch = SnapshotReading(try await call.body().object(clause: "5.16.4"), at: call.now)
        try patch.requirePatch(of: branch)
        branch.members = try patch.members(over: branch.members)
        branch.members["modifiedAt"] = .string(call.now.description)
        branch.expiresAt = try patch.expiry(after: branch.expiresAt)
        let new = branch
        try await call.perform { $0.keep(new.kept, as: Branch.sort, new.id) }
        SnapshotNotice(new, call)?.send()
        return RegistrationOperations.show(call, .object(call.showing(new)))
    }

    /// 5.16.5.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        try call.requireWhole()
        let branch = try find(call, "5.16.5")
        try await throwAway([branch], call)
        return Call.done
    }

    /// 5.16.7.
    @Sendable private static func purge(_ call: Call) async throws -> Response {
        try call.requireWhole()
        guard let text = call.parameters["q"] else {
            throw TwinProblem.bad("It needs a query, “q”.", at: "?q", clause: "5.16.7")
        }
        let condition = try QueryLanguage.condition(text, naming: call.context)
        let found = try Branch.all(in: call.twin, at: call.now).filter { branch in
            condition.matches(branch.entity(call.showing(branch), call.context), linked: { _ in nil })
        }
        guard !found.isEmpty else {
            throw TwinProblem(.resourceNotFound, "The query finds no snapshot.", at: "?q", clause: "6.36.3.2")
        }
        try await throwAway(found, call)
        return Call.done
    }

    static func throwAway(_ branches: [Branch], _ call: Call) async throws {
        if branches.isEmpty { return }
        try await call.perform { draft in
            for branch in branches {
                draft.keep(nil, as: Branch.sort, branch.id)
                sweep(branch, in: &draft)
            }
        }
        for branch in branches {
            call.hub.forget(try call.hub.twin(of: branch, off: call.twin, call.request.site))
        }
    }

    /// Has what the ledger of a branch says go soon.
    private static func sweep(_ branch: Branch, in draft: inout Draft) {
        draft.keep(["snapshot": .string(branch.id)], as: Branch.gone, branch.ledger)
    }

    static func find(_ call: Call, _ clause: String) throws -> Branch {
        let id = try call.id()
        guard let branch = try Branch.find(id, in: call.twin, at: call.now) else {
            throw TwinProblem(.resourceNotFound, "There is no snapshot \(id).", clause: clause)
        }
        return branch
    }
}
