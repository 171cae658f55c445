// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import TestKit
import Testing

@Suite("A case as everyone sees it")
struct PublicCaseTests {
    @Test("It says first whether one can have one's say, until when, how and for how much")
    func say() async throws {
        let network = try await PublicNetwork()
        let path = network.path(try await network.publish())
        let open = await network.visitor.get(path)
        #expect(open.contains("Yes, until 16 February 2026."))
        #expect(open.contains("It costs €20.00."))
        // Both days, and why they differ: five weeks end on a Sunday.
        #expect(open.contains("15 February 2026") && open.contains("is a Sunday"))
        #expect(open.contains("/say\""))
        network.test.clock.set("2026-02-16T22:00:00Z")
        #expect(await network.visitor.get(path).contains("Today is the last day."))
        network.test.clock.set("2026-02-17T00:10:00Z")
        let closed = await network.visitor.get(path)
        #expect(closed.contains("Not any more. It was possible until 16 February 2026."))
        #expect(!closed.contains("/say\""))
    }

    @Test("Its clocks are worked out on the day it is read, in words and for programs")
    func clocks() async throws {
        let network = try await PublicNetwork()
        let path = network.path(try await network.publish())
        let json = await network.visitor.get("\(path).json").json
        #expect(json["haveYourSay"]?["open"] == true)
        #expect(json["haveYourSay"]?["until"] == "2026-02-16")
        #expect(json["haveYourSay"]?["fee"]?["amount"] == "20.00")
        let clocks = json["clocks"]?.asArray ?? []
        let decision = try #require(clocks.first { $0["name"] == "decision" })
        #expect(decision["lastGoodDay"] == "2026-03-09" && decision["state"] == "running")
        #expect(decision["steps"]?.asArray?.allSatisfy { $0["text"]?.asString != nil } == true)
        network.test.clock.set("2026-03-10T09:00:00Z")
        let later = await network.visitor.get("\(path).json").json
        let late = later["clocks"]?.asArray?.first { $0["name"] == "decision" }
        #expect(late?["state"] == "missed")
        #expect(later["haveYourSay"]?["open"] == false)
    }

    @Test("The API gives the same, says so in its document, and takes no unknown parameter")
    func api() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let path = "/api/planning/register/dlr/\(id.text)"
        let answer = await network.visitor.api(.get, path)
        let page = await network.visitor.get("\(network.path(id)).json")
        #expect(answer.status == 200 && answer.json == page.json)
        #expect(await network.visitor.api(.get, "\(path)?asof=2026-01-01").status == 422)
        #expect(await network.visitor.api(.get, "\(path)?asOf=2026-01-01").status == 404)
        let document = await network.visitor.api(.get, "/api/openapi.json").json
        let operation = document["paths"]?["/api/planning/register/{tenant}/{id}"]?["get"]
        let schema = operation?["responses"]?["200"]?["content"]?["application/json"]?["schema"]
        let members = schema?["required"]?.asArray?.compactMap(\.asString) ?? []
        #expect(Set(members) == Set(answer.json.asObject?.keys ?? []))
        #expect(document["components"]?["schemas"]?["Clock"] != nil)
    }

    @Test("Nothing private is in any form of it", arguments: [
        "", ".json", ".geojson", ".atom", "/submissions",
    ])
    func privacy(_ form: String) async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let answer = await network.visitor.get(network.path(id) + form)
        #expect(answer.status == 200)
        for secret in [PublicNetwork.phone, PublicNetwork.email, PublicNetwork.home, "R-4711"] {
            #expect(!answer.contains(secret))
        }
        for list in ["", ".json", ".csv", ".geojson", ".atom"] {
            let register = await network.visitor.get("/register/planning\(list)")
            for secret in [PublicNetwork.phone, PublicNetwork.email, PublicNetwork.home] {
                #expect(!register.contains(secret))
            }
        }
    }

    @Test("What people type is text, never a part of the page")
    func hostile() async throws {
        let network = try await PublicNetwork()
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=y>"
        let id = try await network.publish(.init(proposal: evil, address: evil))
        for path in [
            "/register/planning", "/register/planning?view=map", network.path(id),
            "\(network.path(id)).atom", "/register/planning.atom", "/t/dlr/planning/weekly",
        ] {
            let page = await network.visitor.get(path)
            #expect(page.status == 200)
            #expect(!page.contains("<script>alert") && !page.contains("<img"), "\(path)")
        }
        let csv = await network.visitor.get("/register/planning.csv")
        #expect(csv.contains("\"<script>alert(1)</script>\"\"'><img src=x onerror=y>\""))
    }

    @Test("Under another authority, or under no id, there is nothing")
    func elsewhere() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        for path in [
            network.path(id, in: "kerry"), network.path(id, in: "atlantis"),
            "/register/planning/dlr/x", "/register/planning/kerry/\(id.text)/notice",
            "/register/planning/kerry/\(id.text)/submissions",
        ] {
            #expect(await network.visitor.get(path).status == 404, "\(path)")
            #expect(await network.visitor.get("\(path).json").status == 404, "\(path)")
        }
    }

    @Test("A decision: conditions with reasons, the appeal, and a notice that prints")
    func decision() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        #expect(await network.visitor.get("\(network.path(id))/notice").status == 404)
        try await network.grant(id)
        let page = await network.visitor.get(network.path(id))
        #expect(page.contains("Permission granted") && page.contains("2 conditions"))
        #expect(page.contains("Appeal possible until"))
        let notice = await network.visitor.get("\(network.path(id))/notice")
        #expect(notice.contains("Decision to grant permission"))
        #expect(notice.contains("Stone shall match.") && notice.contains("Sleep."))
        #expect(notice.contains("Aoife Byrne") && !notice.contains(PublicNetwork.home))
    }

    @Test("What is taken back is said to be gone; what it was can still not be read as now")
    func gone() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        network.test.clock.pass(days: 2)
        try await network.act("invalidate", on: id, ["reasons": "The site notice was missing."])
        await network.test.network.settle()
        let page = await network.visitor.get(network.path(id))
        #expect(page.status == 410)
        #expect(page.contains("This case is not public any more"))
        #expect(!page.contains("Marine Road"))
        let json = await network.visitor.get("\(network.path(id)).json")
        #expect(json.status == 410 && json.json["code"] == "gone")
        #expect(await network.visitor.get("\(network.path(id))/notice").status == 404)
        let list = await network.visitor.get("/register/planning.json")
        #expect(list.json["items"]?.asArray?.isEmpty == true)
    }

    @Test("It can be seen as it was, and the history leads there")
    func history() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        try await network.grant(id)
        let now = await network.visitor.get(network.path(id))
        #expect(now.contains("Published: Being considered"))
        #expect(now.contains("asOf=2026-01-12"))
        let then = await network.visitor.get("\(network.path(id))?asOf=2026-01-20")
        #expect(then.contains("This is the case as it was public on"))
        #expect(then.contains("Yes, until 16 February 2026."))
        #expect(!then.contains("Permission granted"))
        let before = await network.visitor.get("\(network.path(id))?asOf=2026-01-01")
        #expect(before.status == 404)
        let json = await network.visitor.get("\(network.path(id)).json").json
        #expect(json["history"]?.asArray?.count == 2)
    }

    @Test("Its documents are opened by everyone, with kind and size")
    func documents() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let page = await network.visitor.get(network.path(id))
        #expect(page.contains("Site layout.pdf") && page.contains("PDF · 1 KB"))
        let json = await network.visitor.get("\(network.path(id)).json").json
        let url = try #require(json["documents"]?[0]?["url"]?.asString)
        let path = url.replacing("http://127.0.0.1:8080", with: "")
        let file = await network.visitor.get(path)
        #expect(file.status == 200 && file.text == "%PDF-1.7 site")
    }
}
