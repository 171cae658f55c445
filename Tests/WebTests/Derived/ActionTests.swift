// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import TestKit
import Testing
import Web

@Suite struct DerivedActionTests {
    @Test func twoOfficersOnOneRecordAndNothingTypedIsLost() async throws {
        let network = try await RepairNetwork()
        let (orla, padraig) = (
            try await network.officer(), try await network.officer("Pádraig Ó Sé")
        )
        let path = await network.report("Lamp", by: orla, ["details": "Dark"])
        let form = await orla.get("\(path)/amend").hidden(action: "\(path)/amend")
        network.test.clock.pass(hours: 1)
        let theirs = await padraig.submit(
            "\(path)/amend", ["title": "Lamp 7", "details": "Dark and tilted"])
        #expect(theirs.status == 303)

        let stale = await orla.post(
            "\(path)/amend", form + [("title", "Lamp at the church"), ("note", "Call the priest")])
        #expect(stale.status == 409)
        #expect(stale.missingWords.isEmpty)
        for text in [
            "Pádraig Ó Sé", "Changed", "12 January 2026, 10:00", "Lamp 7", "Lamp at the church",
            "Call the priest", "Nothing you typed is lost",
        ] {
            #expect(stale.contains(text), "\(text)")
        }
        #expect(stale.contains("value=\"Lamp at the church\""))
        let again = stale.hidden(action: "\(path)/amend")
        let done = await orla.post(
            "\(path)/amend", again + [("title", "Lamp at the church"), ("note", "Call the priest")])
        #expect(done.status == 303)
        let json = await orla.get("\(path).json").json
        #expect(json["title"]?.asString == "Lamp at the church")
        #expect(json["details"]?.asString == "Dark and tilted")
        #expect(json["version"]?.asInteger == 3)
    }

    @Test func actionsAreOfferedToThoseWhoMayTakeThem() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let path = await network.report("Lamp", by: officer)
        let own = await officer.get(path)
        #expect(own.contains("\(path)/assign\""))
        #expect(own.plain.contains("Finish it It cannot be done while the state is “Reported”."))
        let visitor = await network.test.client().get(path)
        #expect(visitor.status == 200)
        #expect(!visitor.contains("/assign\"") && !visitor.contains("Finish it"))
        let passer = try await network.test.client("Passer By")
        #expect(await passer.get("\(path)/assign").status == 404)
        #expect(await network.test.client().get("\(path)/assign").status == 303)
        #expect(await passer.get("\(path)/amend").status == 403)
    }

    @Test func whatCannotBeDoneNowIsExplained() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let id = try await network.test.person("Orla Kelly")
        let path = await network.report("Lamp", by: officer)
        let early = await officer.get("\(path)/finish")
        #expect(early.status == 409 && early.contains("while the state is “Reported”"))
        let form = await officer.get("\(path)/assign")
        #expect(form.contains("<option value=\"\(id.text)\">Orla Kelly</option>"))
        #expect(await officer.submit("\(path)/assign", ["officer": id.text]).status == 303)
        let unseen = await officer.get("\(path)/finish")
        #expect(unseen.status == 409 && unseen.contains("Nobody has seen it yet."))
        // It came to that while the form was open: what was typed stands on the page.
        _ = await officer.submit("\(path)/amend", ["seen_on": "2026-01-10"])
        let open = await officer.get("\(path)/finish").hidden(action: "\(path)/finish")
        _ = await officer.submit("\(path)/finish", ["cost": "12"])
        let late = await officer.post(
            "\(path)/finish",
            open.map { $0.0 == "version" ? ("version", "4") : $0 } + [("cost", "99.50")])
        #expect(late.status == 409 && late.contains("99.50"))
        #expect(late.missingWords.isEmpty)
    }

    @Test func historyTellsWhoDidWhat() async throws {
        let network = try await RepairNetwork()
        let reporter = try await network.test.client("Rita Reporter")
        let officer = try await network.officer()
        let id = try await network.test.person("Orla Kelly")
        let path = await network.report("Lamp", by: reporter, ["phone": "087 555", "cost": "10"])
        network.test.clock.pass(hours: 1)
        _ = await officer.submit("\(path)/amend", ["cost": "25", "note": "Old wiring"])
        _ = await officer.submit("\(path)/assign", ["officer": id.text])

        let staff = await officer.get("\(path)/history")
        #expect(staff.missingWords.isEmpty)
        for text in [
            "Rita Reporter", "Orla Kelly", "€10.00", "€25.00", "Old wiring", "087 555", "Assigned",
            "Under: repairs.assignment", "See version 1 as it was",
        ] {
            #expect(staff.contains(text), "\(text)")
        }
        let visitor = await network.test.client().get("\(path)/history")
        #expect(visitor.status == 200)
        #expect(visitor.contains("An officer") && visitor.contains("The person it concerns"))
        for text in ["Rita", "Orla", "Old wiring", "087 555"] {
            #expect(!visitor.contains(text), "\(text)")
        }
        let own = await reporter.get("\(path)/history")
        #expect(own.contains("You") && own.contains("087 555") && !own.contains("Old wiring"))

        let before = staff.text.matches(of: /href="([^"]*asOf=[^"]*)"/).map { String($0.1) }
        let first = await officer.get(before.last?.replacing("&amp;", with: "&") ?? "")
        #expect(first.contains("€10.00") && first.contains("This is how it was recorded at"))
        #expect(!first.contains("/assign\""))
    }

    @Test func somebodyWhoMayNotReadWhatTheyMadeIsThanked() async throws {
        let network = try await RepairNetwork()
        let visitor = network.test.client()
        let answer = await visitor.submit(
            RepairNetwork.report, ["title": "Lamp", "sort": "lamp", "urgent": "true"])
        // Everyone reads repairs, so the page itself says what was done.
        let page = await visitor.get(answer.location ?? "")
        #expect(page.contains("role=\"alert\"") && page.contains("<p>Reported</p>"))
    }
}
