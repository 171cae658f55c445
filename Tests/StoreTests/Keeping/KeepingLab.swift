// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Store
import TestKit

/// Two tenants with something of everything, and places to keep copies in.
struct KeepingLab {
    let lab: LabNetwork
    var test: TestNetwork { lab.test }
    var network: Network { lab.network }

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// One shown and amended since, one shown and hidden again, one as it was put.
    init() async throws {
        lab = try await LabNetwork(["one", "two"])
        for tenant in ["one", "two"] {
            let shown = try await lab.put("Shown", in: tenant)
            try await lab.perform(Lab.show.kind, in: tenant, on: shown)
            try await lab.perform(Lab.amend.kind, in: tenant, on: shown, ["remark": "Another"])
            let hidden = try await lab.put("Hidden", in: tenant)
            try await lab.perform(Lab.show.kind, in: tenant, on: hidden)
            try await lab.perform(Lab.hide.kind, in: tenant, on: hidden)
            try await lab.perform(Lab.amend.kind, in: tenant, on: try await lab.put("Kept", in: tenant), [:])
        }
        await network.settle()
    }

    /// A place for a copy, gone with the test.
    func place(_ name: String) -> String { "\(test.directory)/kept/\(name)" }

    func file(_ tenant: String = "one") -> StoreFile { lab.file(tenant) }

    /// Where another network may lie, and its documents.
    struct Elsewhere {
        let address: StoreAddress
        let directory: String
        var documents: FolderShelf { FolderShelf("\(directory)/documents") }
    }

    /// A directory, and a database if there is one for tests.
    func others() -> [Elsewhere] {
        let directory = place("other-\(UUID().uuidString)")
        var all = [Elsewhere(address: .sqlite(directory: directory), directory: directory)]
        if let server = ProcessInfo.processInfo.environment["TALKA_TEST_POSTGRES"] {
            let name = "t\(UUID().uuidString.replacing("-", with: "").lowercased().prefix(12))_"
            let mark = server.contains("?") ? "&" : "?"
            if let address = try? StoreAddress("\(server)\(mark)schemas=\(name)") {
                all.append(
                    Elsewhere(address: address, directory: place("other-\(UUID().uuidString)")))
            }
        }
        return all
    }

    /// The network that lies there, made if there is none.
    func elsewhere(_ other: Elsewhere) throws -> TestNetwork {
        try test.elsewhere(other.address, directory: other.directory)
    }

    /// Takes a whole network in there.
    func takeIn(_ folder: String, at other: Elsewhere) throws {
        try other.address.takeIn(
            Copies(place(folder)), systems: [.network, Lab.system], documents: other.documents,
            logger: Self.logger)
    }

    /// Every version that was ever shown of what stands, in the order it came, and when.
    static func whatEveryoneSees(in network: Network, of tenant: String? = nil) throws -> [String] {
        let items = try network.register.page(RegisterQuery(kind: "lab.sample", limit: 1_000)).items
        return try items.filter { tenant == nil || $0.tenant == tenant }.flatMap { item in
            try network.register.versions(tenant: item.tenant, record: item.record).map { "\($0)" }
        }
    }

    /// What one tenant's records were at several moments.
    func asOf(in network: Network) throws -> [String] {
        let store = try network.tenant("one")
        return try ["2026-01-12T09:00:01Z", "2026-01-12T09:00:03Z"].flatMap { moment in
            try store.read(as: LabNetwork.officer) { reader in
                var query = Query([], order: "id", limit: 100)
                query.asOf = Instant(iso: moment)
                return try reader.list(query, kind: Sample.kind).map { "\($0.id) \($0.version) \($0.values)" }
            }
        }
    }
}
