// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A Swift type a field may have, and how it is stored.
public protocol Storable: Sendable {
    /// The type without its optionality: `String` for `String` and for `String?`.
    associatedtype Base
    /// Whether a field of this type may be left out.
    static var isOptional: Bool { get }
    /// How it is stored.
    var stored: Value { get }
    /// The value read back; nil if what was stored is not one.
    init?(stored: Value)
}

extension Storable {
    @inlinable public static var isOptional: Bool { false }
}

extension Optional: Storable where Wrapped: Storable {
    public typealias Base = Wrapped.Base
    @inlinable public static var isOptional: Bool { true }
    @inlinable public var stored: Value { self?.stored ?? .null }
    @inlinable public init?(stored: Value) {
        if stored.isNull {
            self = .none
        } else if let value = Wrapped(stored: stored) {
            self = value
        } else {
            return nil
        }
    }
}

extension String: Storable {
    public typealias Base = String
    @inlinable public var stored: Value { .text(self) }
    @inlinable public init?(stored: Value) {
        guard let text = stored.text else { return nil }
        self = text
    }
}

extension Int: Storable {
    public typealias Base = Int
    @inlinable public var stored: Value { .integer(Int64(self)) }
    @inlinable public init?(stored: Value) {
        guard let integer = stored.integer else { return nil }
        self.init(integer)
    }
}

extension Bool: Storable {
    public typealias Base = Bool
    @inlinable public var stored: Value { .integer(self ? 1 : 0) }
    @inlinable public init?(stored: Value) {
        guard let integer = stored.integer else { return nil }
        self = integer != 0
    }
}

extension Decimal: Storable {
    public typealias Base = Decimal
    public var stored: Value { .text(description) }
    public init?(stored: Value) {
        guard let text = stored.text, let decimal = Decimal(string: text) else { return nil }
        self = decimal
    }
}

extension Day: Storable {
    public typealias Base = Day
    public var stored: Value { .text(description) }
    public init?(stored: Value) {
        guard let text = stored.text, let day = Day(iso: text) else { return nil }
        self = day
    }
}

extension Instant: Storable {
    public typealias Base = Instant
    public var stored: Value { .text(description) }
    public init?(stored: Value) {
        guard let text = stored.text, let instant = Instant(iso: text) else { return nil }
        self = instant
    }
}

extension RecordID: Storable {
    public typealias Base = RecordID
    public var stored: Value { .text(text) }
    public init?(stored: Value) {
        guard let text = stored.text else { return nil }
        self.init(text)
    }
}

extension JSON: Storable {
    public typealias Base = JSON
    public var stored: Kernel.Value { .text(String(decoding: canonical, as: UTF8.self)) }
    public init?(stored: Kernel.Value) {
        guard let text = stored.text, let json = try? JSON(parsing: Array(text.utf8)) else {
            return nil
        }
        self = json
    }
}

extension Geometry: Storable {
    public typealias Base = Geometry
    public var stored: Value { json.stored }
    public init?(stored: Value) {
        guard let json = JSON(stored: stored), let shape = try? Geometry(json: json) else {
            return nil
        }
        self = shape
    }
}

extension Array: Storable where Element == FileReference {
    public typealias Base = [FileReference]
    public static var isOptional: Bool { true }
    public var stored: Value { isEmpty ? .null : JSON.array(map(\.json)).stored }
    public init?(stored: Value) {
        if stored.isNull {
            self = []
        } else {
            guard case .array(let items)? = JSON(stored: stored) else { return nil }
            self = items.compactMap(FileReference.init(json:))
            guard count == items.count else { return nil }
        }
    }
}

/// A closed set of names stored as themselves: an enumeration of strings. Conforming needs no
/// code: `enum Decision: String, Choice { … }`.
public protocol Choice: RawRepresentable, CaseIterable, Storable
where RawValue == String, Base == Self {}

extension Choice {
    @inlinable public var stored: Value { .text(rawValue) }
    @inlinable public init?(stored: Value) {
        guard let text = stored.text else { return nil }
        self.init(rawValue: text)
    }
    /// The stored names, in the order declared.
    @inlinable public static var names: [String] { allCases.map(\.rawValue) }
}
