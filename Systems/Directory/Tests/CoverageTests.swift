// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Store
import TestKit
import Testing

@Suite struct CoverageTests {
    private func system(_ slug: String, on day: String? = nil) async throws -> JSON {
        let network = try await DirectoryNetwork.shared
        let json = try await network.json("/coverage.json" + (day.map { "?on=\($0)" } ?? ""))
        return try #require(json["systems"]?.first("slug", slug))
    }

    @Test(arguments: [
        ("social-housing", 27, 0, true), ("planning", 24, 24, false), ("finance", 28, 0, true),
        ("hr-payroll", 31, 31, false), ("online-planning", 28, 28, false),
    ])
    func claimsStandBesideWhatIsNamed(
        slug: String, claimed: Int, named: Int, differs: Bool
    ) async throws {
        let system = try await system(slug)
        #expect(system[pointer: "/claims/0/claimed"] == .integer(claimed))
        #expect(system[pointer: "/named/live"] == .integer(named))
        #expect(system["of"] == 31)
        #expect(system["differs"] == .bool(differs))
        let network = try await DirectoryNetwork.shared
        let page = await network.client.get("/coverage")
        #expect(page.contains("\(claimed) of 31"))
        #expect(page.contains("They differ: 27 claimed, 0 named so far; 27 not known by name."))
    }

    @Test func planningsMissingSevenAreThoseWithoutACode() async throws {
        let network = try await DirectoryNetwork.shared
        let detail = try await network.json("/coverage/planning.json")
        let all = try await network.json("/directory.json")["organisations"]?.asArray ?? []
        var without: [String] = []
        for authority in all where authority["sort"] == "authority" {
            let slug = authority["slug"]?.asString ?? ""
            let codes = try await network.json("/directory/\(slug).json")["codes"]
            if codes?.first("scheme", "shared-planning") == nil { without.append(slug) }
        }
        #expect(without.count == 7)
        #expect(detail["missing"]?.strings("slug").sorted() == without.sorted())
        let page = await network.client.get("/coverage/planning")
        let list = page.text.components(separatedBy: "<ul id=\"missing\">").last?
            .components(separatedBy: "</ul>").first ?? ""
        #expect(list.components(separatedBy: "<li>").count - 1 == 7)
        #expect(page.contains("undated, read on 23 November 2026"))
    }

    @Test func onlinePlanningLackedThreeByName() async throws {
        let system = try await system("online-planning", on: "2025-04-29")
        #expect(system["missing"]?.strings("name") == [
            "Cork City Council", "Cork County Council", "Wexford County Council",
        ])
        #expect(system[pointer: "/named/live"] == 28)
        #expect(system[pointer: "/named/planned"] == 3)
        #expect(system[pointer: "/claims/0/date"] == "2025-04-29")
        let before = try await self.system("online-planning", on: "2025-04-28")
        #expect(before["claims"] == [])
    }

    @Test func whoIsNotNamedIsNotSaidToLackIt() async throws {
        let network = try await DirectoryNetwork.shared
        for (day, isComplete) in [("2021-01-01", false), ("2025-04-28", false), ("2025-04-29", true)] {
            let system = try await system("online-planning", on: day)
            #expect(system["complete"] == .bool(isComplete), "\(day)")
            let page = await network.client.get("/coverage/online-planning?on=\(day)")
            #expect(page.contains("Authorities that do not have it") == isComplete, "\(day)")
            #expect(page.contains("whether they have it is not recorded") != isComplete, "\(day)")
        }
    }

    @Test func aWindowIsSaidToBeOne() async throws {
        let network = try await DirectoryNetwork.shared
        let page = await network.client.get("/coverage")
        #expect(page.contains("since some day between 1 October 2022 and 31 December 2022"))
    }

    @Test func promisesStandInTheOrderOfTheirDays() async throws {
        let network = try await DirectoryNetwork.shared
        let detail = try await network.json("/coverage/online-planning.json")
        #expect(
            detail["promises"]?.strings("promised") == ["2017", "2022-06", "2022", "2023", "2025-09"])
        let then = try await network.json("/coverage/online-planning.json?on=2025-04-28")
        #expect(then["promises"]?.strings("promised").contains("2025-09") == false)
    }

    @Test func beforeTheRecordsNobodyKnows() async throws {
        let network = try await DirectoryNetwork.shared
        let page = await network.client.get("/coverage?on=1800-01-01")
        #expect(page.contains("0 local authorities existed on that day."))
        #expect(page.contains("Of 6 more the directory does not know"))
    }

    @Test func aTenantOutsideTheDirectoryIsToldOf() async throws {
        let network = try await DirectoryNetwork()
        try await network.test.open("elsewhere")
        func switchOn() async throws -> DirectorySetup.SwitchedOn {
            try await DirectorySetup.switchOn(
                "planning", for: "elsewhere", in: network.test.network, by: .system("setup"))
        }
        #expect(try await switchOn() == .unknownOrganisation)
        try await network.perform(
            "record_organisation",
            ["slug": "elsewhere", "kind": "county_council", "country": "IE", "source": "a test",
                "certain": true])
        #expect(try await switchOn() == .recorded)
        let system = try await network.json("/coverage/talka-planning.json")
        #expect(system["authorities"]?.first("slug", "elsewhere")?["state"] == "live")
        await #expect(throws: Problems.self) {
            try await network.test.network.switchOn(
                "directory", for: "elsewhere", by: .system("setup"))
        }
    }

    @Test func aSystemIsRecordedWhenItIsFirstSwitchedOn() async throws {
        let face = try DirectoryFace.face()
        let test = try TestNetwork([.directory], faces: [face])
        try await test.open("cork")
        let call = try ActionCall.recording("cork", in: test)
        _ = try await test.network.commons.perform(call, at: test.clock.now)
        try await DirectorySetup.switchOn(
            "planning", for: "cork", in: test.network, by: .system("setup"))
        let answer = await test.client().get("/coverage/talka-planning.json")
        #expect(answer.json[pointer: "/named/live"] == 1)
        let before = try test.network.verify(Tenant.commons).entries
        try await DirectorySetup.switchOn(
            "planning", for: "cork", in: test.network, by: .system("setup"))
        #expect(try test.network.verify(Tenant.commons).entries == before)
    }

    @Test func aStateHasAHistory() async throws {
        let network = try await DirectoryNetwork.shared
        let path = "/coverage/online-planning.json"
        let pilot = try await network.json("\(path)?on=2022-01-01")
        let tipperary = try #require(pilot["authorities"]?.first("slug", "tipperary"))
        #expect(tipperary["state"] == "piloting")
        #expect(tipperary[pointer: "/perhaps/state"] == "live")
        let now = try await network.json(path)
        let history = now["authorities"]?.first("slug", "tipperary")?["history"]
        #expect(history?.strings("state") == ["piloting", "live"])
        #expect(now["promises"]?.asArray?.count == 5)
    }

    @Test(arguments: [
        nil, "1993-12-31", "2014-05-31", "2014-06-01", "2022-06-01", "2023-03-13", "2025-04-29",
    ])
    func everyCountIsTheNumberOfRows(day: String?) async throws {
        let network = try await DirectoryNetwork.shared
        let query = day.map { "?on=\($0)" } ?? ""
        let json = try await network.json("/coverage.json\(query)")
        let csv = await network.client.get("/coverage.csv\(query)").text
            .split(separator: "\r\n")
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        for (index, system) in (json["systems"]?.asArray ?? []).enumerated() {
            let rows = system["authorities"]?.asArray ?? []
            #expect(system["of"] == .integer(rows.count))
            #expect(rows.count == json["authorities"]?.asArray?.count)
            for (state, count) in system["named"]?.asObject ?? [:] {
                let named = rows.filter { $0["state"]?.asString == state }
                #expect(count == .integer(named.count))
                #expect(csv.count { $0[index + 2] == state } == named.count)
            }
            let live = rows.count { $0["state"] == "live" }
            #expect(live + (system["missing"]?.asArray?.count ?? 0) == rows.count)
            let slug = system["slug"]?.asString ?? ""
            let detail = await network.client.get("/coverage/\(slug).csv\(query)").text
            #expect(detail.split(separator: "\r\n").count - 1 == rows.count)
        }
    }

    @Test func aMergerChangesBothNumbers() async throws {
        let network = try await DirectoryNetwork()
        for slug in ["limerick-city", "limerick-county"] {
            try await network.perform(
                "record_coverage_fact",
                [
                    "authority": .string(slug), "system": "finance", "stage": "live",
                    "earliest": "2010-01-01", "latest": "2010-01-01", "how": "by_name",
                    "source": "a test", "certain": true,
                ])
        }
        func finance(_ day: String) async throws -> (JSON?, JSON?) {
            let all = try await network.json("/coverage.json?on=\(day)")["systems"]
            let system = all?.first("slug", "finance")
            return (system?[pointer: "/named/live"], system?["of"])
        }
        #expect(try await finance("2014-05-31") == (2, 34))
        #expect(try await finance("2014-06-01") == (0, 31))
    }

    @Test func switchingASystemOnIsAFact() async throws {
        let network = try await DirectoryNetwork()
        for tenant in try DirectorySetup.tenants() where ["cork", "kl"].contains(tenant.slug) {
            try await network.test.network.open(tenant, by: .system("setup"))
        }
        #expect(try await network.json("/coverage.json")["systems"]?.asArray?.count == 5)
        for _ in 1...2 {
            try await DirectorySetup.switchOn(
                "planning", for: "cork", in: network.test.network, by: .system("setup"))
        }
        #expect(try network.test.network.find("cork")?.systems == ["planning"])
        let system = try await network.json("/coverage/talka-planning.json")
        let cork = system["authorities"]?.first("slug", "cork")
        #expect(cork?["state"] == "live")
        #expect(cork?["how"] == "switched_on")
        #expect(cork?[pointer: "/since/earliest"] == "2026-11-23")
        #expect(cork?["history"]?.asArray?.count == 1)
        let before = try await network.json("/coverage/talka-planning.json?on=2026-11-22")
        #expect(before[pointer: "/named/live"] == 0)
    }
}

extension ActionCall {
    /// The recording of an authority in an empty directory.
    fileprivate static func recording(_ slug: String, in test: TestNetwork) throws -> ActionCall {
        let action = try #require(test.network.systems.action("directory.record_organisation"))
        let read = try action.read(json: [
            "slug": .string(slug), "kind": "county_council", "country": "IE", "source": "a test",
            "certain": true,
        ])
        return ActionCall(action, by: .system("setup"), input: read.values, given: read.given)
    }
}
