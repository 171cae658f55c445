// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Store
import Testing
import TestKit
import Web

@Suite struct ApplyingTests {
    @Test func theAuthorityIsFoundByPartOfItsName() async throws {
        let network = try await PlanningNetwork()
        let client = network.test.client()
        let all = await client.get("/planning/apply")
        #expect(all.contains("Kerry County Council") && all.contains("Dún Laoghaire-Rathdown"))
        let some = await client.get("/planning/apply?q=dun%20rath")
        #expect(some.contains("/t/dlr/planning/apply") && !some.contains("/t/kerry/"))
        let none = await client.get("/planning/apply?q=xyz")
        #expect(none.contains("No authority of that name"))
        #expect(await client.get("/t/dlr/planning/apply").contains("/sign-in?next="))
    }

    @Test func anApplicationIsFilledInCheckedAndLodged() async throws {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        let tasks = await aoife.get("\(path)/apply")
        #expect(tasks.plain.contains("0 of 7 parts that are needed are complete"))
        #expect(tasks.plain.contains("Cannot start") == false)
        // Nothing is lodged before it is complete.
        #expect(await aoife.get("\(path)/lodge").location == "\(path)/apply/check")
        let check = await aoife.get("\(path)/apply/check")
        #expect(check.contains("Before you can lodge it"))
        #expect(check.contains("\(path)/apply/notices?from=check"))
        await network.fillAll(path, aoife)
        let fee = await aoife.get("\(path)/apply/fee")
        #expect(fee.contains("€34.00") && fee.contains("S.I. 600/2001"))
        let done = await aoife.get("\(path)/apply/check")
        #expect(!done.contains("Before you can lodge it"))
        #expect(done.contains("Site layout.pdf") && done.contains("Class 2a"))
        let unticked = await aoife.submit("\(path)/lodge", ["fee_reference": "R-1"])
        #expect(unticked.status == 422 && unticked.contains("R-1"))
        let lodged = await aoife.submit(
            "\(path)/lodge", ["fee_reference": "R-4711", "declaration": "true"])
        #expect(lodged.location == "\(path)/lodged")
        let panel = await aoife.get("\(path)/lodged")
        #expect(panel.contains("Application lodged") && panel.contains("8 March 2026"))
        #expect(try network.journal().suffix(1) == ["planning.lodge"])
        // What was a draft is a case now.
        #expect(await aoife.get("\(path)/apply/kind").location == path)
        #expect(await aoife.get(path).contains("checking whether the application is valid"))
    }

    @Test func whatCannotBeReadComesBackAsItWasTyped() async throws {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        let answer = await network.fill(
            "notices", of: path, aoife,
            [
                ("newspaper_name", "The <Paper>"), ("newspaper_notice_on-day", "31"),
                ("newspaper_notice_on-month", "2"), ("newspaper_notice_on-year", "2026"),
            ])
        #expect(answer.status == 422)
        #expect(answer.contains("The &lt;Paper&gt;") && answer.contains("value=\"31\""))
        #expect(answer.contains("<title>Error: The two notices"))
        #expect(answer.contains("href=\"#field-newspaper_notice_on\""))
        let size = await network.fill("size", of: path, aoife, [("floor_area_new", "about 20")])
        #expect(size.status == 422 && size.contains("about 20"))
        // Nothing of either was kept; a unit that is the field's own does no harm.
        #expect(try network.journal().contains("planning.save_answers") == false)
        let wrongUnit = await network.fill("size", of: path, aoife, [("site_area", "500 m²")])
        #expect(wrongUnit.status == 422)
        let unit = await network.fill(
            "size", of: path, aoife, [("floor_area_new", "12 m²"), ("site_area", "0.5 ha")])
        #expect(unit.status == 303)
        // A page that is saved empty says what it still lacks.
        let empty = await network.fill("notices", of: path, aoife, [])
        let tasks = await aoife.get(try #require(empty.location))
        #expect(tasks.plain.contains("still missing or wrong: ") && tasks.contains("site notice"))
    }

    @Test func placesAreTypedDrawnOrFoundOnTheMap() async throws {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        // A button of the map shows a part of it, and keeps what was typed.
        let map = await network.fill(
            "place", of: path, aoife,
            [("site", "53.2"), ("site.view", "-6.5,53.1,-6.0,53.5")])
        #expect(map.status == 200 && map.contains("value=\"53.2\""))
        let chosen = await network.fill(
            "place", of: path, aoife, [("site", ""), ("site.choose", "53.29, -6.13")])
        #expect(chosen.contains("value=\"53.29, -6.13\""))
        let ring = "[[-6.14,53.29],[-6.13,53.29],[-6.13,53.3],[-6.14,53.29]]"
        let shape = "{\"type\":\"Polygon\",\"coordinates\":[\(ring)]}"
        let drawn = await network.fill(
            "place", of: path, aoife, [("site", "")],
            files: [("site-file", "site.geojson", Array(shape.utf8))])
        #expect(drawn.status == 303)
        #expect(await aoife.get("\(path)/apply/place").contains("Polygon"))
        let swapped = await network.fill(
            "place", of: path, aoife,
            [("site-geojson", "{\"type\":\"Point\",\"coordinates\":[53.3,-6.1]}")])
        #expect(swapped.status == 422 && swapped.contains("outside Ireland"))
    }

    @Test func noticesThatAreTooOldAreToldBeforeLodging() async throws {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        await network.fillAll(path, aoife)
        let page = await aoife.get("\(path)/apply/notices")
        // Two weeks from Monday 5 January end on Sunday 18 January: Monday is still in time.
        #expect(page.contains("19 January 2026"))
        try await network.wait(until: "2026-01-20T09:00:00Z", ["Aoife Byrne": aoife])
        let check = await aoife.get("\(path)/apply/check")
        #expect(check.contains("The notice is too old (Day the notice appeared in the newspaper)"))
        #expect(await aoife.get("\(path)/lodge").location == "\(path)/apply/check")
    }

    @Test func drawingsAreAddedAndRemoved() async throws {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        let pdf = Array("%PDF-1.7 one".utf8)
        let answer = await network.fill(
            "drawings", of: path, aoife, [],
            files: [
                ("drawings", "one.pdf", pdf), ("drawings", "two.exe", [0x4d, 0x5a, 0x90, 0, 0xff]),
            ])
        #expect(answer.status == 422 && answer.contains("two.exe") && answer.contains("one.pdf"))
        let page = "\(path)/apply/drawings"
        let kept = answer.hidden(action: page)
        #expect(await aoife.post(page, kept).status == 303)
        let form = await aoife.get(page)
        #expect(form.contains("one.pdf"))
        let box = /name="drawings-remove" value="([0-9a-f]{64})"/
        let digest = try #require(form.text.firstMatch(of: box)).1
        let removed = await aoife.post(
            page, form.hidden(action: page) + [("drawings-remove", String(digest))])
        #expect(removed.status == 303)
        #expect(await aoife.get(page).contains("one.pdf") == false)
    }

    @Test func draftsAreNobodyElses() async throws {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        let other = try await network.resident("Liam Walsh")
        let officer = try await network.officer()
        for page in ["", "/apply", "/apply/kind", "/apply/check", "/lodge", "/history", "/lodged"] {
            #expect(await other.get(path + page).status == 404, "\(page)")
            let answer = await network.test.client().get(path + page)
            #expect(answer.status == 303 && answer.location?.hasPrefix("/sign-in") == true)
        }
        #expect(await officer.get("\(path)/apply").status == 404)
        #expect(await officer.get(path).status == 404)
        #expect(await officer.get("/t/dlr/planning/inbox?tab=all").contains(path) == false)
        let hidden = await aoife.get("\(path)/apply/kind").hidden(action: "\(path)/apply/kind")
        #expect(await other.post("\(path)/apply/kind", hidden).status != 303)
        #expect(await other.get("/planning/mine").contains(path) == false)
        #expect(await aoife.get("/planning/mine").contains(path))
    }

    @Test func twoWindowsOnOneDraftLoseNothing() async throws {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        let page = "\(path)/apply/kind"
        let first = await aoife.get(page).hidden(action: page)
        let second = await aoife.get(page).hidden(action: page)
        let other = await aoife.get("\(path)/apply/agent").hidden(action: "\(path)/apply/agent")
        #expect(await aoife.post(page, first + [("proposal", "A porch")]).status == 303)
        // Another page of the same draft is not in the way.
        let agent = await aoife.post("\(path)/apply/agent", other + [("agent_name", "Linden")])
        #expect(agent.status == 303)
        let stale = await aoife.post(page, second + [("proposal", "A garage")])
        #expect(stale.status == 409)
        #expect(stale.contains("A porch") && stale.contains("A garage"))
        let again = await aoife.post(page, stale.hidden(action: page) + [("proposal", "A garage")])
        #expect(again.status == 303)
        // The same form sent twice is kept once.
        let once = await aoife.get(page).hidden(action: page) + [("proposal", "A shed")]
        #expect(await aoife.post(page, once).status == 303)
        #expect(await aoife.post(page, once).status == 303)
        #expect(try network.journal().count { $0 == "planning.save_answers" } == 4)
    }

    @Test func privateContactsAreNeverPublished() async throws {
        let network = try await PlanningNetwork()
        let (aoife, officer) = (try await network.resident(), try await network.officer())
        _ = try await network.valid(aoife, by: officer)
        await network.test.network.settle()
        let page = try network.test.network.register.page(RegisterQuery(isWhole: true))
        #expect(page.items.count == 1)
        let body = page.items[0].publication?.body.text() ?? ""
        #expect(body.contains("Aoife Byrne"))
        #expect(!body.contains("910 0001") && !body.contains("aoife@example.ie"))
    }
}
