// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What lasts when a ledger grows old: what follows from its lines, sealed, and lines that lost what they
/// said while the chain holds.
struct LedgerKeepingTests {
    private func ledger(_ lab: LabNetwork) throws -> Ledger {
        Ledger("readings", in: try lab.network.tenant("one"))
    }

    /// A ledger of five lines, with what follows from the first three sealed after them.
    private func sealed(_ lab: LabNetwork) async throws -> Ledger {
        let ledger = try ledger(lab)
        var last: LedgerLine?
        for number in 1...5 {
            last = try await ledger.write("line \(number)", after: last, at: lab.network.now())
        }
        try await ledger.seal("all of one to three", under: "sum", upTo: 3, at: lab.network.now())
        return ledger
    }

    private func finding(_ lab: LabNetwork) throws -> Verification.Finding? {
        try lab.network.verify("one").finding
    }

    @Test func whatIsSealedIsVerified() async throws {
        let lab = try await LabNetwork()
        let ledger = try await sealed(lab)
        #expect(try ledger.kept("sum") == "all of one to three")
        #expect(try finding(lab) == nil)
        let line = try #require(try ledger.line(6))
        guard case .sealed(key: "sum", upTo: 3, digest: _) = line.notice else {
            Issue.record("the seal is no line: \(line.content)")
            return
        }
        // Whoever writes goes on after it.
        await #expect(throws: Ledger.Overtaken.self) {
            try await ledger.write("late", after: try ledger.line(5), at: lab.network.now())
        }
        _ = try await ledger.write("line 6", after: line, at: lab.network.now())
        try await ledger.keep(["sum": "something else"], upTo: 3)
        #expect(try finding(lab)?.kind == .ledger)
    }

    @Test func linesLoseWhatTheySayAndTheChainHolds() async throws {
        let lab = try await LabNetwork()
        let ledger = try await sealed(lab)
        let before = try ledger.lines(after: 0, limit: 10)
        try await ledger.letGo(
            [1, 2], under: "readings P30D", since: "sum", at: lab.network.now(), keeping: ["so far": "2"])
        let after = try ledger.lines(after: 0, limit: 10)
        #expect(after.map(\.digest).prefix(6) == before.map(\.digest)[...])
        #expect(after.prefix(3).map(\.content) == ["", "", "line 3"] && after[0].isLetGo)
        #expect(try ledger.lastLetGo() == 2 && ledger.kept("so far") == "2")
        #expect(try lab.file().value("SELECT count(*) FROM ledger WHERE content LIKE '%line 1%'") == "0")
        let verification = try lab.network.verify("one")
        #expect(verification.finding == nil)
        let loss = try #require(verification.losses.first)
        #expect(loss.ledger == "readings" && loss.rule == "readings P30D" && loss.lines == 2)
    }

    @Test func aLineThatIsEmptiedWithoutARuleIsFound() async throws {
        let lab = try await LabNetwork()
        let ledger = try await sealed(lab)
        try await ledger.letGo([1], under: "readings P30D", since: "sum", at: lab.network.now())
        try lab.file().run("UPDATE ledger SET content = '' WHERE number = 2")
        #expect(try finding(lab)?.kind == .ledger)
    }

    @Test func noSystemSaysWhatALedgerSays() async throws {
        let lab = try await LabNetwork()
        for content in ["", "!{}"] {
            await #expect(throws: Fault.self) {
                try await ledger(lab).write(content, after: nil, at: lab.network.now())
            }
        }
    }

    @Test func aBackupSeesWhatALedgerGained() async throws {
        let lab = try await KeepingLab()
        let ledger = Ledger("readings", in: try lab.network.tenant("one"))
        let first = try await ledger.write("one", after: nil, at: lab.network.now())
        let backups = Backups(lab.place("backups"))
        _ = try await lab.network.backUp(to: backups, keeping: 9)
        lab.test.clock.pass(hours: 24)
        _ = try await ledger.write("two", after: first, at: lab.network.now())
        let copies = try await lab.network.backUp(to: backups, keeping: 9)
        let other = try lab.elsewhere(lab.others()[0])
        _ = try await other.network.takeIn("one", from: copies)
        let again = Ledger("readings", in: try other.network.tenant("one"))
        #expect(try again.lines(after: 0, limit: 9).map(\.content) == ["one", "two"])
    }
}
