// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What became of the cases of one file.
public struct ODPFileReport: Sendable {
    public let file: String
    public var cases: [ODPCaseReport] = []

    init(file: String) { self.file = file }

    /// What became of the file in one word; `mixed` where its cases fared differently.
    public var outcome: String {
        let words = Set(cases.map { $0.standing.isTaken ? "taken" : $0.standing.rawValue })
        return words.count == 1 ? words.first ?? "refused" : "mixed"
    }
}

/// What became of everything that was sent in one go.
public struct ODPReport: Sendable {
    public let tenant: Tenant
    public var files: [ODPFileReport] = []

    init(tenant: Tenant) { self.tenant = tenant }

    var count: Int { files.reduce(0) { $0 + $1.cases.count } }

    /// How many cases became that.
    public func count(_ standing: ODPCaseReport.Standing) -> Int {
        files.reduce(0) { $0 + $1.cases.count { $0.standing == standing } }
    }

    /// Whether every case is held here now as it was sent.
    public var isAllTaken: Bool {
        files.allSatisfy { $0.cases.allSatisfy(\.standing.isTaken) }
    }

    /// The report as programs read it.
    public func json(words: Words) -> JSON {
        let path = "/t/\(tenant.slug)/planning/applications"
        let counts = ODPCaseReport.Standing.allCases.map { ($0, count($0)) }
        return [
            "tenant": .string(tenant.slug),
            "files": .array(files.map { file in
                [
                    "file": .string(file.file), "outcome": .string(file.outcome),
                    "cases": .array(file.cases.map { $0.json(path: path, words: words) }),
                ]
            }),
            "taken": .integer(counts.reduce(0) { $0 + ($1.0.isTaken ? $1.1 : 0) }),
            "new": .integer(count(.new)), "same": .integer(count(.same)),
            "broughtForward": .integer(count(.broughtForward)),
            "keptBeside": .integer(count(.keptBeside)), "refused": .integer(count(.refused)),
        ]
    }
}
