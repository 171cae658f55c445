// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Outgoing
import Store

/// The whole product as it answers requests: composed once, held by the server and by tests.
public final class Site: Sendable {
    public let network: Network
    public let accounts: Accounts
    public let words: Words
    public let configuration: Configuration
    public let faces: [Face]
    public let router: Router
    let doors: [Door]
    public let assets: Assets
    /// Whether requests should be sent to this process.
    public let readiness: Readiness
    /// When it was composed.
    let startedAt: Instant
    /// Who sends mail; nil where none is sent.
    public let postmaster: Postmaster?
    /// Who tells addresses outside what happens; nil where nobody does.
    public let webhooks: Webhooks?
    /// Who asks other servers that somebody has named; nil where nobody does.
    public let outside: Outside?
    /// Which machine translates; nil where none does.
    public let translator: (any Translator)?
    let logger: Logger
    let places: Places
    let exports: ExportPlaces
    let live: ExportPlaces
    let threads: RequestThreads?
    let connections: Connections
    let keptPages: KeptPages

    /// Composes the product. Routes of `faces` take the place of derived ones of the same method
    /// and path.
    public init(
        network: Network, accounts: Accounts, words: Words, faces: [Face], derived: [Route],
        assets: Assets, configuration: Configuration, postmaster: Postmaster? = nil,
        webhooks: Webhooks? = nil, translator: (any Translator)? = nil, outside: Outside? = nil,
        logger: Logger
    ) {
        self.network = network
        self.accounts = accounts
        self.words = words
        self.faces = faces
        doors = faces.flatMap(\.doors)
        self.assets = assets
        self.configuration = configuration
        self.postmaster = postmaster
        self.webhooks = webhooks
        self.outside = outside
        self.translator = translator
        self.logger = logger
        let limits = configuration.limits
        readiness = Readiness(network)
        startedAt = network.now()
        places = Places(limits)
        exports = ExportPlaces(limits)
        live = .live(limits)
        threads = limits.threads > 0 ? RequestThreads(limits.threads) : nil
        connections = Connections(
            limits, proxies: configuration.proxies, metrics: network.metrics)
        keptPages = KeptPages(network.commons, threads: threads)
        let own = faces.flatMap(\.routes) + CoreRoutes.all + WatchRoutes.all + OperationsPage.routes
            + SignInRoutes.all + MailRoutes.all + JobRoutes.all
        let taken = Set(own.map(Self.shape))
        router = Router(own + derived.filter { !taken.contains(Self.shape($0)) })
    }

    /// Answers a request. Never throws: whatever goes wrong becomes an answer.
    public func answer(_ request: Request) async -> Response {
        await Observing(site: self).answer(request)
    }

    /// Begins to answer a request for a door on the connection's thread; nil: `answer` must be asked.
    func beginAtOnce(_ request: Request) -> Observing.Begun? { Observing(site: self).beginAtOnce(request) }

    /// The door a path leads to.
    func door(to path: String) -> Door? { doors.first { $0.leads(to: path) } }

    /// What the process counts and measures of itself.
    public var metrics: Metrics { network.metrics }

    /// A route's method and path with its places unnamed.
    private static func shape(_ route: Route) -> String {
        let segments = route.segments.map { $0.hasPrefix(":") ? ":" : String($0) }
        return "\(route.method.rawValue) /\(segments.joined(separator: "/"))"
    }
}
