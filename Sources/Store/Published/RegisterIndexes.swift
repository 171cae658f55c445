// SPDX-License-Identifier: EUPL-1.2

/// The indexes the register is read by. Those it walks name in their columns all that its common
/// filters ask, so that what is passed over is passed over in the index alone. (`until_at` is
/// among them though it is always null there: the engine counts the column as asked for.)
enum RegisterIndexes {
    /// What stands: by day, in one tenant, in one status; and by when it was recorded.
    static let day = "published_day"
    static let tenantDay = "published_tenant_day"
    static let statusDay = "published_status_day"
    static let recorded = "published_recorded"
    /// Every version, for a register as it was.
    static let dayTimes = "published_day_times"
    static let recordedTimes = "published_recorded_times"

    static let statements = [
        """
        CREATE INDEX IF NOT EXISTS \(day)
          ON published (kind, day DESC, item DESC, tenant, status, until_at)
          WHERE until_at IS NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS \(tenantDay)
          ON published (kind, tenant, day DESC, item DESC, status, until_at)
          WHERE until_at IS NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS \(statusDay)
          ON published (kind, status, day DESC, item DESC, tenant, until_at)
          WHERE until_at IS NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS \(recorded)
          ON published (kind, recorded_at DESC, item DESC, tenant, status, day, until_at)
          WHERE until_at IS NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS published_reference
          ON published (tenant, reference, until_at, recorded_at)
        """,
        """
        CREATE INDEX IF NOT EXISTS \(dayTimes)
          ON published (kind, day DESC, item DESC, recorded_at, until_at, tenant, status, record)
        """,
        """
        CREATE INDEX IF NOT EXISTS \(recordedTimes)
          ON published (kind, recorded_at DESC, item DESC, until_at, tenant, status, day, record)
        """,
    ]
}
