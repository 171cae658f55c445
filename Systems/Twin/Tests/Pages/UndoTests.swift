// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// Imports that somebody did not mean.
struct UndoTests {
    private let path = "\(TwinSite.home)/import"

    /// Takes in rows of `id,power` as lamps.
    /// - Returns: the page on which that is undone.
    private func take(
        _ rows: String, by officer: TestClient, in branch: String? = nil
    ) async throws -> String {
        let path = path + (branch.map { "?branch=\(Href.encoded($0))" } ?? "")
        let preview = await officer.submit(path, ["data": "id,power\n\(rows)"])
        let done = await officer.post(
            path,
            preview.hidden(action: path) + [
                ("type", "Lamp"), ("use0", "id"), ("use1", "property"), ("name1", "power"), ("step", "write"),
            ])
        #expect(done.status == 303)
        let after = await officer.get(done.location ?? "")
        #expect(after.contains("Undo this import") && after.contains("Latest imports"))
        let start = "\(TwinSite.home)/import/undo?"
        let links = after.text.components(separatedBy: "href=\"")
        let link = try #require(links.first { $0.hasPrefix(start) })
        return link.components(separatedBy: "\"")[0].replacing("&amp;", with: "&")
    }

    @Test func whatAnImportWroteIsAsItWasBefore() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let before = await site.ask("entities/urn:lamp:1").json
        site.test.clock.pass(seconds: 60)
        let undo = try await take("urn:lamp:1,7\nurn:lamp:9,8", by: officer)
        #expect(await site.ask("entities/urn:lamp:1").json["power"]?["value"] == 7)
        site.test.clock.pass(seconds: 60)
        let page = await officer.get(undo)
        #expect(page.contains("1 entity was new with it, and is deleted"))
        #expect(page.contains("1 entity was changed by it, and becomes again"))
        #expect(!page.contains("changed since"))
        #expect(await site.ask("entities/urn:lamp:9").status == 200)
        let done = await officer.post(undo, page.hidden(action: undo))
        #expect(done.status == 303)
        let after = await officer.get(done.location ?? "")
        #expect(after.contains("The import is undone: 2 entities") && !after.contains("Latest imports"))
        #expect(await site.ask("entities/urn:lamp:1").json == before)
        #expect(await site.ask("entities/urn:lamp:9").status == 404)
        let past = await site.ask(
            "temporal/entities/urn:lamp:1?attrs=power&timeproperty=modifiedAt&options=temporalValues")
        let values = (past.json["power"]?["values"]?.asArray ?? []).compactMap { $0[0] }
        #expect(values.contains(7) && values.contains(43))
        let twice = await officer.post(undo, page.hidden(action: undo))
        #expect(twice.status == 409 && twice.contains("cannot be undone any more"))
    }

    @Test func whatWasChangedSinceIsNamedAndLeftAlone() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        site.test.clock.pass(seconds: 60)
        let undo = try await take("urn:lamp:1,7\nurn:lamp:2,8\nurn:lamp:9,9", by: officer)
        site.test.clock.pass(seconds: 60)
        await site.dim("urn:lamp:1", to: 12)
        await site.write(#"["urn:lamp:9"]"#, "entityOperations/delete")
        let page = await officer.get(undo)
        #expect(page.contains("1 entity was changed since and is left as it is"))
        #expect(page.contains(">urn:lamp:1</a>"))
        // Somebody has deleted it already: there is nothing to undo about it.
        #expect(!page.contains("was new with it") && page.contains("1 entity was changed by it"))
        let done = await officer.post(undo, page.hidden(action: undo))
        #expect(await officer.get(done.location ?? "").contains("1 was changed since"))
        #expect(await site.ask("entities/urn:lamp:1").json["power"]?["value"] == 12)
        #expect(await site.ask("entities/urn:lamp:2").json["power"]?["value"] == 90)
    }

    @Test func anImportIntoABranchIsUndoneThere() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        _ = await officer.submit("\(TwinSite.home)/branches", ["name": "Darker"])
        let id = try #require(await site.ask("snapshots").json[0]?["id"]?.asString)
        let undo = try await take("urn:lamp:1,7", by: officer, in: id)
        #expect(await site.ask("entities/urn:lamp:1", in: id).json["power"]?["value"] == 7)
        let page = await officer.get(undo)
        #expect(page.contains("You see the branch Darker"))
        #expect(await officer.post(undo, page.hidden(action: undo)).status == 303)
        #expect(await site.ask("entities/urn:lamp:1", in: id).json["power"]?["value"] == 43)
        #expect(!(await officer.get(path).contains("Latest imports")))
    }

    @Test func onlyWhoWritesUndoes() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let undo = try await take("urn:lamp:1,7", by: officer)
        let auditor = try await site.test.client("Aud", roles: ["clare": [.auditor]])
        #expect(await auditor.get(undo).status == 404)
        #expect(await officer.post(undo, [("csrf", "")]).status != 303)
        #expect(await site.ask("entities/urn:lamp:1").status == 200)
        #expect(await officer.get("\(path)/undo?import=1").status == 404)
    }
}
