// SPDX-License-Identifier: EUPL-1.2

/// The law the network works under: the rule packs, the calendars and the zones of every
/// jurisdiction. A value read once at start and handed on.
public struct Law: Sendable {
    public private(set) var book: RuleBook
    private let calendars: [String: HolidayCalendar]
    /// For the operator, whose own work knows no public holidays.
    private let first: HolidayCalendar
    private var overlays: [String: Rules] = [:]

    /// Everything a network's law consists of.
    /// - Parameter first: the jurisdiction of the operator itself.
    public init(book: RuleBook, first: Jurisdiction, others: [Jurisdiction]) {
        self.book = book
        self.first = HolidayCalendar(first)
        calendars = Dictionary(
            ([first] + others).map { ($0.code, HolidayCalendar($0)) },
            uniquingKeysWith: { kept, _ in kept })
    }

    /// The codes of the jurisdictions there are.
    public var jurisdictions: [String] { calendars.keys.sorted() }

    /// Takes in a tenant's overlay on the rules of its jurisdiction for one system.
    /// - Throws: `RuleFileError` for an unknown key, a value of another kind, or no such rules.
    public mutating func overlay(
        _ text: String, tenant: Tenant, system: String
    ) throws(RuleFileError) {
        let rules = rules(for: tenant, system: system)
        overlays["\(tenant.slug)/\(system)"] = try rules.overlaid(by: text)
    }

    /// The rules a tenant works under in a system; none if its jurisdiction has none for it.
    public func rules(for tenant: Tenant, system: String) -> Rules {
        overlays["\(tenant.slug)/\(system)"]
            ?? book.rules(jurisdiction: tenant.jurisdiction, system: system)
            ?? Rules(jurisdiction: tenant.jurisdiction, system: system)
    }

    /// The calendar of a jurisdiction. No tenant is opened under one that there is not; the
    /// operator's is under the first.
    public func calendar(of jurisdiction: String) -> HolidayCalendar {
        calendars[jurisdiction] ?? first
    }

    /// The moment at which an actor does or reads something in a system of a tenant.
    public func moment(
        tenant: Tenant, actor: Actor, system: String, at now: Instant
    ) -> Moment {
        let calendar = calendar(of: tenant.jurisdiction)
        return Moment(
            now: now, today: calendar.jurisdiction.zone.day(at: now), tenant: tenant, actor: actor,
            rules: rules(for: tenant, system: system), calendar: calendar)
    }
}
