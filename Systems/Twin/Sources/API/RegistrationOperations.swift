// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// Registering context sources and finding them (GS CIM 009, 5.9 and 5.10; 6.8 and 6.9).
enum RegistrationOperations {
    private static let filtering: Set<String> = [
        "type", "id", "idPattern", "attrs", "q", "georel", "geometry", "coordinates", "geoproperty", "scopeQ",
        "timerel", "timeAt", "endTimeAt", "timeproperty", "limit", "offset", "count", "lang", "pick", "omit",
        "expandValues", "jsonKeys", "geometryProperty",
    ]

    static let all: [TwinOperation] = [
        TwinOperation(.post, "csourceRegistrations", register),
        TwinOperation(.get, "csourceRegistrations", filtering, query),
        TwinOperation(.get, "csourceRegistrations/:id", retrieve),
        TwinOperation(.patch, "csourceRegistrations/:id", update),
        TwinOperation(.delete, "csourceRegistrations/:id", delete),
    ]

    /// 5.9.2.
    @Sendable private static func register(_ call: Call) async throws -> Response {
        try call.requireWhole()
        let body = try await call.body()
        let members = try body.object(clause: "5.9.2")
        let id: String
        if let said = members["id"] ?? members["@id"] {
            guard let text = said.asString, NameRules.isURI(text) else {
                throw TwinProblem.bad("The id is a URI.", at: "/id", clause: "5.9.2")
            }
            id = text
        } else {
            id = "urn:ngsi-ld:ContextSourceRegistration:\(UUID().uuidString.lowercased())"
        }
        let reading = RegistrationReading(naming: body.naming, now: call.now)
        let kept = try reading.registration(members, id: id)
        try await keep(kept, id, call, isNew: true)
        return call.created("csourceRegistrations", id)
    }

    /// 5.9.3.
    @Sendable private static func update(_ call: Call) async throws -> Response {
        try call.requireWhole()
        let id = try call.id()
        let body = try await call.body()
        let patch = try body.object(clause: "5.9.3")
        guard let old = try find(id, call) else { throw missing(id, "5.9.3") }
        let reading = RegistrationReading(naming: body.naming, now: call.now)
        try await keep(try reading.changed(old.members, by: patch), id, call, isNew: false)
        return Call.done
    }

    /// How many registrations of one twin there may be.
    private static let most = 10_000

    private static func keep(_ kept: JSONObject, _ id: String, _ call: Call, isNew: Bool) async throws {
        let before = try find(id, call)
        guard let registration = Registration(kept: .object(kept)) else {
            throw TwinProblem.bad("This is no registration.", clause: "5.2.9")
        }
        let count = try call.twin.registrations.all(in: call.twin, at: call.now).count
        guard before != nil || count < most else {
            throw TwinProblem(.tooManyResults, "There are \(most) registrations already.", clause: "5.9.2")
        }
        try refuseOverlaps(of: registration, call)
        try await call.perform { draft in
            let old = draft.document(Registration.sort, id).flatMap(Registration.init(kept:))
            let isThere = old?.isThere(at: draft.now) ?? false
            if isNew, isThere {
                throw TwinProblem(
                    .alreadyExists, "There is a registration \(id) already.", at: "/id", clause: "5.9.2")
            }
            guard isNew || isThere else { throw missing(id, "5.9.3") }
            var kept = kept
            kept["createdAt"] = isNew ? .string(draft.now.description) : old?.members["createdAt"]
            kept["modifiedAt"] = .string(draft.now.description)
            draft.keep(.object(kept), as: Registration.sort, id)
        }
        call.twin.registrations.cache.forget(id)
        settle(id, call)
    }

    /// What an exclusive registration has, nobody else may have (4.3.6.3).
    private static func refuseOverlaps(of registration: Registration, _ call: Call) throws {
        guard registration.mode.isProxied else { return }
        for other in try call.twin.registrations.all(in: call.twin, at: call.now)
        where other.id != registration.id && other.mode.isProxied
            && (other.mode == .exclusive || registration.mode == .exclusive)
        {
            let overlap = registration.information.contains { part in
                other.information.contains { $0.overlaps(part) }
            }
            guard !overlap else {
                throw TwinProblem(
                    .conflict, "The registration \(other.id) has the same already.", at: "/information",
                    clause: "4.3.6.3")
            }
        }
        try refuseHeld(by: registration, call)
    }

    /// What lies with a source alone may not be here (5.9.2.4).
    private static func refuseHeld(by registration: Registration, _ call: Call) throws {
        for part in registration.information {
            let ids = part.entities.compactMap(\.id)
            let held: Entity?
            if ids.count == part.entities.count, !ids.isEmpty {
                held = try ids.lazy.compactMap { try call.twin.entity($0, at: call.now) }
                    .first(where: part.holds)
            } else {
                held = try call.twin.view().entities(of: part.types).first(where: part.holds)
            }
            guard let held else { continue }
            throw TwinProblem(
                .conflict, "The entity \(held.id) is here already with what is registered.",
                at: "/information", clause: "5.9.2")
        }
    }

    /// 5.9.4.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        try call.requireWhole()
        let id = try call.id()
        try await call.perform { draft in
            guard let known = draft.document(Registration.sort, id).flatMap(Registration.init(kept:)),
                known.isThere(at: draft.now)
            else { throw missing(id, "5.9.4") }
            draft.keep(nil, as: Registration.sort, id)
        }
        call.twin.registrations.forget(id)
        settle(id, call)
        return Call.done
    }

    /// Brings to a source the subscriptions it concerns, behind whoever registered it.
    private static func settle(_ id: String, _ call: Call) {
        guard let work = call.hub.work(of: call.twin) else { return }
        Task {
            guard await work.isForAll() else { return }
            try? await work.remote.settle(.some(subscriptions: [], registrations: [id]))
        }
    }

    /// 5.10.1.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        let id = try call.id()
        guard let found = try find(id, call) else { throw missing(id, "5.10.1") }
        return show(call, try showing(call).json(found.members, call.twin.registrations.record(id)))
    }

    /// 5.10.2.
    @Sendable private static func query(_ call: Call) async throws -> Response {
        let filter = try RegistrationFilter(parameters: call.parameters, naming: call.context)
        let page = try Paging(call)
        let found = page.page(
            of: try call.twin.registrations.all(in: call.twin, at: call.now).filter { filter.matches($0) })
        let showing = try showing(call)
        let list = found.entities.map {
            showing.json(filter.members(of: $0), call.twin.registrations.record($0.id))
        }
        return show(call, .array(list), more: page.headers(found, call))
    }

    private static func showing(_ call: Call) throws(TwinProblem) -> RegistrationShowing {
        for option in call.options where option != "sysAttrs" && option != "normalized" {
            throw .invalid("This operation knows no option “\(option)”.", at: "?options", clause: "6.3.7")
        }
        return RegistrationShowing(
            naming: call.context, showsSystem: call.options.contains("sysAttrs"),
            showsKeys: call.access.mayWrite)
    }

    static func find(_ id: String, _ call: Call) throws -> Registration? {
        let json = try call.twin.read { $0.documents[Registration.sort]?[id] }
        guard let found = json.flatMap(Registration.init(kept:)), found.isThere(at: call.now) else {
            return nil
        }
        return found
    }

    static func show(_ call: Call, _ json: JSON, more: [(String, String)] = []) -> Response {
        guard let context = call.contextInBody else { return call.answer(json.encoded(), more: more) }
        return call.answer(json.carrying(context).encoded(), more: more)
    }

    private static func missing(_ id: String, _ clause: String) -> TwinProblem {
        TwinProblem(.resourceNotFound, "There is no registration \(id).", clause: clause)
    }
}

extension Call {
    /// Refuses those to whom only some types or scopes are opened: what they do here would reach all.
    func requireWhole() throws(TwinProblem) {
        guard access.isWhole else { throw .closed }
    }
}
