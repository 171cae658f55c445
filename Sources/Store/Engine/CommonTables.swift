// SPDX-License-Identifier: EUPL-1.2

/// The tables every store has beside its records': the journal and its chain, what is on its way,
/// what people were told, what is to be done.
enum CommonTables {
    static let tables: [Table] = [
        Table("store", [.text("key"), .text("value")], key: ["key"]),
        Table(
            "migration",
            [
                .integer("number"), .text("checksum"), .text("name"), .text("at"), .text("release"),
            ], key: ["number"]),
        Table(
            "journal",
            [
                .integer("seq"), .text("at"), .text("actor"), .text("action"), .text("record"),
                .text("record_id"), .integer("version"), .text("changes"), .text("rules"),
                .text("digest"),
            ], key: ["seq"]),
        Table(
            "seal",
            [
                .integer("number"), .text("at"), .text("entries"), .text("previous"),
                .text("digest"),
            ], key: ["number"]),
        Table(
            "personal",
            [
                .text("record"), .text("record_id"), .text("field"), .text("digest"),
                .text("salt"), .maybe("value"),
            ], key: ["record_id", "field", "digest"]),
        Table(
            "answered", [.text("key"), .text("request"), .integer("entry"), .text("at")],
            key: ["key"]),
        Table("series", [.text("name"), .integer("last")], key: ["name"]),
        Table(
            "outbox", [.integer("seq"), .text("at"), .text("addressee"), .text("content")],
            key: ["seq"], numbering: .neverAgain),
        Table("received", [.text("sender"), .integer("last")], key: ["sender"]),
        Table(
            "notice",
            [
                .text("id"), .text("at"), .text("person"), .text("phrase"), .text("path"),
                .maybe("seen_at"),
            ], key: ["id"]),
        Table(
            "upload",
            [
                .text("digest"), .text("uploader"), .text("type"), .integer("size"), .text("at"),
                .maybe("state"), .maybe("hung_at"),
            ],
            key: ["digest", "uploader"]),
        Table(
            "undelivered",
            [
                .integer("seq"), .text("at"), .text("addressee"), .text("content"),
                .text("reason"),
            ], key: ["seq"]),
        Table(
            "job",
            [
                .integer("seq"), .text("id"), .text("kind"), .text("payload"), .maybe("key"),
                .maybe("lane"), .text("state"), .text("not_before"), .integer("attempts"),
                .maybe("error"), .maybe("holder"), .maybe("held_until"), .integer("done"),
                .maybe("total", .integer), .text("created_at"), .maybe("ended_at"),
            ], key: ["seq"], numbering: .neverAgain),
        Table(
            "mail",
            [
                .text("id"), .text("at"), .text("template"), .text("person"), .text("state"),
                .maybe("detail"), .maybe("sent_at"), .maybe("content"), .maybe("batch"), .maybe("about"),
            ], key: ["id"]),
        Table(
            "webhook_mark", [.text("webhook"), .integer("last"), .maybe("failing_since")],
            key: ["webhook"]),
        Table("lease", [.text("name"), .text("holder"), .text("until_at")], key: ["name"]),
    ]

    static let indexes: [TableIndex] = [
        TableIndex(name: "journal_record", table: "journal", columns: .up("record_id", "seq")),
        TableIndex(name: "outbox_addressee", table: "outbox", columns: .up("addressee", "seq")),
        TableIndex(name: "notice_person", table: "notice", columns: .up("person", "at")),
        TableIndex(name: "mail_at", table: "mail", columns: .up("at", "id")),
        TableIndex(
            name: "mail_batch", table: "mail", columns: [.up("batch", mayBeEmpty: true), .up("id")],
            condition: "state IN ('queued', 'waiting', 'sending')"),
        TableIndex(name: "upload_at", table: "upload", columns: .up("at", "digest")),
        TableIndex(name: "job_id", table: "job", columns: .up("id"), isUnique: true),
        TableIndex(
            name: "job_key", table: "job", columns: [.up("kind"), .up("key", mayBeEmpty: true)],
            isUnique: true),
        TableIndex(
            name: "job_due", table: "job", columns: .up("not_before", "seq"),
            condition: "state IN ('waiting', 'running')"),
        TableIndex(
            name: "job_lane", table: "job", columns: [.up("lane", mayBeEmpty: true), .up("seq")],
            condition: "state IN ('waiting', 'running')"),
        TableIndex(
            name: "job_state", table: "job", columns: [.up("state"), .up("seq")]),
    ]
}
