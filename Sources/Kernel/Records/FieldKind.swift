// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// What a field holds. The set is closed and small: a new kind is a case here, its conversions
/// beside it, one component in Web and one schema in Interfaces.
public enum FieldKind: Sendable, Hashable {
    /// One line, at most so many characters.
    case text(max: Int)
    /// Several lines, at most so many characters.
    case longText(max: Int)
    case integer(ClosedRange<Int>)
    /// A decimal number, kept exactly, as text.
    case decimal(ClosedRange<Decimal>)
    /// An amount in the tenant's currency, kept in its smallest unit.
    case money(ClosedRange<Int>)
    case flag
    /// One of these stored names; what they are called stands in `Words/`.
    case choice([String])
    /// Any of these stored names, kept in their order with blanks between.
    case choices([String])
    case day
    case instant
    /// A place or shape on the earth, as GeoJSON (RFC 7946).
    case geometry
    /// Another record, by id. `record` is `system.kind`.
    case link(record: String)
    /// A person who signs in, by id.
    case person
    /// A tenant of the network, by its slug; people read its name.
    case tenant
    /// Documents, at most so many.
    case files(max: Int)
    /// Structured values a system keeps as JSON (RFC 8259); never typed by a person in a form.
    case json
}

/// Who sees a field of a record they may otherwise read, and how the journal keeps it.
public enum Privacy: Sendable, Hashable {
    /// Whoever reads the record reads it.
    case open
    /// Only the tenant's staff.
    case staff
    /// A personal value: only staff and the person concerned see it. The journal holds a salted
    /// digest in its place, so that it can be erased while the chain still verifies.
    case personal
}
