// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Store
import TestKit
import Testing

@Suite struct DirectoryPageTests {
    static let bodies = [
        "smart-region-office", "vefresh", "green-municipalities", "lca", "kl", "lgma", "list",
        "mirdi", "namrb", "ncc",
    ]

    @Test func allTenBodiesStandOnTheFirstPage() async throws {
        let network = try await DirectoryNetwork.shared
        let page = await network.client.get("/directory")
        #expect(page.status == 200)
        for slug in Self.bodies { #expect(page.contains("href=\"/directory/\(slug)\""), "\(slug)") }
        #expect(page.contains("10 bodies of 7 kinds"))
        #expect(page.contains("41 organisations"))
        let json = try await network.json("/directory.json")
        #expect(json[pointer: "/counts/bodies"] == 10)
        #expect(json[pointer: "/counts/authorities"] == 31)
        #expect(json["organisations"]?.asArray?.count == 41)
    }

    @Test(arguments: [
        ("2014-05-31", 34), ("2014-06-01", 31), ("1993-12-31", 33), ("1994-01-01", 34),
    ])
    func theAuthoritiesAreThoseOfTheDay(day: String, count: Int) async throws {
        let network = try await DirectoryNetwork.shared
        let json = try await network.json("/directory.json?on=\(day)")
        #expect(json[pointer: "/counts/authorities"] == .integer(count))
        let rows = await network.client.get("/directory.csv?on=\(day)").text
            .split(separator: "\r\n").filter { $0.contains(",authority,") }
        #expect(rows.count == count)
        let coverage = try await network.json("/coverage.json?on=\(day)")
        #expect(coverage["authorities"]?.asArray?.count == count)
    }

    @Test func bodiesAreThereFromTheirFoundingOn() async throws {
        let network = try await DirectoryNetwork.shared
        let then = try await network.json("/directory.json?on=1899-01-01")["organisations"]
        let bodies = (then?.asArray ?? []).filter { $0["sort"] == "body" }
        #expect(Set(bodies.compactMap { $0["slug"]?.asString }) == ["kl", "list", "mirdi", "namrb", "ncc"])
        #expect(bodies.allSatisfy { $0["exists"] == .null })
        let lgma = "/directory/lgma.json?on="
        #expect(try await network.json("\(lgma)2011-12-31")["exists"] == false)
        #expect(try await network.json("\(lgma)2012-06-01")["exists"] == .null)
        #expect(try await network.json("\(lgma)2013-01-01")["exists"] == true)
        let page = await network.client.get("/directory/kl?on=1899-01-01")
        #expect(page.contains("does not know whether"))
        let kerry = await network.client.get("/directory/kerry?on=1898-12-31")
        #expect(kerry.contains("did not exist on 31 December 1898"))
    }

    @Test(arguments: ["kind=nope", "country=ie", "audience=nobody"])
    func whatIsNoAnswerIsAProblem(query: String) async throws {
        let network = try await DirectoryNetwork.shared
        for path in ["/directory", "/directory.json", "/api/directory/organisations"] {
            #expect(await network.client.get("\(path)?\(query)").status == 422, "\(path)")
        }
        #expect(await network.client.get("/directory?kind=&country=IE").status == 200)
    }

    @Test func namesAreThoseOfTheDay() async throws {
        let network = try await DirectoryNetwork.shared
        let now = await network.client.get("/directory/cork-city")
        #expect(now.contains("<h1>Cork City Council</h1>"))
        let then = await network.client.get("/directory/cork-city?on=2001-12-31")
        #expect(then.contains("<h1>Cork Corporation</h1>"))
        let irish = await network.client.get("/directory/carlow?lang=ga")
        #expect(irish.contains("<h1>Comhairle Contae Cheatharlach</h1>"))
        let gone = await network.client.get("/directory/limerick-city")
        #expect(gone.contains("no longer existed on 23 November 2026"))
        let notYet = await network.client.get("/directory/limerick?on=2014-05-31")
        #expect(notYet.contains("did not exist on 31 May 2014"))
    }

    @Test func everyPageOfTheSiteMapIsThereWithAllItsWords() async throws {
        let network = try await DirectoryNetwork.shared
        let face = try DirectoryFace.face()
        for path in try face.siteMap(network.test.network) {
            for language in ["en", "ga"] {
                let page = await network.client.get("\(path)?lang=\(language)")
                #expect(page.status == 200, "\(path)")
                #expect(Self.missing(page.text).isEmpty, "\(path): \(Self.missing(page.text))")
            }
        }
    }

    @Test func aFigureSaysWhenceItIsAndOfWhen() async throws {
        let network = try await DirectoryNetwork.shared
        let page = await network.client.get("/directory/namrb")
        #expect(page.contains("undated, read on 23 November 2026"))
        #expect(page.contains("145"))
        let dated = await network.client.get("/directory/green-municipalities")
        #expect(dated.contains("12 April 2024"))
        let contact = await network.client.get("/directory/smart-region-office")
        #expect(contact.contains("Ken Daems"))
    }

    @Test func filtersNarrowAndNothingIsAnswered() async throws {
        let network = try await DirectoryNetwork.shared
        let ministries = try await network.json("/directory.json?kind=ministry")
        #expect(ministries["organisations"]?.strings("slug") == ["mirdi"])
        let words = try await network.json("/directory.json?q=dun+laoghaire")
        #expect(words["organisations"]?.strings("slug") == ["dun-laoghaire-rathdown"])
        let vendors = try await network.json("/directory.json?audience=vendor")
        #expect(vendors["organisations"]?.strings("slug").contains("smart-region-office") == true)
        #expect(await network.client.get("/directory?q=zzz").contains("Nothing in the directory"))
    }

    @Test(arguments: [
        "/directory/nobody", "/coverage/nothing", "/directory/%3Cscript%3E", "/directory/../x",
    ])
    func whatIsNotThereIsNotFound(path: String) async throws {
        let network = try await DirectoryNetwork.shared
        #expect(await network.client.get(path).status == 404)
    }

    @Test(arguments: ["/directory", "/coverage", "/directory.json", "/coverage/planning"])
    func aDayThatIsNoneIsAProblem(path: String) async throws {
        let network = try await DirectoryNetwork.shared
        #expect(await network.client.get("\(path)?on=2014-02-30").status == 422)
        #expect(await network.client.get("\(path)?asOf=yesterday").status == 422)
    }

    /// Keys that had no text, but for those of other places than this system.
    static func missing(_ page: String) -> [String] {
        page.matches(of: /\[[a-z_]+\.[A-Za-z_.-]+\]/).map { String($0.output) }
            .filter { !$0.hasPrefix("[map.") }
    }
}
