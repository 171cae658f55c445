// SPDX-License-Identifier: EUPL-1.2

/// Any of an enumeration's cases, or none: each at most once, in the order they are declared.
/// Stored as their names with blanks between, so that no name may hold one.
public struct Several<C: Choice>: Sendable, Hashable, ExpressibleByArrayLiteral {
    public private(set) var all: [C]

    public init(_ some: some Sequence<C>) {
        let names = Set(some.map(\.rawValue))
        all = C.allCases.filter { names.contains($0.rawValue) }
    }

    public init(arrayLiteral some: C...) { self.init(some) }

    public var isEmpty: Bool { all.isEmpty }

    public func contains(_ one: C) -> Bool { all.contains { $0.rawValue == one.rawValue } }

    public static func == (a: Several, b: Several) -> Bool { a.stored == b.stored }
    public func hash(into hasher: inout Hasher) { hasher.combine(stored) }
}

extension Several: Storable {
    public typealias Base = Several
    public static var isOptional: Bool { true }

    public var stored: Value {
        isEmpty ? .null : .text(all.map(\.rawValue).joined(separator: " "))
    }

    public init?(stored: Value) {
        if stored.isNull {
            self = []
            return
        }
        guard let names = stored.text?.split(separator: " ") else { return nil }
        let some = names.compactMap { C(rawValue: String($0)) }
        guard some.count == names.count else { return nil }
        self.init(some)
    }
}
