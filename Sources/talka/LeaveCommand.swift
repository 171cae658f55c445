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
                go. Others do not notice. Letters from it and to it are delivered first. With \
                --moved-to its old addresses lead on to the network where it is now. Interrupted, \
                the same command goes on.
                """)

        @Argument(help: "The tenant's slug.") var slug: String
        @Option(help: "The folder of its export.") var export: String
        @Option(help: "The slug once more: this cannot be undone.") var confirm: String
        @Option(help: "The address of the network where it is now: https://…") var movedTo: String?

        func run() async throws {
            guard confirm == slug else {
                throw ValidationError("--confirm must be the slug. Nothing was changed.")
            }
            let address = try movedTo.map(NewAddress.init)
            let network = try Composition.present(try Settings())
            do {
                try await network.leave(slug, having: Copies(export), movedTo: address?.text)
            } catch Refusal.notFound {
                throw ValidationError("There is no tenant “\(slug)”.")
            }
            try await network.close()
            print("\(slug) has left.")
        }
    }

    /// Says where a tenant is that has left.
    struct Moved: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say where a tenant is that has left: its old addresses lead on there.")

        @Argument(help: "The tenant's slug.") var slug: String
        @Option(help: "The address of the network where it is now, or `nowhere`.") var to: String

        func run() async throws {
            let address = to == "nowhere" ? nil : try NewAddress(to)
            let network = try Composition.present(try Settings())
            do { try await network.tellMove(of: slug, to: address?.text) } catch Refusal.notFound {
                throw ValidationError("No tenant “\(slug)” has left.")
            }
            try await network.close()
            print(address.map { "The old addresses of \(slug) lead to \($0.text)." }
                ?? "The old addresses of \(slug) lead nowhere.")
        }
    }
}

/// The address of another network, as it is typed.
private struct NewAddress {
    let text: String

    /// - Throws: `ValidationError` for a text that is none.
    init(_ typed: String) throws {
        let text = String(typed.reversed().drop { $0 == "/" }.reversed())
        guard text.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\-]+(:[0-9]{1,5})?/) != nil else {
            throw ValidationError("Say the address as https://HOST. Nothing was changed.")
        }
        self.text = text
    }
}
