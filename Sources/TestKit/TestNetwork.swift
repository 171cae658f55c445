// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Outgoing
import Store
import Synchronization
import Tracing
import Web

/// A network in a directory of its own, gone when the test is: with a settable clock, the law of
/// every jurisdiction, quick passwords, and a site that answers without a port.
///
///     let test = try TestNetwork([.planning], faces: [PlanningFace.face])
///     try await test.open("dlr", systems: ["planning"])
///     let officer = try await test.client("Orla", roles: ["dlr": [.officer]])
///     let page = await officer.get("/t/dlr/planning/inbox")
public final class TestNetwork: Sendable {
    /// The password of everyone `person` makes.
    public static let password = "seven quiet herons"

    /// What a site is composed of beside the network.
    public struct Composition: Sendable {
        public var faces: [Face] = []
        public var derived: [Route] = []
        public var configuration = Configuration()
        public var policy = SignInPolicy()
        /// Who answers what is asked of identity providers.
        public var fetching: (any Fetching)?
        public var documents: (any DocumentShelf)?
        /// Who takes mail; nil: none is sent.
        public var mail: (any MailSending)?
        /// Who takes what addresses are told; nil: none is told anything.
        public var webhooks: (any Fetching)?
        /// Who asks other servers; nil: nobody is asked.
        public var outside: (any Fetching)?
        /// Which machine translates; nil: none.
        public var translator: (any Translator)?
        /// Who keeps traces; nil: nobody.
        public var tracer: (any Tracer)?
        public init() {}
    }

    public let directory: String
    /// Where its stores lie: in the directory, or in the database that `TALKA_TEST_POSTGRES` names.
    public let address: StoreAddress
    public let clock: TestClock
    public let network: Network
    public let accounts: Accounts
    public let site: Site
    /// Does what was asked for soon after; what falls due later when it is told to look.
    public let jobs: JobRunner
    private let systems: [System]
    private let composition: Composition
    private let law: Law
    private let ownsDirectory: Bool
    /// The stores each transaction touched, several of one database alone.
    private let touched: Touched
    private let people = Mutex<[String: RecordID]>([:])
    /// Which roles they were given here.
    private let granted = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - systems: the systems beside the network's own.
    ///   - rules: the packs of rules they work under.
    ///   - documents: where documents lie; nil: beside the stores.
    ///   - now: what the clock says first, in ISO form.
    public convenience init(
        _ systems: [System] = [], faces: [Face] = [], derived: [Route] = [], rules: [Rules] = [],
        configuration: Configuration = Configuration(), documents: (any DocumentShelf)? = nil,
        policy: SignInPolicy = SignInPolicy(), fetching: (any Fetching)? = nil,
        mail: (any MailSending)? = nil, webhooks: (any Fetching)? = nil,
        outside: (any Fetching)? = nil,
        translator: (any Translator)? = nil, tracer: (any Tracer)? = nil,
        at now: String = "2026-01-12T09:00:00Z"
    ) throws {
        var composition = Composition()
        composition.documents = documents
        composition.faces = faces
        composition.derived = derived
        composition.configuration = configuration
        composition.policy = policy
        composition.fetching = fetching
        composition.mail = mail
        composition.webhooks = webhooks
        composition.outside = outside
        composition.translator = translator
        composition.tracer = tracer
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "talka-test-\(UUID().uuidString)").path
        try self.init(
            directory: directory, address: Self.address(directory), ownsDirectory: true,
            systems: systems, composition: composition, law: Self.law(rules),
            clock: TestClock(now))
    }

    private init(
        directory: String, address: StoreAddress, ownsDirectory: Bool, systems: [System],
        composition: Composition, law: Law, clock: TestClock
    ) throws {
        self.directory = directory
        self.address = address
        self.ownsDirectory = ownsDirectory
        self.systems = systems
        self.composition = composition
        self.law = law
        self.clock = clock
        let touched = Touched()
        self.touched = touched
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let network = try Network(
            at: address, systems: [.network] + systems, law: law, timepiece: { clock.now },
            logger: logger, metrics: Metrics(tracer: composition.tracer),
            documents: composition.documents ?? FolderShelf("\(directory)/documents"),
            watch: { touched.note($0) })
        let accounts = Accounts(
            network: network, policy: composition.policy, work: 16, fetching: composition.fetching)
        (self.network, self.accounts) = (network, accounts)
        var words = Words(unchecked: [.irish])
        for (language, texts) in try SystemResources.coreWords() {
            try words.add(texts, in: language)
        }
        for face in composition.faces {
            for (language, texts) in face.words { try words.add(texts, in: language) }
        }
        let all = words
        let postmaster = try composition.mail.map {
            Postmaster(
                network, accounts: accounts, words: all, sender: $0,
                setting: Postmaster.Setting(
                    from: try Mailbox("talka@talka.test"), address: "https://talka.test",
                    siteName: "Talka"),
                mailings: composition.faces.flatMap(\.mailings))
        }
        let webhooks = composition.webhooks.map {
            Webhooks(network, fetching: $0, policy: AddressPolicy(), address: "https://talka.test")
        }
        let site = Site(
            network: network, accounts: accounts, words: words, faces: composition.faces,
            derived: composition.derived, assets: try Assets(),
            configuration: composition.configuration, postmaster: postmaster,
            webhooks: webhooks, translator: composition.translator,
            outside: composition.outside.map { Outside($0, policy: AddressPolicy()) },
            logger: logger)
        self.site = site
        var handlers = JobHandler.all(of: network)
        handlers += postmaster?.handlers ?? []
        handlers += webhooks?.handlers ?? []
        handlers += composition.faces.flatMap { $0.jobs(site) }
        jobs = JobRunner(
            network, handlers: handlers,
            feeds: (webhooks.map { [$0.feed] } ?? []) + composition.faces.flatMap { $0.feeds(site) },
            chance: { 1 })
    }

    deinit {
        precondition(touched.all.spanning.isEmpty, "transactions span stores: \(touched.all.spanning)")
        // What systems do by themselves would go on for ever, and keep the stores open.
        Task { [faces = site.faces] in for face in faces { await face.ending() } }
        guard ownsDirectory else { return }
        try? FileManager.default.removeItem(atPath: directory)
        // Of a test that did not close its network the schemas go with the database.
        try? address.removeEverything()
    }

    /// The same stores opened once more, as a second process would; with the same clock.
    /// - Parameter faces: those of that process, where they hold something of their own.
    public func beside(faces: [Face]? = nil) throws -> TestNetwork {
        var composition = composition
        if let faces { composition.faces = faces }
        return try TestNetwork(
            directory: directory, address: address, ownsDirectory: false, systems: systems,
            composition: composition, law: law, clock: clock)
    }

    /// What lies at another address, with the same systems and the same clock; gone with what this
    /// gives.
    /// - Parameter directory: for its documents.
    public func elsewhere(_ address: StoreAddress, directory: String) throws -> TestNetwork {
        try TestNetwork(
            directory: directory, address: address, ownsDirectory: true, systems: systems,
            composition: composition, law: law, clock: clock)
    }

    /// Does what is due now, and waits for it.
    public func work() async {
        await jobs.sweep()
        await jobs.settle()
    }

    /// How many transactions there were since this was asked last, and which stores those touched
    /// that touched more than one: whatever the test, none may. Only on PostgreSQL.
    public func transactions() -> (count: Int, spanning: [[String]]) { touched.take() }

    /// Whether tests run on PostgreSQL.
    public static var isOnPostgres: Bool { server != nil }

    private static var server: String? {
        ProcessInfo.processInfo.environment["TALKA_TEST_POSTGRES"]
    }

    private static func address(_ directory: String) throws -> StoreAddress {
        guard let server else { return .sqlite(directory: directory) }
        let name = "t\(UUID().uuidString.replacing("-", with: "").lowercased().prefix(12))_"
        return try StoreAddress("\(server)\(server.contains("?") ? "&" : "?")schemas=\(name)")
    }

    /// Opens a tenant, with these systems switched on.
    @discardableResult
    public func open(
        _ slug: String, name: String? = nil, jurisdiction: String = "ie",
        sort: String = "municipality", systems: [String] = []
    ) async throws -> TenantStore {
        let tenant = Tenant(
            slug: slug, name: name ?? slug.capitalized, jurisdiction: jurisdiction,
            sort: sort, isDemo: false, systems: Set(systems))
        try await network.open(tenant, by: .system("setup"))
        return try network.tenant(slug)
    }

    /// A person of that name, who holds these roles; made if there is none. Their e-mail is
    /// `NAME@example.ie` in lower case.
    @discardableResult
    public func person(
        _ name: String, roles: [String: Set<Role>] = [:]
    ) async throws -> RecordID {
        let email = Self.email(name)
        let known = people.withLock { $0[email] }
        let id =
            if let known { known } else {
                try await accounts.signUpDemo(
                    people: [(name, email)], password: Self.password, at: clock.now)[0]
            }
        people.withLock { $0[email] = id }
        for (tenant, held) in roles {
            for role in held.sorted(by: { $0.rawValue < $1.rawValue }) {
                let isNew = granted.withLock { $0.insert("\(email) \(role.rawValue) \(tenant)").inserted }
                guard isNew else { continue }
                try await accounts.grant(
                    role, in: tenant, to: id, by: .system("setup"), at: clock.now)
            }
        }
        return id
    }

    /// A browser nobody has signed in with.
    public func client() -> TestClient { TestClient(site: site, clock: clock, in: self) }

    /// A browser in which a person of that name, with these roles, has signed in.
    public func client(
        _ name: String, roles: [String: Set<Role>] = [:]
    ) async throws -> TestClient {
        try await person(name, roles: roles)
        let client = client()
        try await client.signIn(Self.email(name), Self.password)
        return client
    }

    /// A token with which a program acts for a person of that name in a tenant.
    public func token(
        _ name: String, in tenant: String, roles: Set<Role> = [], scopes: Set<String> = ["read", "write"]
    ) async throws -> String {
        let id = try await person(name, roles: roles.isEmpty ? [:] : [tenant: roles])
        let wish = Accounts.TokenWish(tenant: tenant, name: "test", scopes: scopes)
        return try await accounts.createToken(wish, by: Actor(.person(id)), at: clock.now)
    }

    /// The e-mail of a person made here.
    public static func email(_ name: String) -> String {
        "\(name.lowercased().replacing(" ", with: "."))@example.ie"
    }

    /// The law of every jurisdiction there is, with these packs of rules.
    public static func law(_ rules: [Rules] = []) throws -> Law {
        let files = try FileManager.default.contentsOfDirectory(
            at: Jurisdiction.folder, includingPropertiesForKeys: nil)
        let all = try files.filter { $0.pathExtension == "json" }.map {
            try Jurisdiction(parsing: String(contentsOf: $0, encoding: .utf8))
        }
        var book = RuleBook()
        for pack in rules { try book.add(pack) }
        guard let ireland = all.first(where: { $0.code == "ie" }) else {
            throw Fault("there is no ie.json")
        }
        return Law(book: book, first: ireland, others: all.filter { $0.code != "ie" })
    }
}

/// A clock that stands still until it is set.
public final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    /// - Parameter iso: such as `2026-01-12T09:00:00Z`.
    public init(_ iso: String) {
        moment = Mutex(Instant(iso: iso) ?? Instant(milliseconds: 0))
    }

    /// What it says.
    public var now: Instant { moment.withLock { $0 } }

    /// Sets it.
    public func set(_ instant: Instant) { moment.withLock { $0 = instant } }

    /// Sets it, to a moment in ISO form.
    public func set(_ iso: String) {
        if let instant = Instant(iso: iso) { set(instant) }
    }

    /// Lets so much time pass.
    public func pass(seconds: Int = 0, hours: Int = 0, days: Int = 0) {
        moment.withLock { $0 = $0.adding(seconds: seconds + 3_600 * (hours + 24 * days)) }
    }
}

/// Which stores transactions touched.
private final class Touched: Sendable {
    private let state = Mutex<(count: Int, spanning: [[String]])>((0, []))

    var all: (count: Int, spanning: [[String]]) { state.withLock { $0 } }

    func take() -> (count: Int, spanning: [[String]]) {
        state.withLock { state in
            defer { state = (0, []) }
            return state
        }
    }

    func note(_ schemas: [String]) {
        state.withLock {
            $0.count += 1
            if schemas.count > 1 { $0.spanning.append(schemas.sorted()) }
        }
    }
}
