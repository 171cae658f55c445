// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A system's face: its pages and where they are entered. What it does not say is derived.
public struct Face: Sendable {
    public let system: System
    /// Its own routes. One of the same method and path as a derived one takes its place.
    public let routes: [Route]
    /// Where it is entered from every page: a key of `Words/` and a path.
    public let navigation: [Entrance]
    /// What people come to it for, such as having their say: the first things on the first page.
    public let tasks: [Entrance]
    /// Where one goes to do something with it: shown on a tenant's page (`:tenant` in the path
    /// stands for its slug) and on the page of a person's own work, to those who may enter.
    public let work: [Entrance]
    /// The words of its `Words/` files, by language.
    public let words: [Language: [String: String]]
    /// Addresses of its pages for everyone, for the site map.
    public let siteMap: @Sendable (Network) throws -> [String]
    /// What it says of a tenant on that tenant's page, such as how to reach it.
    public let about: @Sendable (Request, Tenant) throws -> HTML
    /// How the first things of a kind it publishes are listed; nil: newest first, as they are called.
    public let highlights: FirstThings
    /// Where a record of the commons that everyone may find is read, by the key of its kind
    /// (`RecordKind.found`); nil: nowhere.
    public let found: [String: Place]
    /// What falls due by itself, such as an application deemed withdrawn; done every hour, by one
    /// process for all. Doing it again must change nothing.
    public let daily: @Sendable (Network) async throws -> Void
    /// What it has done later that needs more than a store, such as asking other servers.
    public let jobs: @Sendable (Site) -> [JobHandler]
    /// What it looks for by itself in every store, again and again, in each process that does jobs.
    public let feeds: @Sendable (Site) -> [JobFeed]
    /// What it does when the process ends as it should, before the stores are closed.
    public let ending: @Sendable () async -> Void

    /// Its ways in for programs that speak a protocol of their own.
    public let doors: [Door]
    /// What it sends to many at once by mail.
    public let mailings: [Mailing]

    public typealias Place = @Sendable (StoredRow) -> Href?
    public typealias FirstThings = @Sendable (Request, PublishedKind, _ limit: Int) throws -> Highlights?

    /// A way into a system. Under `KEY.card` its words may say a line more of it.
    public struct Entrance: Sendable, Hashable {
        public let key: String
        public let path: String
        /// Who is shown it.
        public let access: Access
        /// The jurisdictions at whose tenants there is something behind it; nil: all.
        public let jurisdictions: Set<String>?
        public init(
            _ key: String, _ path: String, for access: Access = .everyone,
            in jurisdictions: Set<String>? = nil
        ) {
            self.key = key
            self.path = path
            self.access = access
            self.jurisdictions = jurisdictions
        }
    }

    public init(
        _ system: System, routes: [Route], navigation: [Entrance] = [],
        tasks: [Entrance] = [], work: [Entrance] = [],
        words: [Language: [String: String]] = [:],
        siteMap: @escaping @Sendable (Network) throws -> [String] = { _ in [] },
        about: @escaping @Sendable (Request, Tenant) throws -> HTML = { _, _ in "" },
        highlights: @escaping FirstThings = { _, _, _ in nil },
        found: [String: Place] = [:],
        daily: @escaping @Sendable (Network) async throws -> Void = { _ in },
        jobs: @escaping @Sendable (Site) -> [JobHandler] = { _ in [] },
        feeds: @escaping @Sendable (Site) -> [JobFeed] = { _ in [] },
        ending: @escaping @Sendable () async -> Void = {},
        doors: [Door] = [],
        mailings: [Mailing] = []
    ) {
        self.system = system
        self.routes = routes
        self.navigation = navigation
        self.tasks = tasks
        self.work = work
        self.words = words
        self.siteMap = siteMap
        self.about = about
        self.highlights = highlights
        self.found = found
        self.daily = daily
        self.jobs = jobs
        self.feeds = feeds
        self.ending = ending
        self.doors = doors
        self.mailings = mailings
    }
}
