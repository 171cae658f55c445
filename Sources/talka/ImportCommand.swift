// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Planning
import Store

/// Taking in what other systems hold.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in what other systems hold.",
        subcommands: [ODP.self, TenantCopy.self, NetworkCopy.self])

    /// Cases in the Open Digital Planning format.
    struct ODP: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "odp",
            abstract: "Take in planning cases in the Open Digital Planning format.",
            discussion: """
                A case that is held already is brought forward by a later report of it; one that \
                contradicts it, or tells of an earlier stage, is kept beside it. Taking the same \
                in again changes nothing. Exit 0: all of it was taken; 1: some was refused or \
                kept beside.
                """)

        @Option(help: "The slug of the tenant that gets the cases.") var tenant: String
        @Flag(help: "Report in JSON.") var json = false
        @Argument(help: "Files, folders of .json files, or - for standard input.")
        var files: [String]

        func run() async throws {
            let network = try Composition.present(try Settings())
            let importer = try importer(network)
            let sources = try sources()
            let words = try Composition.words(try Composition.faces())
            let line = ProgressLine(words: words, isShown: sources.count > 1)
            let report = await importer.take(sources) { line.show($0) }
            line.end()
            try await network.close()
            if json {
                print(report.json(words: words).pretty())
            } else {
                for line in report.lines(words: words) { print(line) }
            }
            if !report.isAllTaken { throw ExitCode(1) }
        }

        private func importer(_ network: Network) throws -> ODPImport {
            do {
                return try ODPImport(network: network, tenant: tenant)
            } catch Refusal.notFound {
                throw ValidationError("There is no tenant “\(tenant)”.")
            } catch let refusal as Refusal {
                throw ValidationError(try Messages.of(refusal))
            }
        }

        private func sources() throws -> [ODPSource] {
            guard files.count(where: { $0 == "-" }) <= 1 else {
                throw ValidationError("Standard input can be read once only.")
            }
            var sources: [ODPSource] = []
            for file in files {
                let found =
                    file == "-" ? [try ODPSource.standardInput()] : ODPSource.files(at: [file])
                if found.isEmpty {
                    throw ValidationError("There is no .json file in the folder \(file).")
                }
                sources += found
            }
            return sources
        }
    }
}

/// How far a long import has come: one line on the error stream, for people only.
private final class ProgressLine: Sendable {
    private let words: Words
    private let isShown: Bool

    init(words: Words, isShown: Bool) {
        self.words = words
        self.isShown = isShown && isatty(2) == 1
    }

    func show(_ progress: ODPProgress) {
        guard isShown else { return }
        let values = [
            "files": "\(progress.files)", "of": "\(progress.of)", "cases": "\(progress.cases)",
        ]
        write("\r" + words("odp.report.progress", values, in: .english))
    }

    func end() {
        if isShown { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
