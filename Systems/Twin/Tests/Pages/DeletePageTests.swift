// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// What people delete, in the twin and in what might be.
struct DeletePageTests {
    private let home = TwinSite.home

    private func delete(_ id: String, _ name: String? = nil, in branch: String? = nil) -> String {
        "\(home)/delete?" + (branch.map { "branch=\(Href.encoded($0))&" } ?? "")
            + "id=\(Href.encoded(id))" + (name.map { "&name=\($0)" } ?? "")
    }

    @Test func anAttributeIsDeletedAndItsPastStays() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let entity = await officer.get("\(home)/entities/urn:lamp:1")
        #expect(entity.contains("href=\"/t/clare/twin/delete?id=urn%3Alamp%3A1&amp;name=power\""))
        let page = await officer.get(delete("urn:lamp:1", "power"))
        #expect(page.contains("Delete power of urn:lamp:1?") && page.contains("What it says now, 43"))
        #expect(await site.ask("entities/urn:lamp:1").json["power"]?["value"] == 43)
        site.test.clock.pass(seconds: 60)
        let done = await officer.submit(delete("urn:lamp:1", "power"))
        #expect(done.status == 303)
        #expect(await officer.get(done.location ?? "").contains("The attribute is deleted"))
        let lamp = await site.ask("entities/urn:lamp:1").json
        #expect(lamp["power"] == nil && lamp["street"]?["object"] == "urn:street:1")
        let past = await site.ask("temporal/entities/urn:lamp:1?attrs=power&timeproperty=modifiedAt")
        #expect(past.status == 200 && (past.json["power"]?.asArray?.count ?? 0) >= 4)
        #expect(await officer.get(delete("urn:lamp:1", "power")).status == 404)
    }

    @Test func anEntityIsDeletedOnceAndWhatItWasCanBeLookedAt() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let before = site.test.clock.now
        site.test.clock.pass(seconds: 60)
        let page = await officer.get(delete("urn:street:1"))
        #expect(page.contains("Delete O’Connell &lt;Street&gt;?"))
        #expect(page.contains("It goes, with the one attribute it has"))
        let form = page.hidden(action: delete("urn:street:1"))
        let done = await officer.post(delete("urn:street:1"), form)
        #expect(done.status == 303)
        let after = await officer.get(done.location ?? "")
        #expect(after.status == 200 && after.contains("The entity is deleted"))
        #expect(after.contains("It is not there any more"))
        #expect(await site.ask("entities/urn:street:1").status == 404)
        let then = await officer.get(
            "\(home)/entities/urn:street:1?asOf=\(Href.encoded(before.description))")
        #expect(then.contains("O’Connell &lt;Street&gt;"))
        let twice = await officer.post(delete("urn:street:1"), form)
        #expect(twice.status == 409 && twice.contains("somebody else has deleted it"))
    }

    @Test func whatIsDeletedInABranchIsThereInTheTwin() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        _ = await officer.submit("\(home)/branches", ["name": "Darker"])
        let id = try #require(await site.ask("snapshots").json[0]?["id"]?.asString)
        let path = delete("urn:lamp:2", in: id)
        let page = await officer.get(path)
        #expect(page.contains("You see the branch Darker"))
        #expect(await officer.post(path, page.hidden(action: path)).status == 303)
        #expect(await site.ask("entities/urn:lamp:2", in: id).status == 404)
        #expect(await site.ask("entities/urn:lamp:2").status == 200)
    }

    @Test func onlyWhoWritesDeletesAndOnlyByTheSitesOwnForm() async throws {
        let site = try await TwinSite()
        await site.fill()
        let auditor = try await site.test.client("Aud", roles: ["clare": [.auditor]])
        #expect(await auditor.get(delete("urn:lamp:1")).status == 404)
        #expect(!(await auditor.get("\(home)/entities/urn:lamp:1").contains("/twin/delete?")))
        let officer = try await site.officer()
        for path in [delete("urn:none"), delete("urn:lamp:1", "nothing")] {
            #expect(await officer.get(path).status == 404, "\(path)")
        }
        #expect(await officer.post(delete("urn:lamp:1"), [("csrf", "")]).status != 303)
        #expect(await site.ask("entities/urn:lamp:1").status == 200)
    }
}
