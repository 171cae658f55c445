// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Store
import Web

/// The directory's pages and data: `/directory` and `/coverage`.
public enum DirectoryFace {
    /// The face, with the words of this system and a cache of its own.
    /// - Throws: `Fault` if the words are not beside the program.
    public static func face() throws -> Face {
        let cache = DirectoryCache()
        return Face(
            .directory, routes: routes(cache),
            navigation: [
                .init("directory.title", "/directory"), .init("coverage.title", "/coverage"),
            ],
            words: try SystemResources.words(in: Bundle.module),
            siteMap: { network in
                let all = try cache.snapshot(of: network, asOf: nil)
                return ["/directory", "/coverage"]
                    + all.systems.map { "/coverage/\($0.slug)" }
                    + all.organisations.keys.sorted().flatMap {
                        ["/directory/\($0)", "/directory/\($0)/history"]
                    }
            },
            about: { request, tenant in
                let all = try cache.snapshot(of: request.site.network, asOf: nil)
                // One of a demonstration is not in the directory.
                guard all.organisations[tenant.slug] != nil else { return "" }
                let ui = request.ui
                return "<p>\(ui.link(ui("directory.here"), "/directory/\(tenant.slug)"))</p>"
            },
            found: [
                Name.kind.key: place("organisation", under: "/directory"),
                Service.kind.key: place("organisation", under: "/directory"),
                SharedSystem.kind.key: place("slug", under: "/coverage"),
            ])
    }

    /// The page of what an entry is about, whose slug stands in a field. What was struck out is
    /// nowhere.
    private static func place(_ field: String, under path: String) -> Face.Place {
        { row in
            guard row.state == .recorded, let slug = row.values[field]?.text else { return nil }
            return Href("\(path)/\(slug)")
        }
    }

    private static func routes(_ cache: DirectoryCache) -> [Route] {
        func route(
            _ path: String, _ formats: Set<Format>,
            _ answer: @escaping @Sendable (Request, DirectoryView) throws -> Response
        ) -> Route {
            Route(.get, path, .everyone, formats: formats) { request in
                try answer(request, DirectoryView(request, cache))
            }
        }
        return [
            route("/directory", [.json, .csv, .jsonld, .ttl, .geojson], directory),
            route("/directory/services", [.json, .jsonld, .ttl], services),
            route("/directory/:slug", [.json, .jsonld, .ttl], organisation),
            route("/directory/:slug/history", []) { request, view in
                let organisation = try view.organisation(request["slug"])
                return request.page(
                    try EntryHistoryPage(
                        request: request, view: view, organisation: organisation
                    ).page())
            },
            route("/coverage", [.json, .csv], coverage),
            route("/coverage/:system", [.json, .csv], system),
        ]
    }

    private static func directory(_ request: Request, _ view: DirectoryView) throws -> Response {
        let filter = try DirectoryFilter(request.query, in: view)
        let page = DirectoryPage(view, filter, request.ui)
        let (bodies, authorities) = (page.bodies, page.authorities)
        let data = DirectoryData(view: view)
        return switch request.format {
        case .json: .cacheable(data.json(bodies, authorities), for: request)
        case .csv: .cacheable(data.csv(bodies + authorities), Format.csv.media, for: request)
        case .geojson: .cacheable(data.geojson(bodies + authorities), as: .geojson, for: request)
        case .jsonld, .ttl:
            .linked(
                linked(request, view).organisations(
                    bodies.flatMap { [$0] + view.parts(of: $0.slug) } + authorities), for: request)
        default: request.page(page.page)
        }
    }

    private static func services(_ request: Request, _ view: DirectoryView) -> Response {
        switch request.format {
        case .json: .cacheable(DirectoryData(view: view).services, for: request)
        case .jsonld, .ttl: .linked(linked(request, view).services, for: request)
        default: .seeOther("/directory")
        }
    }

    private static func organisation(_ request: Request, _ view: DirectoryView) throws -> Response {
        let organisation = try view.organisation(request["slug"])
        switch request.format {
        case .json: return .cacheable(DirectoryData(view: view).json(organisation), for: request)
        case .jsonld, .ttl:
            return .linked(
                linked(request, view).organisations(
                    [organisation] + view.parts(of: organisation.slug)), for: request)
        default:
            let tenant = try request.site.network.find(organisation.slug)
            var page = OrganisationPage(
                ui: request.ui, view: view, organisation: organisation,
                tenant: tenant.map { "/t/\($0.slug)" }
            ).page
            let here: Href = "/directory/\(organisation.slug)"
            page.addLinked(at: here.with(view.query), view.name(organisation.slug))
            page.data = linked(request, view).forSearch(organisation).forPage
            return request.page(page)
        }
    }

    private static func coverage(_ request: Request, _ view: DirectoryView) -> Response {
        let systems = SystemCoverage.all(in: view)
        return switch request.format {
        case .json: .cacheable(CoverageData(view: view).json(systems), for: request)
        case .csv: .cacheable(CoverageData(view: view).csv(systems), Format.csv.media, for: request)
        default: request.page(CoveragePage(ui: request.ui, view: view, systems: systems).page)
        }
    }

    private static func system(_ request: Request, _ view: DirectoryView) throws -> Response {
        let coverage = SystemCoverage(try view.system(request["system"]), in: view)
        return switch request.format {
        case .json: .cacheable(CoverageData(view: view).json(coverage), for: request)
        case .csv:
            .cacheable(CoverageData(view: view).csv(coverage), Format.csv.media, for: request)
        default:
            request.page(SystemCoveragePage(ui: request.ui, view: view, coverage: coverage).page)
        }
    }

    private static func linked(_ request: Request, _ view: DirectoryView) -> LinkedData {
        LinkedData(
            view: view, words: request.site.words, address: request.site.configuration.address)
    }
}
