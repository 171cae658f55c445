// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// One field of a record or of an action's input: its description, and how to reach it.
///
/// Declared in array literals of typed factories, which name a stored name and a key path:
/// `.text("address", \.address)`. A wrong property or kind is a compile error. Whether it must
/// be given follows from the Swift type: an optional one need not be.
public struct Field<Owner: Sendable>: Sendable {
    public let description: FieldDescription
    let read: @Sendable (Owner) -> Value
    let write: @Sendable (inout Owner, Value) -> Bool

    public var name: String { description.name }

    @inline(never)
    init<V: Storable>(
        _ name: String, _ path: any WritableKeyPath<Owner, V> & Sendable, _ kind: FieldKind,
        _ privacy: Privacy, derived: Bool = false
    ) {
        description = FieldDescription(
            name: name, kind: kind, isRequired: !V.isOptional, privacy: privacy,
            isDerived: derived)
        read = { $0[keyPath: path].stored }
        write = { owner, value in
            guard let new = V(stored: value) else { return false }
            owner[keyPath: path] = new
            return true
        }
    }

    /// The same field, filled by the system itself: no form asks for it.
    public func derived() -> Field {
        Field(
            description: FieldDescription(
                name: name, kind: description.kind, isRequired: description.isRequired,
                privacy: description.privacy, isDerived: true),
            read: read, write: write)
    }

    /// The same field of a larger form that holds this one, so that an action's input need not
    /// declare again what its record declares. It need not be given there.
    public func within<Outer: Sendable>(
        _ path: any WritableKeyPath<Outer, Owner> & Sendable
    ) -> Field<Outer> {
        let (read, write) = (read, write)
        return Field<Outer>(
            description: description.optional(),
            read: { read($0[keyPath: path]) },
            write: { write(&$0[keyPath: path], $1) })
    }

    init(
        description: FieldDescription, read: @escaping @Sendable (Owner) -> Value,
        write: @escaping @Sendable (inout Owner, Value) -> Bool
    ) {
        self.description = description
        self.read = read
        self.write = write
    }
}
