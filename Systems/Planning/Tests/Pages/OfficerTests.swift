// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Store
import Testing
import TestKit
import Web

@Suite struct OfficerTests {
    @Test func aCaseFromLodgementToItsDecision() async throws {
        let network = try await PlanningNetwork()
        let (aoife, orla) = (try await network.resident(), try await network.officer())
        let path = try await network.lodged(aoife)
        #expect(await orla.get("/t/dlr/planning/inbox").contains("12 Marine Road"))
        #expect(await network.validate(path, orla).status == 303)
        #expect(await aoife.get(path).contains("26/1"))
        // Further information, asked for within the eight weeks and answered.
        try await network.wait(until: "2026-02-20T10:00:00Z", [
            "Aoife Byrne": aoife, "Orla Kelly": orla,
        ])
        let asked = await orla.submit(
            "\(path)/request-further-information",
            ["items": "A shadow study\nThe height of the wall"])
        #expect(asked.status == 303, "\(asked.plain)")
        let case_ = await aoife.get(path)
        #expect(case_.contains("A shadow study") && case_.contains("Answer the request"))
        try await network.wait(until: "2026-03-16T10:00:00Z", [
            "Aoife Byrne": aoife, "Orla Kelly": orla,
        ])
        let reply = "\(path)/answer-further-information"
        let hidden = await aoife.get(reply).hidden(action: reply)
        let (type, body) = Multipart.form(
            hidden + [("reply", "1. Attached. 2. 1.8 metres.")],
            files: [("files", "Shadow study.pdf", Array("%PDF-1.7 shadow".utf8))])
        let answered = await aoife.send(.post, reply, headers: ["content-type": type], body: body)
        #expect(answered.status == 303, "\(answered.plain)")
        #expect(await orla.get(path).contains("Shadow study.pdf"))
        // The decision is seen as a notice before it is made.
        try await network.wait(until: "2026-03-20T10:00:00Z", [
            "Aoife Byrne": aoife, "Orla Kelly": orla,
        ])
        let grant = "\(path)/grant-permission"
        let form = await orla.get(grant).hidden(action: grant)
        let typed = [("reasons", "It fits its surroundings."), ("conditions", "Keep the hedge.")]
        let inserted = await orla.post(
            grant, form + typed + [("bank", "plans"), ("bank", "hours"), ("insert", "1")])
        #expect(inserted.contains("Keep the hedge."))
        #expect(inserted.contains("Reason: In the interest of clarity."))
        let noReason = await orla.post(grant, form + typed)
        #expect(noReason.status == 422 && noReason.contains("Condition 1 has no reason"))
        let whole = [
            ("reasons", "It fits its surroundings."),
            (
                "conditions",
                "1. Keep the hedge.\nReason: For privacy.\n2. Paint it green.\nReason: It blends in."
            ),
        ]
        let preview = await orla.post(grant, form + whole)
        #expect(preview.status == 200 && preview.contains("Decision to grant permission"))
        #expect(preview.contains("For privacy.") && preview.contains("16 April 2026"))
        #expect(try network.journal().contains("planning.grant_permission") == false)
        let done = await orla.post(grant, preview.hidden(action: grant) + [("confirm", "1")])
        #expect(done.status == 303, "\(done.plain)")
        let notice = await aoife.get("\(path)/notice")
        #expect(notice.contains("For privacy.") && notice.contains("It blends in."))
        #expect(!notice.contains("2. Paint it green."))
        #expect(
            try network.journal() == [
                "planning.start_application", "planning.save_answers", "planning.save_answers",
                "planning.save_answers", "planning.save_answers", "planning.save_answers",
                "planning.save_answers", "planning.save_answers", "planning.save_answers",
                "planning.lodge", "planning.validate", "planning.request_further_information",
                "planning.answer_further_information", "planning.grant_permission",
            ])
        let entries = try network.test.network.tenant("dlr").read(as: .system("test")) {
            try $0.journal(JournalFilter(action: "planning.grant_permission"))
        }
        #expect(entries.first?.rules.contains("s.34(8)(b)") == true)
    }

    @Test func pointsThatAreNotTickedBecomeReasons() async throws {
        let network = try await PlanningNetwork()
        let (aoife, orla) = (try await network.resident(), try await network.officer())
        let path = try await network.lodged(aoife)
        let page = "\(path)/validate"
        let form = await orla.get(page)
        #expect(form.plain.contains("A newspaper notice not more than two weeks before"))
        let unticked = await orla.post(
            page, form.hidden(action: page) + [("points", "agree"), ("points", "consent")])
        #expect(unticked.status == 422 && unticked.contains("Tick every point"))
        let back = await orla.post(
            page, form.hidden(action: page)
                + ["agree", "consent", "notices"].map { ("points", $0) } + [("return", "1")])
        let invalidate = try #require(back.location)
        #expect(invalidate == "\(path)/invalidate?missing=drawings")
        let returning = await orla.get(invalidate)
        #expect(returning.contains("Drawings are missing or do not show what the law asks."))
        let done = await orla.submit(
            "\(path)/invalidate", on: invalidate, ["reasons": "No site layout."])
        #expect(done.status == 303)
        let own = await aoife.get(path)
        #expect(own.contains("No site layout.") && own.contains("Returned as invalid"))
    }

    @Test func theSecondOfTwoOfficersSeesWhatChanged() async throws {
        let network = try await PlanningNetwork()
        let (aoife, orla) = (try await network.resident(), try await network.officer())
        let brian = try await network.officer("Brian Power")
        let path = try await network.valid(aoife, by: orla)
        try await network.wait(until: "2026-02-20T10:00:00Z", [
            "Aoife Byrne": aoife, "Orla Kelly": orla, "Brian Power": brian,
        ])
        let ask = "\(path)/request-further-information"
        let late = await brian.get(ask).hidden(action: ask)
        #expect(await orla.submit("\(path)/agree-extension", [
            "until-day": "1", "until-month": "6", "until-year": "2026",
        ]).status == 303)
        let stale = await brian.post(ask, late + [("items", "A drawing of the roof")])
        #expect(stale.status == 409)
        #expect(stale.contains("A drawing of the roof") && stale.contains("Orla Kelly"))
        let again = await brian.post(
            ask, stale.hidden(action: ask) + [("items", "A drawing of the roof")])
        #expect(again.status == 303, "\(again.plain)")
    }

    @Test func theInboxIsInTheOrderOfWhatFallsDue() async throws {
        let network = try await PlanningNetwork()
        let (aoife, orla) = (try await network.resident(), try await network.officer())
        let first = try await network.valid(aoife, by: orla)
        try await network.wait(until: "2026-01-15T09:00:00Z", [
            "Aoife Byrne": aoife, "Orla Kelly": orla,
        ])
        let second = try await network.lodged(aoife)
        let inbox = await orla.get("/t/dlr/planning/inbox?tab=hand")
        #expect(inbox.contains(first) && !inbox.contains(second))
        let all = await orla.get("/t/dlr/planning/inbox?tab=all")
        #expect(all.contains(first) && all.contains(second))
        #expect(await orla.get("/t/dlr/planning/inbox?tab=hand&whose=me").contains(first))
        let nobodys = await orla.get("/t/dlr/planning/inbox?tab=hand&whose=nobody")
        #expect(!nobodys.contains(first))
        // One click takes a case.
        let taken = await orla.submit(
            "/t/dlr/planning/inbox/take", on: "/t/dlr/planning/inbox?tab=validate")
        #expect(taken.location?.hasPrefix("/t/dlr/planning/inbox?tab=validate") == true)
        #expect(await orla.get("/t/dlr/planning/inbox?whose=me").contains(second))
        // What is over due stands in red.
        try await network.wait(until: "2026-04-01T09:00:00Z", [
            "Aoife Byrne": aoife, "Orla Kelly": orla,
        ])
        #expect(await orla.get("/t/dlr/planning/inbox?tab=hand").plain.contains("days over"))
        // Residents and other authorities' officers have no inbox here.
        #expect(await aoife.get("/t/dlr/planning/inbox").status == 404)
        let kerry = try await network.test.person("Ciara Dunne", roles: ["kerry": [.officer]])
        _ = kerry
        let ciara = try await network.person("Ciara Dunne")
        #expect(await ciara.get("/t/dlr/planning/inbox").status == 404)
        #expect(await ciara.get(first).status == 404)
    }

    @Test func whatIfShowsTheClocksSideBySide() async throws {
        let network = try await PlanningNetwork()
        let (aoife, orla) = (try await network.resident(), try await network.officer())
        let path = try await network.valid(aoife, by: orla)
        let none = await orla.get("\(path)/what-if")
        #expect(none.status == 200 && !none.contains("<table"))
        let page = await orla.get("\(path)/what-if?asked_on=2026-02-20&replied_on=2026-03-16")
        #expect(page.plain.contains("8 March 2026") && page.plain.contains("12 April 2026"))
        #expect(page.plain.contains("days later"))
        let wrong = await orla.get("\(path)/what-if?asked_on=2026-02-30")
        #expect(wrong.status == 422)
        let noRequest = await orla.get("\(path)/what-if?replied_on=2026-03-16")
        #expect(noRequest.status == 422 && noRequest.contains("No further information"))
        // Days in an impossible order are told, and stand in the form as they were.
        let order = await orla.get("\(path)/what-if?asked_on=2026-02-10&replied_on=2026-02-01")
        #expect(order.status == 422 && order.contains("the day must not lie before 10 February"))
        #expect(order.contains("value=\"2026-02-01\"") && !order.contains("{label}"))
        let early = await orla.get("\(path)/what-if?decided_on=2026-01-11")
        #expect(early.status == 422 && early.contains("before 12 January 2026"))
        #expect(await aoife.get("\(path)/what-if").status == 404)
    }

    @Test func programsAskForTheClocksToo() async throws {
        let network = try await PlanningNetwork()
        let (aoife, orla) = (try await network.resident(), try await network.officer())
        let path = try await network.valid(aoife, by: orla)
        let draft = try await network.start(aoife)
        let token = try await network.test.token("Orla Kelly", in: "dlr", scopes: ["read"])
        let client = network.test.client()
        let clocks = await client.api(.get, "/api\(path)/clocks", token: token)
        #expect(clocks.status == 200)
        let decision = clocks.json["clocks"]?.asArray?.first { $0["name"]?.asString == "decision" }
        #expect(decision?["dueOn"]?.asString == "2026-03-08")
        #expect(decision?["lastGoodDay"]?.asString == "2026-03-09")
        let text = decision?["steps"]?.asArray?.first?["text"]?.asString
        #expect(text == "The application was received on 12 January 2026.")
        #expect(clocks.json["then"] == nil)
        let then = await client.api(
            .get, "/api\(path)/clocks?asked_on=2026-02-20", token: token)
        #expect(then.json["then"]?.asArray?.contains { $0["state"]?.asString == "paused" } == true)
        for days in ["asked_on=soon", "asked_on=2026-02-10&replied_on=2026-02-01"] {
            let wrong = await client.api(.get, "/api\(path)/clocks?\(days)", token: token)
            #expect(wrong.status == 422, "\(days)")
        }
        #expect(await client.api(.get, "/api\(path)/clocks").status == 401)
        #expect(await client.api(.get, "/api\(draft)/clocks", token: token).status == 404)
    }

    @Test func everyPageHasItsWords() async throws {
        let network = try await PlanningNetwork()
        let (aoife, orla) = (try await network.resident(), try await network.officer())
        let draft = try await network.start(aoife)
        let path = try await network.valid(aoife, by: orla)
        let other = try await network.lodged(aoife)
        let sections = ["kind", "class", "size", "assessment", "address", "place", "applicant",
            "agent", "notices", "drawings", "documents", "fee", "check"]
        let own = ["/planning/apply", "/planning/mine", "/t/dlr/planning/apply", "\(draft)/apply",
            path, "\(path)/withdraw", "\(path)/lodged"] + sections.map { "\(draft)/apply/\($0)" }
        for page in own {
            for language in ["en", "ga"] {
                let answer = await aoife.get("\(page)?lang=\(language)")
                #expect(answer.status == 200, "\(page)")
                #expect(answer.missingWords == [], "\(page) in \(language)")
            }
        }
        let works = ["/t/dlr/planning/inbox", path, "\(path)/request-further-information",
            "\(path)/refuse-permission", "\(path)/correct-entry", "\(path)/agree-extension",
            "\(path)/what-if?asked_on=2026-02-20", "\(other)/validate", "\(other)/invalidate",
            "\(other)/assign", "\(path)/history"]
        for page in works {
            let answer = await orla.get("\(page)\(page.contains("?") ? "&" : "?")lang=en")
            #expect(answer.missingWords == [], "\(page): \(answer.status)")
        }
    }
}
