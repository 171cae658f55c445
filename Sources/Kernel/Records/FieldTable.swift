// SPDX-License-Identifier: EUPL-1.2

/// How the fields of a form are read and written, without the form's Swift type: every record that
/// is read or kept goes through here field by field, and a loop over fields of a type that is only
/// known at run time takes ten times as long.
public final class FieldTable: Sendable {
    /// One field's way to its property, from the address of its form.
    @usableFromInline struct Access: Sendable {
        @usableFromInline let read: @Sendable (UnsafeRawPointer) -> Value
        /// Whether the value fitted, and was written.
        @usableFromInline let write: @Sendable (UnsafeMutableRawPointer, Value) -> Bool

        @usableFromInline
        init(
            read: @escaping @Sendable (UnsafeRawPointer) -> Value,
            write: @escaping @Sendable (UnsafeMutableRawPointer, Value) -> Bool
        ) {
            self.read = read
            self.write = write
        }
    }

    let names: FieldNames
    private let accesses: [Access]

    init(names: FieldNames, accesses: [Access]) {
        self.names = names
        self.accesses = accesses
    }

    /// The values of the form that lies there.
    @usableFromInline
    func values(of form: UnsafeRawPointer) -> Values {
        Values(names, accesses.map { $0.read(form) })
    }

    /// The value of one field of the form that lies there; nil if it has none of that name.
    @usableFromInline
    func value(of name: String, in form: UnsafeRawPointer) -> Value? {
        names.place(of: name).map { accesses[$0].read(form) }
    }

    /// Writes into the form that lies there. Names that are missing keep what they have; so does a
    /// field that a value does not fit.
    @usableFromInline
    func fill(_ form: UnsafeMutableRawPointer, with values: Values) {
        let isOwn = values.names === names
        for (place, access) in accesses.enumerated() {
            if let value = isOwn ? values[place] : values[names.all[place]] {
                _ = access.write(form, value)
            }
        }
    }
}
