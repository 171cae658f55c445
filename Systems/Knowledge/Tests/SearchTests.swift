// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// One search over everything somebody may see, and over nothing else.
@Suite struct SearchTests {
    private func asked(_ network: KnowledgeNetwork, _ visibility: String) async throws -> String {
        let desk = try await network.desk("lgma", "Everything")
        let asker = try await network.test.client("Rita Resident")
        return await network.ask(
            asker, at: "lgma", desk: desk, "Where are zebra crossings counted?",
            ["visibility": visibility])
    }

    @Test func whatIsPrivateIsFoundByThoseWhoseWorkItIs() async throws {
        let network = try await KnowledgeNetwork()
        let path = try await asked(network, "private")
        let officer = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        let other = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        for typed in ["zebra", "zebra cross", "zerba crosings"] {
            let words = "q=\(typed.replacing(" ", with: "+"))"
            let page = await officer.get("/search?\(words)")
            #expect(page.contains("Where are zebra crossings counted?"), "\(typed)")
            #expect(page.contains("/t/lgma/knowledge/questions/\(path.recordID.text)"))
            let json = await officer.get("/search.json?\(words)").json
            #expect(json["work"]?.asArray?.count == 1)
            for stranger in [other, network.test.client()] {
                #expect(await !stranger.get("/search?\(words)").contains("crossings counted"))
                let found = await stranger.get("/search.json?\(words)").json
                #expect(found["work"]?.asArray?.isEmpty == true)
                // Nor is it told that there is such a word.
                #expect(found["corrected"] == false)
                #expect(found["items"]?.asArray?.isEmpty == true)
            }
        }
        let alone = await officer.get("/search?q=zebra&in=lgma")
        #expect(alone.contains("Where are zebra crossings counted?"))
        #expect(await !other.get("/search?q=zebra&in=lgma").contains("crossings counted"))
        #expect(await !other.get("/search?q=zebra&in=galway").contains("crossings counted"))
    }

    @Test func whatMembersShareIsFoundByMembers() async throws {
        let network = try await KnowledgeNetwork()
        let path = try await asked(network, "members")
        let officer = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        _ = await officer.submit("\(path)/answer", ["text": "By the county, in May."])
        await network.test.network.settle()
        let member = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let resident = try await network.test.client("Rory Resident")
        #expect(await member.get("/search?q=zebra").contains("zebra crossings"))
        #expect(await member.get("/search?q=zerba").contains("zebra crossings"))
        for stranger in [resident, network.test.client()] {
            #expect(await !stranger.get("/search?q=zebra").contains("crossings counted"))
            #expect(await !stranger.get("/search?q=zerba").contains("crossings counted"))
        }
    }

    @Test func aDraftIsFoundUntilItIsWithdrawnAndByItsNewWords() async throws {
        let network = try await KnowledgeNetwork()
        let by = KnowledgeNetwork.officer
        let input: JSON = [
            "title": "Lending bicycles", "summary": "How to begin.", "expires_on": "2028-01-01",
        ]
        let guide = try await network.perform("write_guide", at: "kl", by: by, input).row.id
        let officer = try await network.test.client("Dorte", roles: ["kl": [.officer]])
        #expect(await officer.get("/search?q=lending").contains("Lending bicycles"))
        try await network.perform(
            "change_guide", at: "kl", by: by, on: guide,
            ["title": "Sharing cars", "summary": "How to begin.", "expires_on": "2028-01-01"])
        #expect(await !officer.get("/search?q=lending").contains("Sharing cars"))
        #expect(await officer.get("/search?q=shar").contains("Sharing cars"))
        #expect(await officer.get("/search?q=begi").contains("How to <mark>begin.</mark>"))
    }

    @Test func mistypedWordsAreSaidToBe() async throws {
        let network = try await KnowledgeNetwork()
        try await network.desk("lgma", "Cycling infrastructure")
        let stranger = network.test.client()
        let page = await stranger.get("/search?q=cyclng")
        #expect(page.contains("Cycling infrastructure") && page.contains("exact=1"))
        let exact = await stranger.get("/search?q=cyclng&exact=1")
        #expect(!exact.contains("Cycling infrastructure") && exact.contains("Nothing found"))
        let hostile = await stranger.get("/search?q=%3Cscript%3Ecyclng")
        #expect(!hostile.contains("<script>cyc"))
    }

    @Test func itIsNarrowedToAKind() async throws {
        let network = try await KnowledgeNetwork()
        try await network.desk("lgma", "Cycling infrastructure")
        let stranger = network.test.client()
        #expect(await stranger.get("/search?q=cycling&kind=knowledge.desk").contains("infrastructure"))
        #expect(await !stranger.get("/search?q=cycling&kind=knowledge.guide").contains("infrastructure"))
        // A kind that is for members is none for others, as one that is not there.
        for kind in ["knowledge.shared_question", "bogus"] {
            #expect(await stranger.get("/search?q=cycling&kind=\(kind)").status == 422)
        }
    }

    @Test(arguments: [
        "/answers?topic=", "/guides?language=", "/guides?readers=", "/practices?thing=", "/events?mode=",
        "/catalogue?sort=", "/pledges?topic=",
    ])
    func aFilterThatIsNoneIsSaidToBe(list: String) async throws {
        let client = try await KnowledgeNetwork().test.client()
        let refused = await client.get("\(list)bogus")
        #expect(refused.status == 422 && refused.contains("from the answers given"))
        let path = list.prefix { $0 != "?" }
        let query = list.dropFirst(path.count)
        #expect(await client.get("\(path).json\(query)bogus").status == 422)
        #expect(await client.get(list).status == 200)
    }

    @Test func aTenantThatMovesIsSearchedWhereItIs() async throws {
        let network = try await KnowledgeNetwork()
        _ = try await asked(network, "private")
        let copy = "\(network.test.directory)/copy"
        try network.test.network.export("lgma", to: copy)
        let place = "\(network.test.directory)/second"
        let second = try network.test.elsewhere(.sqlite(directory: place), directory: place)
        _ = try await second.network.takeIn("lgma", from: Copies(copy))
        let officer = try await second.client("Ada Adviser", roles: ["lgma": [.officer]])
        #expect(await officer.get("/search?q=zebra").contains("zebra crossings"))
        #expect(await officer.get("/search?q=zerba").contains("zebra crossings"))
    }
}
