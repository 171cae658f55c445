// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// Branches as people make, open, compare, merge and throw them away.
struct BranchPagesTests {
    private let path = "\(TwinSite.home)/branches"

    /// A twin with a branch of it; its id.
    private func branched(_ values: KeyValuePairs<String, String> = ["name": "Dim the harbour"]) async throws
        -> (TwinSite, TestClient, String)
    {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        #expect(await officer.submit(path, values).status == 303)
        let id = try #require(await site.ask("snapshots").json[0]?["id"]?.asString)
        return (site, officer, id)
    }

    @Test func aBranchIsMadeOpenedAndLookedAtLikeTheTwin() async throws {
        let (site, officer, id) = try await branched()
        await site.dim("urn:lamp:2", to: 7, in: id)
        let branch = Href.encoded(id)
        let list = await officer.get(path)
        #expect(list.contains("Dim the harbour") && list.contains("1 entity"))
        let home = await officer.get("\(TwinSite.home)?branch=\(branch)")
        #expect(home.contains("You see the branch Dim the harbour"))
        #expect(home.contains("href=\"/t/clare/twin/entities?branch=\(branch)&amp;type=Lamp\""))
        let found = await officer.get(
            "\(TwinSite.home)/entities?branch=\(branch)&type=Lamp&attr1=power&op1=%3C&value1=10")
        #expect(found.contains(">urn:lamp:2</a>") && found.contains("NGSILD-Snapshot: \(id)"))
        #expect(found.contains("name=\"branch\" value=\"\(id)\""))
        #expect(found.contains("entities.csv?branch=\(branch)&amp;type=Lamp"))
        #expect(!(await officer.get("\(TwinSite.home)/entities?type=Lamp&attr1=power&op1=%3C&value1=10")
            .contains(">urn:lamp:2</a>")))
        let entity = await officer.get("\(TwinSite.home)/entities/urn:lamp:2?branch=\(branch)")
        #expect(entity.contains("<td data-label=\"Value\">7"))
        let csv = await officer.get("\(TwinSite.home)/entities.csv?branch=\(branch)&type=Lamp")
        #expect(csv.contains("urn:lamp:2,Lamp,52.85,-8.97,7"))
        // What is taken in there stays there.
        let file = "\(TwinSite.home)/import?branch=\(branch)"
        let preview = await officer.submit(file, ["data": "id,v\nurn:new:1,2"])
        let taken = await officer.post(
            file, preview.hidden(action: file)
                + [
                    ("type", "Thing"), ("use0", "id"), ("use1", "property"), ("name1", "v"),
                    ("step", "write"),
                ])
        #expect(taken.status == 303)
        #expect(await site.ask("entities/urn:new:1", in: id).status == 200)
        #expect(await site.ask("entities/urn:new:1").status == 404)
        #expect(await officer.get("\(TwinSite.home)?branch=urn:none").status == 404)
    }

    @Test func aBranchBeginsAtAMomentOfThePast() async throws {
        let (site, _, id) = try await branched(
            ["name": "Before", "moment": "2026-01-12T09:01:30Z", "days": "3"])
        #expect(await site.ask("entities/urn:lamp:1", in: id).json["power"]?["value"] == 41)
        #expect(await site.ask("snapshots/\(id)").json["expiresAt"] == "2026-01-15T09:03:00Z")
    }

    @Test func whatIsWrongWithABranchIsSaid() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let answer = await officer.submit(path, ["name": "", "moment": "2031-01-01", "days": "many"])
        #expect(answer.status == 422 && answer.contains("Give the branch a name"))
        #expect(answer.contains("still to come") && answer.contains("value=\"many\""))
        let long = String(repeating: "x", count: 81)
        #expect(await officer.submit(path, ["name": long]).contains("at most 80 characters"))
        #expect(await site.ask("snapshots").json == [])
        // Sent twice, it is made once.
        #expect(await officer.submit(path, ["name": "Once"]).status == 303)
        let again = await officer.submit(path, ["name": "Once"])
        #expect(again.status == 422 && again.contains("a branch of this name already"))
        #expect(await site.ask("snapshots").json.asArray?.count == 1)
    }

    @Test func whatDiffersIsSeenSideBySideAndOnTheMap() async throws {
        let (site, officer, id) = try await branched()
        await site.dim("urn:lamp:1", to: 12, in: id)
        _ = await site.test.client().send(
            .patch, "/ngsi-ld/v1/entities/urn:lamp:2",
            headers: [
                "authorization": "Bearer \(site.token)", "content-type": "application/json",
                "ngsild-snapshot": id,
            ],
            body: Array(
                """
                {"location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[-8.9,52.9]}}}
                """.utf8))
        let compare = "\(path)/compare?id=\(Href.encoded(id))"
        let page = await officer.get(compare)
        #expect(page.contains("2 entities differ"))
        #expect(page.contains("<td data-label=\"When the branch left\">43"))
        #expect(page.contains("<td data-label=\"In the branch\">12"))
        #expect(page.contains("class=\"map-drawing\"") && page.contains("52.9, -8.9"))
        await site.dim("urn:lamp:1", to: 12)
        let now = await officer.get("\(compare)&against=now")
        #expect(now.contains("1 entity differs") && !now.contains("urn:lamp:1"))
        #expect(await officer.get("\(path)/compare?id=urn:none").status == 404)
        #expect(await officer.get("\(compare)&offset=\(Int.max)").status == 200)
    }

    @Test func whatBothChangedIsShownAndChosen() async throws {
        let (site, officer, id) = try await branched()
        for (lamp, inBranch, inTwin) in [("urn:lamp:1", 1, 2), ("urn:lamp:2", 3, 4)] {
            await site.dim(lamp, to: inBranch, in: id)
            await site.dim(lamp, to: inTwin)
        }
        let merge = "\(path)/merge?id=\(Href.encoded(id))"
        let page = await officer.get(merge)
        #expect(page.contains("changed 2 things") && page.contains("urn:lamp:1: power"))
        let names = page.text.matches(of: /<input type="radio"[^>]*name="(c [^"]*)"[^>]*value="branch"/)
            .map { String($0.1) }
        #expect(names.count == 2)
        let undecided = await officer.submit(
            merge, KeyValuePairs(dictionaryLiteral: ("all", "each"), (names[0], "branch")))
        #expect(undecided.status == 422 && undecided.contains("Choose for each"))
        #expect(await site.ask("entities/urn:lamp:1").json["power"]?["value"] == 2)
        let merged = await officer.submit(
            merge,
            KeyValuePairs(dictionaryLiteral: ("all", "each"), (names[0], "branch"), (names[1], "base")))
        #expect(merged.status == 303)
        let first = names[0].contains("urn:lamp:1")
        #expect(await site.ask("entities/urn:lamp:1").json["power"]?["value"] == (first ? 1 : 2))
        #expect(await site.ask("entities/urn:lamp:2").json["power"]?["value"] == (first ? 4 : 3))
        #expect(await site.ask("snapshots").json == [])
    }

    @Test func aBranchIsKeptWhenItIsMergedOrThrownAwayWhenItIsAsked() async throws {
        let (site, officer, id) = try await branched()
        await site.dim("urn:lamp:2", to: 5, in: id)
        await site.dim("urn:lamp:2", to: 6)
        let merge = "\(path)/merge?id=\(Href.encoded(id))"
        #expect(await officer.submit(merge, ["all": "branch", "keep": "true"]).status == 303)
        #expect(await site.ask("entities/urn:lamp:2").json["power"]?["value"] == 5)
        let question = await officer.get("\(path)/discard?id=\(Href.encoded(id))")
        #expect(question.contains("Throw away Dim the harbour?") && question.contains("1 entity was changed"))
        #expect(await officer.post(path, question.hidden(action: path)).status == 303)
        #expect(await site.ask("snapshots").json == [])
        // Sent twice, or by two at once: whoever is second is told what became of it.
        let again = await officer.post(path, question.hidden(action: path))
        #expect(again.status == 409 && again.contains("merged or thrown away"))
        let late = await officer.post(merge, [("csrf", question.csrf), ("all", "branch")])
        #expect(late.status == 409 && late.contains("merged or thrown away"))
        #expect(await officer.get(path).contains("There is no branch"))
    }
}
