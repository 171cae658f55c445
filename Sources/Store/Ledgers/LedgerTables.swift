// SPDX-License-Identifier: EUPL-1.2

/// Where ledgers lie, in every store: their lines, and what they keep for starting again.
enum LedgerTables {
    static let tables: [Table] = [
        Table(
            "ledger",
            [
                .text("name"), .integer("number"), .text("at"), .text("content"), .text("previous"),
                .text("digest"),
            ], key: ["name", "number"]),
        Table(
            "ledger_kept",
            [.text("name"), .text("key"), .integer("number"), .text("content")],
            key: ["name", "key"]),
    ]
}
