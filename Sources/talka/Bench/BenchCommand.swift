// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser

/// Measures what docs/benchmarks.md claims, beside a peer or a limit in the same run.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure speed and memory beside a peer in the same run.",
        subcommands: [
            BenchActions.self, BenchRegister.self, BenchPages.self, BenchTenants.self, BenchYear.self,
            BenchKnowledge.self, BenchDigest.self, BenchTwin.self, BenchRest.self, BenchLoad.self,
        ])
}
