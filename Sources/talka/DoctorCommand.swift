// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Store

/// Looks for whatever is not as it should be, and says what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for whatever is not as it should be.",
        discussion: """
            Integrity, journals, schemas against what is declared, documents, the registry against \
            what is there, outboxes, answers of clocks, clocks themselves, the disk, backups. \
            Nothing is changed. Exit 0: nothing was found; 1: something was.
            """)

    @Flag(help: "Report in JSON.") var json = false

    func run() async throws {
        let network = try Composition.present(try Settings())
        let line = KeepingLine()
        let findings = Doctor(network).examine(told: line.told)
        line.end()
        try await network.close()
        if json {
            print(JSON.array(findings.map(Self.json)).pretty())
        } else {
            if findings.isEmpty { print("Nothing was found.") }
            for finding in findings {
                let whose = finding.tenant.map { "\($0): " } ?? ""
                print("\(finding.gravity.rawValue): \(whose)\(finding.detail)\n    \(finding.advice)")
            }
        }
        if !findings.isEmpty { throw ExitCode(1) }
    }

    private static func json(_ finding: Doctor.Finding) -> JSON {
        [
            "gravity": .string(finding.gravity.rawValue), "tenant": .optional(finding.tenant),
            "code": .string(finding.code), "detail": .string(finding.detail),
            "advice": .string(finding.advice),
        ]
    }
}
