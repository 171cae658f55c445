// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// How the whole network is, as one process sees it now.
public struct OperationsReport {
    /// One tenant, in service or not.
    struct Place {
        let tenant: Tenant
        let condition: StoreCondition?
        /// Why it is out of service.
        let reason: Phrase?
    }

    let at: Instant
    let places: [Place]
    let operations: [OperationNote]
    let diskFree: Int?
    let diskSize: Int?
    let process: ProcessFigures
    let startedAt: Instant
    let inFlight: Int
    let shed: Int
    let faults: Int
    let slowRoutes: [Lately.Entry]
    let slowActions: [Lately.Entry]

    /// Looks at everything.
    /// - Throws: `Fault` if the commons cannot be read.
    public init(_ site: Site, at now: Instant) throws {
        let network = site.network
        at = now
        places = try ([network.commons.tenant] + network.tenants()).map { Self.look(at: $0, network) }
        operations = try network.operations()
        diskFree = network.diskFree()
        diskSize = network.diskSize()
        process = ProcessFigures()
        startedAt = site.startedAt
        inFlight = site.places.taken
        shed = Places.Rank.allCases.map { site.metrics.shed[$0.rawValue].value }.reduce(0, +)
        faults = site.metrics.faults[].value
        slowRoutes = site.metrics.slowRoutes.slowest(8, at: now)
        slowActions = site.metrics.slowActions.slowest(8, at: now)
    }

    /// One that is out of service keeps nobody from seeing the others.
    private static func look(at tenant: Tenant, _ network: Network) -> Place {
        do {
            return Place(
                tenant: tenant, condition: try network.condition(of: tenant.slug), reason: nil)
        } catch Refusal.outOfService(let phrase) {
            return Place(tenant: tenant, condition: nil, reason: phrase)
        } catch {
            return Place(tenant: tenant, condition: nil, reason: Phrase("operations.out.fault"))
        }
    }

    /// When something that is done now and then last succeeded.
    func lastDone(_ name: String) -> OperationNote? {
        operations.first { $0.name == name && $0.outcome == .done }
    }

    /// How each of them last went.
    var latest: [OperationNote] {
        var seen: Set<String> = []
        return operations.filter { seen.insert($0.name).inserted }
    }

    /// Seconds between a moment and now.
    func age(_ instant: Instant) -> Int { Int(max(0, at - instant) / 1_000) }
}
