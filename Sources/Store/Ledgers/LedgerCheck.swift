// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Goes through the ledgers of a store: whether each line says what it said, and follows the one before.
struct LedgerCheck {
    private static let page = 500

    let connection: any Connection

    /// The first thing that is wrong; nil: nothing is.
    func find() throws -> Verification.Finding? {
        let names = try connection.rows("SELECT DISTINCT name FROM ledger ORDER BY name")
        for name in names.compactMap({ $0[0].text }) {
            if let finding = try check(name) { return finding }
        }
        return nil
    }

    private func check(_ name: String) throws -> Verification.Finding? {
        var (number, previous) = (0, Seal.origin)
        while true {
            let rows = try connection.rows(
                "SELECT \(LedgerLine.columns) FROM ledger WHERE name = $1 AND number > $2 "
                    + "ORDER BY number LIMIT \(Self.page)", [.text(name), .integer(Int64(number))])
            for row in rows {
                guard let line = LedgerLine(row: row), line.isSound(in: name) else {
                    return finding("a line after \(number) of the ledger \(name) is not what it was")
                }
                guard line.number == number + 1, line.previous == previous else {
                    return finding("line \(line.number) of the ledger \(name) does not follow from \(number)")
                }
                (number, previous) = (line.number, line.digest)
            }
            if rows.count < Self.page { return nil }
        }
    }

    private func finding(_ detail: String) -> Verification.Finding {
        Verification.Finding(kind: .ledger, entry: 0, detail: detail)
    }
}
