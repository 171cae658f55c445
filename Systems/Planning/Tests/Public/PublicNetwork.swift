// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Planning
import Store
import TestKit
import Testing
import Web

/// A network whose authorities publish cases, made by the actions themselves; and what everybody
/// sees of it.
struct PublicNetwork {
    /// What a case is about; everything else about it is always the same.
    struct Case {
        var proposal = "A single-storey extension to the rear"
        var address = "12 Marine Road, Dún Laoghaire"
        var place = Point(longitude: -6.1336, latitude: 53.2945)
    }

    static let phone = "+353 20 910 0001"
    static let email = "applicant@example.ie"
    static let home = "The Secret Cottage"

    let test: TestNetwork
    let officer: RecordID
    let applicant: RecordID

    /// - Parameter now: Monday 12 January 2026, in the morning, unless said otherwise.
    init(at now: String = "2026-01-12T09:00:00Z") async throws {
        let face = try PlanningFace.face()
        let packs = try ["ie", "gb-eng"].map { try Pack($0).rules }
        test = try TestNetwork(
            [.planning], faces: [face],
            derived: APIRoutes.all(for: [face], own: PlanningFace.operations)
                + DerivedRoutes.all(for: [face]),
            rules: packs, at: now)
        try await test.open("dlr", name: "Dún Laoghaire-Rathdown", systems: ["planning"])
        try await test.open("kerry", name: "Kerry County Council", systems: ["planning"])
        officer = try await test.person(
            "Orla Kelly", roles: ["dlr": [.officer], "kerry": [.officer]])
        applicant = try await test.person("Aoife Byrne")
    }

    var visitor: TestClient { test.client() }

    /// A browser in which somebody has signed in.
    func person(_ name: String) async throws -> TestClient {
        try await test.person(name)
        let session = try await test.accounts.signIn(
            email: TestNetwork.email(name), password: TestNetwork.password, at: test.clock.now)
        let client = test.client()
        client.cookies = [Cookies.session: session.session ?? ""]
        return client
    }

    /// Takes one of planning's actions, now.
    @discardableResult
    func act(
        _ name: String, on id: RecordID? = nil, in slug: String = "dlr", by person: RecordID? = nil,
        _ input: Values = [:]
    ) async throws -> Outcome {
        let action = try #require(System.planning.actions.first { $0.name == name })
        let actor = person.map { Actor(.person($0)) } ?? Actor(.person(officer), roles: [.officer])
        return try await test.network.perform(
            ActionCall(action, by: actor, on: id, input: input), for: slug)
    }

    /// A case that was lodged and found valid now, and is public.
    func publish(_ told: Case = Case(), in slug: String = "dlr") async throws -> RecordID {
        let tenant = try test.network.tenant(slug).tenant
        let drawing = try test.network.documents.keep(
            Array("%PDF-1.7 site".utf8), name: "Site layout.pdf", for: tenant)
        let today = try day(String(test.clock.now.description.prefix(10)))
        let start = try await act(
            "start_application", in: slug, by: applicant,
            [
                "type": "permission", "proposal": .text(told.proposal),
                "address": .text(told.address), "site": Geometry.point(told.place).stored,
                "legal_interest": "owner", "development_class": "2a", "floor_area_new": "24.5",
                "applicant_name": "Aoife Byrne", "applicant_address": .text(Self.home),
                "applicant_email": .text(Self.email), "applicant_phone": .text(Self.phone),
                "newspaper_name": "The Paper",
                "newspaper_notice_on": today.adding(days: -5).stored,
                "site_notice_on": today.adding(days: -4).stored, "drawings": [drawing].stored,
            ])
        let id = start.row.id
        try await act(
            "lodge", on: id, in: slug, by: applicant,
            ["fee_reference": "R-4711", "declaration": 1])
        try await act("validate", on: id, in: slug)
        await test.network.settle()
        return id
    }

    /// Five weeks pass and permission is granted.
    func grant(_ id: RecordID) async throws {
        test.clock.pass(days: 40)
        try await act(
            "grant_permission", on: id,
            [
                "reasons": "It fits its surroundings.",
                "conditions":
                    "Stone shall match.\nReason: Looks.\n\nNo night work.\nReason: Sleep.",
            ])
        await test.network.settle()
    }

    func path(_ id: RecordID, in slug: String = "dlr") -> String {
        "/register/planning/\(slug)/\(id.text)"
    }
}
