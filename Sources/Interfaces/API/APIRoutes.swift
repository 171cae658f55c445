// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The API of a product, derived from what its systems declare, and the document that describes it.
public enum APIRoutes {
    /// Every route of the API.
    /// - Parameters:
    ///   - faces: the systems.
    ///   - own: operations that systems declare beside what is derived.
    public static func all(for faces: [Face], own: [APIOperation] = []) -> [Route] {
        let operations = operations(for: faces.map(\.system), own: own)
        return operations.map(\.route) + [OpenAPI.route(operations)] + catalogue(beside: faces)
    }

    /// The catalogue of what the network gives away, unless a system has one that says more.
    private static func catalogue(beside faces: [Face]) -> [Route] {
        let path = NetworkCatalogue.route.path
        return faces.contains { $0.routes.contains { $0.path == path } } ? [] : [NetworkCatalogue.route]
    }

    /// Every operation of the API, in the order of the document. One that a system declares takes
    /// the place of a derived one of the same method and path.
    public static func operations(
        for systems: [System], own: [APIOperation] = []
    ) -> [APIOperation] {
        let derived =
            systems.filter { $0.name != System.network.name }.flatMap(operations(of:))
            + [UploadOperation.operation, JournalOperation.operation, OperationsOperation.operation]
            + WebhookOperations.all
            + RegisterOperations(kinds: systems.flatMap(\.published)).all
        let taken = Set(own.map { "\($0.method) \($0.path)" })
        return derived.filter { !taken.contains("\($0.method) \($0.path)") } + own
    }

    /// What is derived from a system: the reading of its records and the taking of its actions.
    static func operations(of system: System) -> [APIOperation] {
        system.records.flatMap { kind in
            RecordOperations(kind: kind).all
                + system.actions
                .filter { $0.record.name == kind.name && ActionOperations.isOffered($0) }
                .map { ActionOperations($0).operation }
        }
    }

    /// A stored name as client generators name types: `PlanningApplication`.
    static func camelled(_ name: String) -> String {
        name.split { $0 == "_" || $0 == "." || $0 == "-" }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
