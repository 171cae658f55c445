// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// What one person has a place at or waits for, at every body of the network.
struct OwnEvents {
    /// One place, and the event as it stands.
    struct Item: Sendable {
        let tenant: Tenant
        let registration: Stored<Registration>
        let event: Stored<Event>
    }

    static let scope = "calendar"

    let network: Network
    let person: RecordID

    /// Those of events that lasted until a day or later, the next first. A body that is out of service
    /// is left out.
    func all(lasting day: Day) throws -> [Item] {
        var items: [Item] = []
        for tenant in try network.tenants() where tenant.systems.contains("knowledge") {
            guard let store = try? network.tenant(tenant.slug) else { continue }
            // The event is read as the product: who has a place sees what became of it.
            items += try store.read(as: .system("pages")) { reader in
                try reader.list(
                    Registration.self,
                    Query([.field("person", is: person), .state(.registered, .waiting, .came)], limit: 1_000)
                ).compactMap { registration in
                    guard let event = try reader.find(Event.self, registration.event),
                        event.state == .published || event.state == .cancelled,
                        (event.lastsUntil ?? .last) >= day
                    else { return nil }
                    return Item(tenant: tenant, registration: registration, event: event)
                }
            }
        }
        return items.sorted { ($0.starts, $0.registration.id) < ($1.starts, $1.registration.id) }
    }
}

extension OwnEvents.Item {
    /// When it is: the time they come to, else the first.
    var starts: Day { registration.occurrence ?? event.startsOn }

    /// What stands for it in their calendar.
    func entries(in calendar: EventCalendar) -> [ICalendar.Event] {
        let found = PublicEvent(event, of: tenant.slug)
        let isWaiting = registration.state == .waiting
        let online = isWaiting ? nil : event.online
        guard let day = registration.occurrence else {
            return calendar.entries(for: found, online: online, isWaiting: isWaiting)
        }
        if calendar.isGone(event.fields) { return [] }
        let entry = calendar.entry(for: found, on: day, online: online, isWaiting: isWaiting)
        return entry.map { [$0] } ?? []
    }
}
