// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import TestKit
import Testing

@Suite("Register: pages and files")
struct RegisterPageTests {
    @Test("Everyone sees a valid case in both registers, and its way to speak")
    func listed() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        for path in ["/register/planning", "/t/dlr/planning/register"] {
            let page = await network.visitor.get(path)
            #expect(page.status == 200)
            #expect(page.contains("1 application<"))
            #expect(page.contains("href=\"\(network.path(id))\""))
            #expect(page.contains("Have your say until 16 February 2026"))
            #expect(page.contains("Decision due by 9 March 2026"))
        }
        let other = await network.visitor.get("/t/kerry/planning/register")
        #expect(other.contains("There is no application yet"))
    }

    @Test("Search leads everyone to where a case is read by everyone")
    func searched() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let page = await network.visitor.get("/search?q=extension")
        #expect(page.status == 200)
        #expect(page.contains("href=\"\(network.path(id))\""))
        #expect(!page.contains("/planning/applications/"))
    }

    @Test("Filters narrow the list, and stay in every link of it")
    func filters() async throws {
        let network = try await PublicNetwork()
        let first = try await network.publish()
        try await network.grant(first)
        _ = try await network.publish(
            .init(proposal: "A slatted shed", address: "Ballyferriter", place: Point(
                longitude: -10.4, latitude: 52.17)), in: "kerry")
        func found(_ query: String) async -> Int {
            let answer = await network.visitor.get("/register/planning.json?\(query)")
            return answer.json["items"]?.asArray?.count ?? -1
        }
        #expect(await found("") == 2)
        #expect(await found("authority=kerry") == 1)
        #expect(await found("status=granted") == 1)
        #expect(await found("status=refused") == 0)
        #expect(await found("q=slatted+shed") == 1)
        #expect(await found("q=BALLYFERRITER") == 1)
        #expect(await found("open=true") == 1)
        #expect(await found("type=retention") == 0)
        #expect(await found("received_from=2026-02-01") == 1)
        #expect(await found("received_until=2026-01-31") == 1)
        #expect(await found("decided_from=2026-02-21&decided_until=2026-02-21") == 1)
        #expect(await found("bounds=-11,52,-10,53") == 1)
        let page = await network.visitor.get(
            "/register/planning?authority=kerry&open=true&view=map")
        #expect(page.contains("/register/planning.csv?authority=kerry&amp;open=1\""))
        #expect(page.contains("/register/planning?authority=kerry&amp;view=map\""))
        #expect(page.contains("<figure class=\"map\""))
    }

    @Test("A list is turned page by page, there and back")
    func pages() async throws {
        let network = try await PublicNetwork()
        for number in 1...27 {
            _ = try await network.publish(
                .init(proposal: "Shed \(number)", address: "Lane \(number)"))
        }
        let first = await network.visitor.get("/register/planning")
        #expect(first.contains("27 applications<"))
        let next = try #require(first.link(rel: "next"))
        let second = await network.visitor.get(next)
        #expect(second.contains("Lane 2<") && second.contains("Lane 1<"))
        #expect(second.link(rel: "next") == nil)
        let back = try #require(second.link(rel: "prev"))
        let again = await network.visitor.get(back)
        #expect(again.contains("Lane 27<") && !again.contains("Lane 2<"))
    }

    @Test("What cannot be asked is said, and what was typed stays", arguments: [
        ("received_from=yesterday", "Received from must be a real date"),
        ("decided_from=2026-03-01&decided_until=2026-02-01", "Decided until must not lie before"),
        ("authority=atlantis", "Authority: choose one"), ("status=draft", "How it stands: choose"),
        ("bounds=1,2,3", "must be four numbers"), ("cursor=nonsense", "no longer there"),
    ])
    func mistakes(_ query: String, _ message: String) async throws {
        let network = try await PublicNetwork()
        let page = await network.visitor.get("/register/planning?\(query)&q=shed")
        #expect(page.status == 422)
        #expect(page.contains("<title>Error: "))
        #expect(page.contains(message), "\(page.text)")
        #expect(page.contains("value=\"shed\""))
        if query.hasPrefix("received_from") { #expect(page.contains("value=\"yesterday\"")) }
        for format in ["json", "csv", "geojson", "atom"] {
            let answer = await network.visitor.get("/register/planning.\(format)?\(query)")
            #expect(answer.status == 422)
            #expect(answer.header("content-type") == "application/problem+json")
        }
    }

    @Test("The same in every form, with the same filters")
    func formats() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let csv = await network.visitor.get("/register/planning.csv?authority=dlr")
        #expect(csv.header("content-type") == "text/csv; charset=utf-8")
        #expect(csv.text.split(separator: "\r\n").count == 2)
        #expect(csv.contains(",-6.1336,53.2945,"))
        let features = await network.visitor.get("/register/planning.geojson").json
        #expect(features["type"] == "FeatureCollection")
        #expect(features["numberReturned"] == 1)
        #expect(features["features"]?[0]?["properties"]?["href"]?.asString == network.path(id))
        #expect(features["features"]?[0]?["properties"]?["point"] == nil)
        let atom = await network.visitor.get("/t/dlr/planning/register.atom")
        #expect(atom.header("content-type") == "application/atom+xml; charset=utf-8")
        #expect(atom.contains("<georss:point>53.2945 -6.1336</georss:point>"))
        let tag = try #require(atom.header("etag"))
        let again = await network.visitor.get(
            "/t/dlr/planning/register.atom", headers: ["if-none-match": tag])
        #expect(again.status == 304)
    }

    @Test("As it was recorded: before a case was public, it is not there")
    func past() async throws {
        let network = try await PublicNetwork()
        network.test.clock.pass(days: 1)
        _ = try await network.publish()
        let page = await network.visitor.get("/register/planning?asOf=2026-01-12")
        #expect(page.contains("This is the register as it was recorded on"))
        #expect(page.contains("There is no application yet"))
        let now = await network.visitor.get("/register/planning.json?asOf=2026-01-13")
        #expect(now.json["items"]?.asArray?.count == 1)
    }

    @Test("The list of a week: what came in, and what was decided")
    func weekly() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        try await network.grant(id)
        let received = await network.visitor.get("/t/dlr/planning/weekly?week=2026-W03")
        #expect(received.contains("Received (1)") && !received.contains("Decided (1)"))
        #expect(received.contains("Aoife Byrne"))
        let decided = await network.visitor.get("/t/dlr/planning/weekly?week=2026-W08")
        #expect(decided.contains("Decided (1)") && !decided.contains("Received (1)"))
        #expect(await network.visitor.get("/t/dlr/planning/weekly?week=2026-W53").status == 200)
        for week in ["2025-W53", "2026-W00", "2026-3", "week"] {
            let answer = await network.visitor.get("/t/dlr/planning/weekly?week=\(week)")
            #expect(answer.status == 422)
        }
    }

    @Test("A case is found by its number, which may stand at two authorities")
    func find() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let json = await network.visitor.get("/register/planning.json")
        let number = try #require(json.json["items"]?[0]?["fileNumber"]?.asString)
        let query = number.replacing("/", with: "%2F")
        let one = await network.visitor.get("/register/planning/find?number=\(query)")
        #expect(one.location == network.path(id))
        _ = try await network.publish(in: "kerry")
        let both = await network.visitor.get("/register/planning/find?number=\(query)")
        #expect(both.contains("More than one authority"))
        let own = await network.visitor.get("/register/planning/find?tenant=dlr&number=\(query)")
        #expect(own.location == network.path(id))
        let none = await network.visitor.get("/register/planning/find?number=99%2F1")
        #expect(none.status == 404)
        #expect(none.contains("No public application has this number") && none.contains("99/1"))
    }

    @Test("Every word of the public pages is there in English and Irish")
    func words() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let paths = [
            "/register/planning?view=map", "/register/planning/find", network.path(id),
            "/t/dlr/planning/weekly", "/register/planning?received_from=x",
            "/t/dlr/planning/register",
        ]
        for path in paths {
            for language in ["en", "ga"] {
                let sign = path.contains("?") ? "&" : "?"
                let page = await network.visitor.get("\(path)\(sign)lang=\(language)")
                let missing = page.text.matches(
                    of: /\[(register|case|notice_document|clock)\.[a-zA-Z0-9_.]+\]/
                ).map { String($0.output.0) }
                #expect(missing.isEmpty, "\(path) \(missing)")
            }
        }
    }
}

extension TestAnswer {
    /// Where the link of this relation leads; nil if there is none.
    func link(rel: String) -> String? {
        let parts = text.components(separatedBy: "rel=\"\(rel)\" href=\"")
        guard parts.count > 1 else { return nil }
        return String(parts[1].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
    }
}
