// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// When a body's digest is due: on its day of the week at seven in the morning, as clocks are there.
/// Holidays do not matter: it is read when one comes back.
enum DigestDay {
    private static let hour = 7
    /// What was done longer ago than so many days is not told, however late the digest is.
    static let longest = 21

    /// The day on which it was due last.
    static func last(_ weekday: Digest.DayOfWeek, in zone: Zone, at now: Instant) -> Day {
        var day = zone.day(at: now)
        if now < moment(of: day, in: zone) { day = day.previous }
        while day.weekday.name != weekday.rawValue { day = day.previous }
        return day
    }

    /// The moment it is due on a day.
    static func moment(of day: Day, in zone: Zone) -> Instant { zone.instant(day, minutes: hour * 60) }

    /// Begins the digest of a body, if one has become due. One that was missed is made up for; of several
    /// the last one tells all.
    static func begin(in store: TenantStore, of network: Network, at now: Instant) async throws {
        let clock = Actor.system("clock")
        let digest = try store.read(as: clock) { try $0.list(Digest.self, Query(limit: 1)).first }
        guard let digest else { return }
        let zone = store.moment(for: clock, system: "knowledge", at: now).calendar.jurisdiction.zone
        let due = last(digest.weekday, in: zone, at: now)
        // Another day of the week may be chosen at any time: nobody is told twice in a week for it.
        let isDue = digest.dueOn.map { $0.adding(days: 4) <= due }
            ?? (digest.recordedAt <= moment(of: due, in: zone))
        guard isDue else { return }
        let until = try network.register.lastPlace()
        // A commons that was restored counts anew from where it was.
        let after = min(digest.until ?? 0, until)
        let input: Values = [
            "due_on": due.stored, "after_place": after.stored, "until_place": until.stored,
        ]
        do {
            _ = try await store.perform(
                ActionCall(DigestActions.begin.kind, by: clock, on: digest.id, input: input), at: now)
        } catch Refusal.notNow { return }
    }

    /// From when on something is new to a digest: a week before, or as far back as the one before reached.
    static func since(_ digest: Digest, in zone: Zone) -> Instant {
        let due = digest.dueOn ?? .first
        return moment(of: due.adding(days: (digest.after ?? 0) == 0 ? -7 : -longest), in: zone)
    }
}
