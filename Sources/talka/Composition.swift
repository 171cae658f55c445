// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Directory
import Following
import Foundation
import Interfaces
import Kernel
import Knowledge
import Outgoing
import Planning
import Store
import Twin
import Web

/// The product: which systems there are, put together with the law, the words and a store.
enum Composition {
    /// The systems' faces. Adding a system is a line here and its name in `systems`.
    /// - Parameter twins: the twins of this process.
    static func faces(_ twins: TwinHub = TwinHub()) throws -> [Face] {
        [
            try DirectoryFace.face(), try FollowingFace.face(), try KnowledgeFace.face(),
            try PlanningFace.face(), try TwinFace.face(twins),
        ]
    }

    /// What they declare of the API beside what is derived.
    private static var operations: [APIOperation] {
        DirectoryAPI.operations() + PlanningFace.operations
    }

    /// Where the systems' rules lie.
    static let rules: [URL] = [KnowledgeFace.rules, PlanningFace.rules]

    /// What systems know of their own ledgers, for `verify`.
    static let ledgerChecks: [LedgerChecking] = [TwinFace.check]

    /// The systems of the network.
    static let systems: [System] = [.network, .directory, .knowledge, .planning, .following, .twin]

    /// Opens the network that the settings name, making it if there is nothing yet.
    static func network(_ settings: Settings, timepiece: @escaping Timepiece = now) throws -> Network {
        let network = try Network(
            at: settings.store, systems: systems,
            law: law(settings), timepiece: timepiece, logger: settings.logger,
            metrics: Metrics(tracer: settings.traces?.tracer), documents: settings.documents,
            saying: { Messages.of($0) })
        // What a command tells people is sent by whoever serves.
        if case .none = settings.mail {} else { network.mailNotices() }
        return network
    }

    /// Opens the network that the settings name, for commands that have nothing to do in an empty
    /// one: a directory that was misspelt is not made.
    /// - Throws: `ValidationError` where no network lies.
    static func present(_ settings: Settings) throws -> Network {
        guard try settings.store.holdsNetwork() else {
            throw ValidationError(
                "There is no network in \(settings.store.shown). "
                    + "Say with TALKA_STORE=sqlite:DIR or postgres://… where it lies.")
        }
        return try network(settings)
    }

    private static func law(_ settings: Settings) throws -> Law {
        do {
            var law = try LawFiles.read(
                first: settings.jurisdiction, packs: rules.flatMap(LawFiles.files(in:)))
            if let overlays = settings.overlays { try law.readOverlays(in: overlays) }
            return law
        } catch {
            throw ValidationError(
                "The rules cannot be read (see TALKA_JURISDICTION and TALKA_OVERLAYS): \(error)")
        }
    }

    /// The product as it answers requests.
    /// - Parameter twins: the twins of this process, where somebody else holds them, too.
    static func site(
        _ network: Network, _ settings: Settings, twins: TwinHub? = nil, isDemo: Bool = false
    ) throws -> Site {
        let faces = try faces(twins ?? TwinHub(isOpen: settings.isOpenTwin))
        var configuration = settings.site
        configuration.isDemonstration = isDemo
        configuration.limits.connections = try Descriptors.connections(
            configuration.limits.connections, beside: network, settings.logger)
        let (accounts, words) = (try accounts(network, settings), try words(faces))
        let outside = Outside(outside(settings), policy: settings.addresses)
        return Site(
            network: network, accounts: accounts, words: words, faces: faces,
            derived: APIRoutes.all(for: faces, own: operations) + DerivedRoutes.all(for: faces),
            assets: try Assets(), configuration: configuration,
            postmaster: try postmaster(network, accounts, words, settings, faces, isDemo: isDemo),
            webhooks: Webhooks(
                network, fetching: outside.fetching,
                policy: settings.addresses, address: configuration.address),
            translator: settings.translator?.translator(policy: settings.addresses) {
                $0.traced(by: settings.traces?.tracer)
            },
            outside: outside, logger: settings.logger)
    }

    /// Who sends mail; in a demonstration, where nobody said how, it is shown on a page instead.
    private static func postmaster(
        _ network: Network, _ accounts: Accounts, _ words: Words, _ settings: Settings,
        _ faces: [Face], isDemo: Bool
    ) throws -> Postmaster? {
        var isShown = false
        if case .none = settings.mail { isShown = true }
        guard isDemo || !isShown else { return nil }
        let from = try settings.mailFrom ?? Mailbox("talka@demo.example", name: settings.site.siteName)
        return Postmaster(
            network, accounts: accounts, words: words, sender: settings.mail.sender(),
            setting: Postmaster.Setting(
                from: from, address: settings.site.address, siteName: settings.site.siteName,
                isShown: isShown),
            mailings: faces.flatMap(\.mailings))
    }

    /// Who does what falls due later, in a process that serves.
    static func jobs(_ site: Site) -> [JobHandler] {
        JobHandler.all(of: site.network) + site.faces.map(JobHandler.daily)
            + site.faces.flatMap { $0.jobs(site) } + [.witnessing]
            + (site.postmaster?.handlers ?? []) + (site.webhooks?.handlers ?? [])
    }

    /// Who looks, in such a process, for what is to be done that nobody asked for.
    static func feeds(_ site: Site) -> [JobFeed] {
        (site.webhooks.map { [$0.feed] } ?? []) + site.faces.flatMap { $0.feeds(site) }
    }

    /// Who sends requests to places that somebody else has named.
    private static func outside(_ settings: Settings) -> any Fetching {
        CurlClient(policy: settings.addresses, atOnce: 4).traced(by: settings.traces?.tracer)
    }

    /// Who signs in, with the identity providers the settings name.
    private static func accounts(_ network: Network, _ settings: Settings) throws -> Accounts {
        let policy = try settings.signIn()
        return Accounts(
            network: network, policy: policy,
            fetching: policy.providers.isEmpty
                ? nil : outside(settings))
    }

    /// Every text there is. All but English is marked: no speaker has checked it.
    static func words(_ faces: [Face]) throws -> Words {
        let files = [try SystemResources.coreWords()] + faces.map(\.words)
        var words = Words(unchecked: Set(files.flatMap(\.keys)).subtracting([.english]))
        for file in files {
            for (language, texts) in file { try words.add(texts, in: language) }
        }
        return words
    }

    /// What the machine's clock says.
    static let now: Timepiece = { Instant(Date()) }
}
