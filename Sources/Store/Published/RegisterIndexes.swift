// SPDX-License-Identifier: EUPL-1.2

/// The indexes the register is read by. Those it walks name in their columns all that its common
/// filters ask, so that what is passed over is passed over in the index alone. (`until_at` is
/// among them though it is always null there: the engine counts the column as asked for.)
enum RegisterIndexes {
    /// What stands: by day, in one tenant, in one status, in both; and by when it was recorded.
    static let day = "published_day"
    static let tenantDay = "published_tenant_day"
    static let statusDay = "published_status_day"
    static let tenantStatusDay = "published_tenant_status"
    static let recorded = "published_recorded"
    /// Every version, for a register as it was.
    static let dayTimes = "published_day_times"
    static let recordedTimes = "published_recorded_times"

    private typealias Columns = [TableIndex.Column]
    private static let newestDay: Columns = [.down("day", mayBeEmpty: true), .down("item")]
    private static let newestRecorded: Columns = [.down("recorded_at"), .down("item")]
    private static let until: Columns = [.up("until_at", mayBeEmpty: true)]
    private static let someDay: Columns = [.up("day", mayBeEmpty: true)]

    static let all: [TableIndex] = [
        standing(day, [.up("kind"), newestDay, .up("tenant", "status")]),
        standing(tenantDay, [.up("kind", "tenant"), newestDay, .up("status")]),
        standing(statusDay, [.up("kind", "status"), newestDay, .up("tenant")]),
        standing(tenantStatusDay, [.up("kind", "tenant", "status"), newestDay]),
        standing(recorded, [.up("kind"), newestRecorded, .up("tenant", "status"), someDay]),
        whole("published_reference", [.up("tenant", "reference"), until, .up("recorded_at")]),
        whole(
            dayTimes,
            [.up("kind"), newestDay, .up("recorded_at"), until, .up("tenant", "status", "record")]),
        whole(
            recordedTimes,
            [.up("kind"), newestRecorded, until, .up("tenant", "status"), someDay, .up("record")]),
    ]

    private static func standing(_ name: String, _ columns: [Columns]) -> TableIndex {
        TableIndex(
            name: name, table: "published", columns: columns.flatMap { $0 } + until,
            condition: "until_at IS NULL")
    }

    private static func whole(_ name: String, _ columns: [Columns]) -> TableIndex {
        TableIndex(name: name, table: "published", columns: columns.flatMap { $0 })
    }
}
