// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Directory
import Kernel
import Store

/// Filling the directory of a network in real use.
struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory", abstract: "Fill the directory.", subcommands: [Load.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record the facts that come with the product, each with its source.",
            discussion: """
                The bodies that support municipalities, the Irish local authorities, the shared \
                systems and what is known of their coverage. What has been recorded before stays \
                as it is, corrected or struck out or not. Administrators of the network go on \
                from there under /t/commons.
                """)

        func run() async throws {
            let network = try Composition.present(try Settings())
            try await DirectorySetup.load(into: network)
            try await network.close()
            print("The directory holds what comes with the product.")
        }
    }
}
