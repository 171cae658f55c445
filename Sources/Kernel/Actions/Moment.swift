// SPDX-License-Identifier: EUPL-1.2

/// When, where and by whom something is done: all that a pure rule may depend on beside the
/// record. Time, tenant, actor and law are values in it.
public struct Moment: Sendable {
    public let now: Instant
    /// The civil day at the tenant.
    public let today: Day
    public let tenant: Tenant
    public let actor: Actor
    /// The law and the tenant's overlay, for the system that asks.
    public let rules: Rules
    public let calendar: HolidayCalendar

    public init(
        now: Instant, today: Day, tenant: Tenant, actor: Actor, rules: Rules,
        calendar: HolidayCalendar
    ) {
        self.now = now
        self.today = today
        self.tenant = tenant
        self.actor = actor
        self.rules = rules
        self.calendar = calendar
    }
}
