// SPDX-License-Identifier: EUPL-1.2

import Foundation

extension Field {
    public typealias Path<V> = any WritableKeyPath<Owner, V> & Sendable

    /// One line of text, at most `max` characters.
    @inlinable
    public static func text<V: Storable>(
        _ name: String, _ path: Path<V>, max: Int = 200, privacy: Privacy = .open
    ) -> Field where V.Base == String { Field(name, path, .text(max: max), privacy) }

    /// Text of several lines, at most `max` characters.
    @inlinable
    public static func longText<V: Storable>(
        _ name: String, _ path: Path<V>, max: Int = 4_000, privacy: Privacy = .open
    ) -> Field where V.Base == String { Field(name, path, .longText(max: max), privacy) }

    /// A whole number within a range.
    @inlinable
    public static func integer<V: Storable>(
        _ name: String, _ path: Path<V>, in range: ClosedRange<Int>, privacy: Privacy = .open
    ) -> Field where V.Base == Int { Field(name, path, .integer(range), privacy) }

    /// A decimal number within a range.
    @inlinable
    public static func decimal<V: Storable>(
        _ name: String, _ path: Path<V>, in range: ClosedRange<Decimal>, privacy: Privacy = .open
    ) -> Field where V.Base == Decimal { Field(name, path, .decimal(range), privacy) }

    /// An amount in the smallest unit (cent) of the tenant's currency.
    @inlinable
    public static func money<V: Storable>(
        _ name: String, _ path: Path<V>, in range: ClosedRange<Int> = 0...1_000_000_000_00,
        privacy: Privacy = .open
    ) -> Field where V.Base == Int { Field(name, path, .money(range), privacy) }

    /// Yes or no.
    @inlinable
    public static func flag<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .open
    ) -> Field where V.Base == Bool { Field(name, path, .flag, privacy) }

    /// One of an enumeration's cases.
    @inlinable
    public static func choice<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .open
    ) -> Field where V.Base: Choice { Field(name, path, .choice(V.Base.names), privacy) }

    /// Any of an enumeration's cases, or none.
    @inlinable
    public static func choices<C: Choice>(
        _ name: String, _ path: Path<Several<C>>, privacy: Privacy = .open
    ) -> Field { Field(name, path, .choices(C.names), privacy) }

    /// A calendar day.
    @inlinable
    public static func day<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .open
    ) -> Field where V.Base == Day { Field(name, path, .day, privacy) }

    /// A moment.
    @inlinable
    public static func instant<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .open
    ) -> Field where V.Base == Instant { Field(name, path, .instant, privacy) }

    /// A place or shape on the earth.
    @inlinable
    public static func geometry<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .open
    ) -> Field where V.Base == Geometry { Field(name, path, .geometry, privacy) }

    /// Another record, of the kind `record` (`system.kind`).
    @inlinable
    public static func link<V: Storable>(
        _ name: String, _ path: Path<V>, to record: String, privacy: Privacy = .open
    ) -> Field where V.Base == RecordID { Field(name, path, .link(record: record), privacy) }

    /// A person who signs in.
    @inlinable
    public static func person<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .staff
    ) -> Field where V.Base == RecordID { Field(name, path, .person, privacy) }

    /// A tenant of the network, by its slug.
    @inlinable
    public static func tenant<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .open
    ) -> Field where V.Base == String { Field(name, path, .tenant, privacy) }

    /// Documents, at most `max`.
    @inlinable
    public static func files(
        _ name: String, _ path: Path<[FileReference]>, max: Int = 40, privacy: Privacy = .open
    ) -> Field { Field(name, path, .files(max: max), privacy) }

    /// Structured values the system itself keeps.
    @inlinable
    public static func json<V: Storable>(
        _ name: String, _ path: Path<V>, privacy: Privacy = .open
    ) -> Field where V.Base == JSON { Field(name, path, .json, privacy, derived: true) }
}
