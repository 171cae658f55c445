// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Store

/// The key with which this network signs what it offers to others.
struct FollowingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "following", abstract: "Look after the key that other networks know this one by.",
        subcommands: [Key.self, RenewKey.self])

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the key's fingerprint, for operators who follow this network.",
            discussion: "Tell it by another way than the network itself: by telephone, or in a letter.")

        func run() async throws {
            let network = try Composition.present(try Settings())
            let key = try await network.signingKeys().current.publicKey
            try await network.close()
            print(key.fingerprint)
        }
    }

    struct RenewKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew-key", abstract: "Take a new key into use.",
            discussion: """
                The key before signs the new one, and stands beside it: whoever follows takes the new \
                one by itself. Where the key before may be in other hands, tell the operators who \
                follow, who then compare the new fingerprint.
                """)

        func run() async throws {
            let network = try Composition.present(try Settings())
            let key = try await network.renewSigningKey().current.publicKey
            try await network.close()
            print(key.fingerprint)
        }
    }
}
