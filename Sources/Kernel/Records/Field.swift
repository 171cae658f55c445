// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// One field of a record or of an action's input: its description, and how to reach it.
///
/// Declared in array literals of typed factories, which name a stored name and a key path:
/// `.text("address", \.address)`. A wrong property or kind is a compile error. Whether it must
/// be given follows from the Swift type: an optional one need not be.
public struct Field<Owner: Sendable>: Sendable {
    public let description: FieldDescription
    let access: FieldTable.Access

    public var name: String { description.name }

    @usableFromInline
    init(description: FieldDescription, access: FieldTable.Access) {
        self.description = description
        self.access = access
    }

    /// Inlined where a field is declared, so that its type is known there, and reached by its offset
    /// where the key path has one (a stored property): both are done for every field of every record
    /// that is read or kept, and a key path followed without them takes twenty times as long.
    @inlinable
    init<V: Storable>(
        _ name: String, _ path: any WritableKeyPath<Owner, V> & Sendable, _ kind: FieldKind,
        _ privacy: Privacy, derived: Bool = false
    ) {
        let description = FieldDescription(
            name: name, kind: kind, isRequired: !V.isOptional, privacy: privacy,
            isDerived: derived)
        let access: FieldTable.Access
        if let offset = MemoryLayout<Owner>.offset(of: path) {
            access = FieldTable.Access(
                read: { ($0 + offset).assumingMemoryBound(to: V.self).pointee.stored },
                write: { owner, value in
                    guard let new = V(stored: value) else { return false }
                    (owner + offset).assumingMemoryBound(to: V.self).pointee = new
                    return true
                })
        } else {
            access = FieldTable.Access(
                read: { $0.assumingMemoryBound(to: Owner.self).pointee[keyPath: path].stored },
                write: { owner, value in
                    guard let new = V(stored: value) else { return false }
                    owner.assumingMemoryBound(to: Owner.self).pointee[keyPath: path] = new
                    return true
                })
        }
        self.init(description: description, access: access)
    }

    /// The same field, filled by the system itself: no form asks for it.
    public func derived() -> Field {
        var derived = FieldDescription(
            name: name, kind: description.kind, isRequired: description.isRequired,
            privacy: description.privacy, isDerived: true)
        derived.isUnseen = description.isUnseen
        return Field(description: derived, access: access)
    }

    /// The same field, of which nobody is shown anything: an anchor, a digest, the id of what another
    /// field names. Programs are given it like any other.
    public func unseen() -> Field {
        var description = description
        description.isUnseen = true
        return Field(description: description, access: access)
    }

    /// The same field of documents, which takes these media types alone.
    public func taking(_ types: [String]) -> Field {
        var description = description
        description.types = types
        return Field(description: description, access: access)
    }

    /// The same field of a larger form that holds this one, so that an action's input need not
    /// declare again what its record declares. It need not be given there. The form is reached in
    /// a stored property, as every form's are.
    public func within<Outer: Sendable>(
        _ path: any WritableKeyPath<Outer, Owner> & Sendable
    ) -> Field<Outer> {
        guard let offset = MemoryLayout<Outer>.offset(of: path) else {
            preconditionFailure("\(name): \(path) is no stored property")
        }
        let access = access
        return Field<Outer>(
            description: description.optional(),
            access: FieldTable.Access(
                read: { access.read($0 + offset) },
                write: { access.write($0 + offset, $1) }))
    }
}
