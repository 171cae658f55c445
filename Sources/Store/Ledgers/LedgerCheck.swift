// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Goes through the ledgers of a store: whether each line says what it said and follows the one before,
/// whether what was let go was let go by a rule that the ledger tells of, and whether what is kept beside
/// the lines is what they sealed.
struct LedgerCheck {
    /// What was let go of a ledger under one rule.
    typealias Loss = Verification.Loss

    private static let page = 500

    let connection: any Connection
    /// What was let go, of all ledgers.
    private(set) var losses: [Loss] = []

    init(connection: any Connection) { self.connection = connection }

    /// The first thing that is wrong; nil: nothing is.
    mutating func find() throws -> Verification.Finding? {
        for name in try connection.ledgerNames() {
            if let finding = try check(name) { return finding }
        }
        return nil
    }

    /// How far one ledger was gone through, and what it says of itself.
    private struct Walk {
        var (number, previous) = (0, Seal.origin)
        /// The lines that say nothing any more.
        var silent: [Int] = []
        /// Those of which a later line says so.
        var letGo: [ClosedRange<Int>] = []
        var sealed: [String: (number: Int, digest: String)] = [:]
        var losses: [String: Loss] = [:]
    }

    private mutating func check(_ name: String) throws -> Verification.Finding? {
        var walk = Walk()
        while true {
            let rows = try connection.rows(
                "SELECT \(LedgerLine.columns) FROM ledger WHERE name = $1 AND number > $2 "
                    + "ORDER BY number LIMIT \(Self.page)", [.text(name), .integer(Int64(walk.number))])
            for row in rows {
                if let finding = take(row, name, &walk) { return finding }
            }
            if rows.count < Self.page { break }
        }
        losses += walk.losses.sorted { $0.key < $1.key }.map(\.value)
        return try unexplained(name, walk) ?? unsealed(name, walk)
    }

    private func take(_ row: [Value], _ name: String, _ walk: inout Walk) -> Verification.Finding? {
        guard let line = LedgerLine(row: row), line.isLetGo || line.isSound(in: name) else {
            return finding("a line after \(walk.number) of the ledger \(name) is not what it was")
        }
        guard line.number == walk.number + 1, line.previous == walk.previous else {
            return finding("line \(line.number) of the ledger \(name) does not follow from \(walk.number)")
        }
        (walk.number, walk.previous) = (line.number, line.digest)
        if line.isLetGo { walk.silent.append(line.number) }
        switch line.notice {
        case .sealed(let key, let number, let digest): walk.sealed[key] = (number, digest)
        case .letGo(let lines, let rule, _):
            // No line may say that of one that is still to come.
            guard lines.allSatisfy({ $0.upperBound < line.number }) else {
                return finding("line \(line.number) of the ledger \(name) lets go of what comes after it")
            }
            walk.letGo += lines
            walk.losses[rule, default: Loss(ledger: name, rule: rule, first: line.at)].add(lines, at: line.at)
        case nil: break
        }
        return nil
    }

    /// A line that says nothing, and nobody says why.
    private func unexplained(_ name: String, _ walk: Walk) -> Verification.Finding? {
        var letGo = walk.letGo.sorted { $0.lowerBound < $1.lowerBound }[...]
        for number in walk.silent {
            while let first = letGo.first, first.upperBound < number { letGo.removeFirst() }
            guard letGo.first?.contains(number) == true else {
                return finding("line \(number) of the ledger \(name) is empty, and no later line says why")
            }
        }
        return nil
    }

    /// Something kept that is not what was sealed.
    private func unsealed(_ name: String, _ walk: Walk) throws -> Verification.Finding? {
        for (key, seal) in walk.sealed.sorted(by: { $0.key < $1.key }) {
            let kept = try connection.rows(
                "SELECT number, content FROM ledger_kept WHERE name = $1 AND key = $2",
                [.text(name), .text(key)]
            ).first
            guard let kept else { continue }
            guard kept[0].integer == Int64(seal.number), Digest.of((kept[1].text ?? "").utf8) == seal.digest
            else { return finding("what the ledger \(name) keeps as \(key) is not what was sealed") }
        }
        return nil
    }

    private func finding(_ detail: String) -> Verification.Finding {
        Verification.Finding(kind: .ledger, entry: 0, detail: detail)
    }
}

extension LedgerCheck.Loss {
    init(ledger: String, rule: String, first: Instant) {
        self.init(ledger: ledger, rule: rule, lines: 0, first: first, last: first)
    }

    fileprivate mutating func add(_ spans: [ClosedRange<Int>], at moment: Instant) {
        lines += spans.reduce(0) { $0 + $1.count }
        last = moment
    }
}
