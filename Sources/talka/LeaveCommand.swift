// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Store

extension TenantCommand {
    /// Lets a tenant go, once it has an export of all there is.
    struct Leave: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a tenant go: nothing of it stays but that it was there.",
            discussion: """
                Needs an export of the tenant that has all there is (talka export). Its store, \
                documents, what is published in its name, its roles and its entry in the registry \
                go. Others do not notice. Interrupted, the same command goes on.
                """)

        @Argument(help: "The tenant's slug.") var slug: String
        @Option(help: "The folder of its export.") var export: String
        @Option(help: "The slug once more: this cannot be undone.") var confirm: String

        func run() async throws {
            guard confirm == slug else {
                throw ValidationError("--confirm must be the slug. Nothing was changed.")
            }
            let network = try Composition.present(try Settings())
            do { try await network.leave(slug, having: Copies(export)) } catch Refusal.notFound {
                throw ValidationError("There is no tenant “\(slug)”.")
            }
            try await network.close()
            print("\(slug) has left.")
        }
    }
}
