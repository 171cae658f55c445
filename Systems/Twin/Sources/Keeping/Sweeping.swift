// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Has the ledgers of branches that were thrown away lose what they say. Which these are is a document of the
/// twin until it is done, so that no crash leaves one behind.
struct Sweeping: Sendable {
    let twin: Twin
    let now: @Sendable () -> Instant

    private static let page = 500
    /// As whoever verifies such a ledger reads it.
    private static let rule = "a snapshot that was thrown away"

    var isDue: Bool {
        get throws { try twin.read { $0.documents[Branch.gone]?.isEmpty == false } }
    }

    func run() async throws {
        for name in try twin.read({ ($0.documents[Branch.gone] ?? [:]).keys.sorted() }) {
            let ledger = twin.ledger.other(name)
            try await letGo(ledger)
            let keys = try ledger.keys(beginning: "")
            try await ledger.keep(Dictionary(keys.map { ($0, nil) }) { $1 }, upTo: 0)
            try await twin.perform(by: "system:clock", at: now()) { $0.keep(nil, as: Branch.gone, name) }
        }
    }

    private func letGo(_ ledger: Ledger) async throws {
        var last = 0
        while case let lines = try ledger.lines(after: last, limit: Self.page), let end = lines.last?.number {
            last = end
            let saying = lines.filter { !$0.isLetGo && $0.notice == nil }.map(\.number)
            if saying.isEmpty { continue }
            try await ledger.letGo(saying, under: Self.rule, since: "", at: now())
        }
    }
}
