// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Synchronization

/// The whole network: the commons, and every tenant's store. Opened once; everything else is given
/// the part of it that it needs.
public final class Network: Sendable {
    public let systems: SystemSet
    public let law: Law
    public let commons: TenantStore
    public let documents: DocumentStore
    let logger: Logger
    /// What it counts of itself.
    public let metrics: Metrics
    /// Where it lies.
    public let address: StoreAddress
    let place: any StorePlace
    let tables: TableSet
    /// The tables of every tenant's store.
    let schema: Schema
    /// The tables of the commons.
    let wholeSchema: Schema
    private let timepiece: Timepiece
    private let saying: Saying
    private let courier: Courier
    /// Tells whoever does jobs in this process that there may be some.
    let bell: JobBell
    /// Whether what other processes held of a store has ended when it is opened.
    private let endsLeases = Atomic<Bool>(false)
    /// Whether people are also told by mail what they are told here.
    private let mailing = Atomic<Bool>(false)
    private let surroundings: Surroundings
    /// Nil once the network is closed.
    private let slots = Mutex<[String: TenantSlot]?>([:])
    let registry: Registry

    /// Opens the network that lies somewhere, making the commons if there is nothing yet.
    /// - Parameters:
    ///   - shelf: where documents lie; nil: in a folder beside the stores.
    ///   - watch: told which stores each transaction touches.
    ///   - saying: says to operators what went wrong; it knows the product's words.
    /// - Throws: `Refusal.outOfService` for a commons that is newer than the program or emptied;
    ///   `Fault` if nothing can be written there, or nobody answers.
    public convenience init(
        at address: StoreAddress, systems: [System], law: Law, timepiece: @escaping Timepiece,
        logger: Logger, metrics: Metrics = Metrics(), documents shelf: (any DocumentShelf)? = nil,
        watch: StoreWatch? = nil, saying: @escaping Saying = { "\($0)" }
    ) throws {
        try self.init(
            at: address, in: address.place(logger: logger, watch: watch),
            shape: NetworkShape(systems, timepiece), law: law, timepiece: timepiece,
            metrics: metrics, documents: shelf, saying: saying)
    }

    init(
        at address: StoreAddress, in place: any StorePlace, shape: NetworkShape, law: Law,
        timepiece: @escaping Timepiece, metrics: Metrics, documents shelf: (any DocumentShelf)?,
        saying: @escaping Saying = { "\($0)" }
    ) throws {
        let (systems, tables) = (shape.systems, shape.tables)
        let logger = place.logger
        let holder = Weak<Network>()
        let courier = Courier(logger: logger, steady: place.steady, network: { holder.value })
        let surroundings = Surroundings(network: { holder.value })
        let bell = JobBell()
        self.systems = systems
        self.law = law
        self.logger = logger
        self.metrics = metrics
        self.address = address
        self.place = place
        self.tables = tables
        self.timepiece = timepiece
        self.saying = saying
        self.courier = courier
        self.bell = bell
        self.surroundings = surroundings
        documents = DocumentStore(shelf ?? FolderShelf(address.documents))
        schema = shape.schema
        wholeSchema = shape.wholeSchema
        let database = try place.openCommons(schema: wholeSchema)
        commons = TenantStore(
            Registry.operatorTenant(systems), database: database,
            tables: Self.tables(tables, of: database), shape: wholeSchema.shape, systems: systems,
            law: law, timepiece: timepiece, surroundings: surroundings, metrics: metrics,
            afterCommit: { slug in
                courier.wake(slug)
                bell.ring(slug)
                place.announcer?.announce()
            })
        registry = Registry(commons: commons, steady: place.steady)
        holder.set(self)
    }

    /// From now on what people are told here is also sent to them, by whoever does jobs.
    public func mailNotices() { mailing.store(true, ordering: .releasing) }

    /// Whether it is.
    var mailsNotices: Bool { mailing.load(ordering: .acquiring) }

    /// What went wrong, in words for whoever runs the network: for logs, notes and findings.
    public func said(_ error: any Error) -> String { saying(error) }

    /// What time it is.
    public func now() -> Instant { timepiece() }

    /// Every tenant the registry knows, in the order of their names, without the operator.
    public func tenants() throws -> [Tenant] { try registry.all() }

    /// What the registry knows of a tenant; nil if there is none of that slug.
    public func find(_ slug: String) throws -> Tenant? {
        slug == Tenant.commons ? commons.tenant : try registry.find(slug)
    }

    /// The address of the network where a tenant is that has left this one; nil: it is here, or was
    /// never, or nobody said.
    public func movedTo(_ slug: String) throws -> String? { try registry.movedTo(slug) }

    /// The address of the network a tenant came from; nil: it began here, or nobody said.
    public func cameFrom(_ slug: String) throws -> String? { try registry.cameFrom(slug) }

    /// A tenant's store, opened if it is not yet.
    /// - Throws: `Refusal.notFound` if there is no such tenant; `Refusal.outOfService` if its store
    ///   is missing, emptied, or newer than the program; `Fault` once the network is closed.
    public func tenant(_ slug: String) throws -> TenantStore {
        if slug == Tenant.commons { return commons }
        guard let tenant = try registry.find(slug) else { throw Refusal.notFound }
        let slot = slots.withLock { slots -> TenantSlot? in
            guard slots != nil else { return nil }
            if let slot = slots?[slug] { return slot }
            let slot = TenantSlot(place.steady)
            slots?[slug] = slot
            return slot
        }
        guard let slot else { throw Fault("the network is closed") }
        return try slot.store(
            of: tenant,
            open: {
                let database = try place.open(slug, schema: schema)
                if endsLeases.load(ordering: .acquiring) { try Lease.endAll(in: database) }
                return database
            },
            make: store)
    }

    /// Makes the store of a new tenant and enters it in the registry.
    /// - Throws: `Problems` for a slug that is none or taken, and for a name that cannot be one.
    public func open(_ tenant: Tenant, by actor: Actor) async throws {
        try TenantNaming.check(tenant)
        guard try find(tenant.slug) == nil else {
            throw Problems("slug", "taken", Phrase("problem.slug_taken"))
        }
        try place.make(tenant.slug, schema: schema)
        try await registry.enter(tenant, by: actor, at: now())
    }

    /// Names a tenant anew, in its own words and in other languages; its slug stays.
    /// - Throws: `Problems` for a name that cannot be one; `Refusal.notFound` for no tenant.
    public func rename(
        _ slug: String, to name: String, names: [Language: String], by actor: Actor
    ) async throws {
        guard let tenant = try registry.find(slug) else { throw Refusal.notFound }
        let named = Tenant(
            slug: slug, name: name, names: names, jurisdiction: tenant.jurisdiction,
            sort: tenant.sort, isDemo: tenant.isDemo, systems: tenant.systems)
        try TenantNaming.check(named)
        try await registry.rename(named, by: actor, at: now())
    }

    /// Switches a system on for a tenant; one that is on stays so. Whoever keeps the directory
    /// hears of it there.
    /// - Throws: `Problems` for a system of the commons; `Refusal.notFound` for no tenant.
    public func switchOn(_ system: String, for slug: String, by actor: Actor) async throws {
        if let known = systems[system], known.isCommons {
            throw Problems(
                "system", "not_for_tenants",
                Phrase("problem.not_for_tenants", ["system": system]))
        }
        try await registry.switchOn(system, for: slug, by: actor, at: now())
    }

    /// Opens every tenant and carries what waits in its outbox; from then on it hears what other
    /// processes change. Tenants that cannot be opened are logged and left out of service; the
    /// others go on.
    /// - Parameter isCarrying: false where somebody else sees to what was left behind: a `JobRunner`.
    public func openAll(carrying isCarrying: Bool = true) throws {
        place.announcer?.listen { [weak self] in self?.hear() }
        for tenant in try tenants() {
            do {
                _ = try self.tenant(tenant.slug)
                if isCarrying { courier.wake(tenant.slug) }
            } catch {
                logger.error("tenant out of service", metadata: [
                    "tenant": "\(tenant.slug)", "error": "\(said(error))",
                ])
            }
        }
        if isCarrying { courier.wake(Tenant.commons) }
    }

    /// Ends what processes held that are known to have ended, so that nobody waits for them: for whoever
    /// knows that no other process serves these stores, before it opens them.
    public func endLeases() throws {
        try Lease.endAll(in: commons.database)
        endsLeases.store(true, ordering: .releasing)
    }

    /// Tells the other processes that serve these stores that people, sessions or tenants changed.
    func tellOthers() { place.announcer?.announce() }

    /// Another process changed people, sessions or tenants: what is kept at hand is read anew.
    private func hear() {
        commons.networkActions.add(1, ordering: .acquiringAndReleasing)
        registry.forget()
    }

    /// Carries what waits in a tenant's outbox, soon.
    func carry(_ slug: String) { courier.wake(slug) }

    /// Waits until everything published and every letter has been carried, as far as it can be.
    public func settle() async { await courier.settle() }

    /// Waits for what is under way, and closes every store.
    public func close() async throws {
        await courier.stop()
        let open = slots.withLock { slots in
            defer { slots = nil }
            return slots.map { Array($0.values) } ?? []
        }
        for store in open.compactMap({ $0.empty() }) { try store.database.close() }
        try commons.database.close()
        try place.close()
    }

    /// Lets go of a tenant's store, if it is open.
    func slots(without slug: String) {
        let slot = slots.withLock { $0?.removeValue(forKey: slug) }
        try? slot?.empty()?.database.close()
    }

    /// The same network from another moment: for stories, which happen in the past.
    public func perform(
        _ call: ActionCall, for slug: String, at moment: Instant? = nil
    ) async throws -> Outcome {
        try await tenant(slug).perform(call, at: moment ?? now())
    }

    private func store(_ tenant: Tenant, _ database: any Database) -> TenantStore {
        let (courier, bell) = (courier, bell)
        return TenantStore(
            tenant, database: database, tables: Self.tables(tables, of: database),
            shape: schema.shape, systems: systems, law: law, timepiece: timepiece,
            surroundings: surroundings, metrics: metrics,
            afterCommit: {
                courier.wake($0)
                bell.ring($0)
            })
    }

    /// What is read of a store that was not brought forward is what it has.
    private static func tables(_ tables: TableSet, of database: any Database) -> TableSet {
        guard database is ReadOnlyDatabase else { return tables }
        return (try? database.read { try tables.fitted(to: $0) }) ?? tables
    }

    static func schema(
        _ systems: SystemSet, isCommons: Bool, _ timepiece: @escaping Timepiece
    ) -> Schema {
        // Every journal witnesses others, and says what was erased.
        let everywhere = isCommons ? [] : [Witnessed.kind, Erasure.kind]
        return Schema(
            kinds: systems.all.filter { $0.isCommons == isCommons }.flatMap(\.records) + everywhere,
            isCommons: isCommons, published: systems.all.flatMap(\.published), timepiece: timepiece)
    }
}

/// Says in words what went wrong.
public typealias Saying = @Sendable (any Error) -> String

/// A reference that does not keep what it points at.
final class Weak<Object: AnyObject & Sendable>: Sendable {
    private struct Box: Sendable { weak var object: Object? }
    private let box = Mutex(Box())

    var value: Object? { box.withLock { $0.object } }
    func set(_ object: Object) { box.withLock { $0.object = object } }
}
