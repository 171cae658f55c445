// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Where the stores of a run lie.
enum Place {
    /// In files, copied from those in a folder: as the product has them, with connections and logs
    /// of their own for each process.
    case files(template: String)
    /// In memory, where a run costs far less; undone after it.
    case memory(TrialStores)

    /// Opens the network that lies there.
    /// - Parameter directory: where its files are, if it has any.
    func network(
        in directory: String, _ faults: Faults, _ town: Town, timepiece: @escaping Timepiece
    ) throws -> Network {
        switch self {
        case .files:
            try Network(
                in: directory, trial: faults, shape: town.shape, law: town.law, timepiece: timepiece,
                logger: World.logger)
        case .memory(let stores):
            try Network(
                in: stores, trial: faults, shape: town.shape, law: town.law, timepiece: timepiece,
                logger: World.logger)
        }
    }
}

/// Freshly made stores, from which every run begins.
final class Places {
    static let slugs = ["north", "south", "west"]

    private let root: String
    let town: Town
    private var made: [String: Place] = [:]

    init(in root: String, of town: Town) {
        self.root = root
        self.town = town
    }

    /// Those of so many tenants.
    func place(_ count: Int, inFiles isInFiles: Bool) throws -> Place {
        let name = "\(isInFiles ? "files" : "memory")-\(count)"
        if let place = made[name] { return place }
        let folder = "\(root)/\(name)"
        let place: Place = isInFiles ? .files(template: folder) : .memory(TrialStores())
        let scheduler = OneThread.scheduler
        scheduler.begin(Chance(seed: 0)) { _ in }
        let network = try place.network(
            in: folder, Faults(scheduler), town, timepiece: { World.beginning })
        let (done, slugs) = (Box<Bool>(), Array(Self.slugs.prefix(count)))
        Task.detached {
            for slug in slugs {
                let tenant = Tenant(
                    slug: slug, name: slug, jurisdiction: "ie", sort: "municipality", isDemo: false,
                    systems: ["town"])
                try await network.open(tenant, by: .system("setup"))
            }
            try await network.close()
            done.set(true)
        }
        try scheduler.run { done.value != nil }
        made[name] = place
        return place
    }
}
