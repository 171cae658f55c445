// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// Planning's pages for everyone: the register, every case in it, and having one's say.
public enum PublicPages {
    /// How many of the newest cases the site map names; the register leads to all.
    private static let mapped = 200

    /// The routes, to be entered in the system's face.
    public static let routes: [Route] = register + cases + saying

    /// The API's operations, beside those that are derived.
    public static let operations = [CaseOperation.operation]

    private static let lists: Set<Format> = [.json, .csv, .geojson, .atom]

    private static let register: [Route] = [
        Route(
            .get, "/register/planning", .everyone, formats: lists, isKept: true,
            answer: RegisterView.answer),
        Route(
            .get, "/t/:tenant/planning/register", .everyone, formats: lists, system: "planning",
            isKept: true, answer: RegisterView.answer),
        Route(
            .get, "/t/:tenant/planning/weekly", .everyone, system: "planning",
            answer: WeeklyPage.answer),
        Route(.get, "/register/planning/find", .everyone, answer: FindPage.answer),
        Route(.get, "/register/planning/:tenant", .everyone, system: "planning") { request in
            .seeOther("/t/\(request["tenant"])/planning/register")
        },
    ]

    /// What was published stays where it is, even if its authority has left planning since.
    private static let cases: [Route] = [
        Route(
            .get, "/register/planning/:tenant/:id", .everyone, formats: [.json, .geojson, .atom],
            isKept: true, answer: PublicCasePage.answer),
        Route(
            .get, "/register/planning/:tenant/:id/notice", .everyone,
            answer: PublicNoticePage.answer),
        Route(
            .get, "/register/planning/:tenant/:id/submissions", .everyone, formats: [.json],
            answer: CaseSubmissions.answer),
    ]

    private static let saying: [Route] = [
        Route(.get, "/t/:tenant/planning/applications/:id/say", .signedIn, system: "planning") {
            try SayPage($0).show()
        },
        Route(.post, "/t/:tenant/planning/applications/:id/say", .signedIn, system: "planning") {
            try await SayPage($0).take()
        },
        Route(
            .get, "/t/:tenant/planning/applications/:id/say/:submission", .signedIn,
            system: "planning", answer: SayReceipt.answer),
        // One speaks on a case: the way there leads over the register.
        Route(
            .get, "/t/:tenant/planning/submissions/new/make-submission", .everyone,
            system: "planning"
        ) { request in
            .seeOther(
                ("/t/\(request["tenant"])/planning/register" as Href).with(["open": "true"]))
        },
    ]

    /// The addresses for everyone: the registers, the weekly lists, and the newest cases with their
    /// notices.
    @Sendable public static func siteMap(_ network: Network) throws -> [String] {
        let tenants = try network.tenants().filter { $0.systems.contains("planning") }
        let newest = try network.register.page(
            RegisterQuery(kind: PublishedKind.application.name, limit: mapped))
        return ["/register/planning", "/register/planning/find"]
            + tenants.flatMap {
                ["/t/\($0.slug)/planning/register", "/t/\($0.slug)/planning/weekly"]
            }
            + newest.items.flatMap { item -> [String] in
                let path = PublicCase.href(item.tenant, item.record).string
                let isDecided = item.columns["decision"]?.text != nil
                return [path] + (isDecided ? ["\(path)/notice"] : [])
            }
    }
}
