// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension Request {
    /// An action's input with its documents as they are known here: one that hangs on the record
    /// already stays what it is there; any other must have been sent by this very visitor.
    /// - Parameter row: the whole record; nil for one that is to be made.
    /// - Throws: `Problems` naming each document that is neither.
    public func documentsChecked(
        _ input: ReadInput, of action: ActionKind, on row: StoredRow?, in store: TenantStore
    ) throws -> ReadInput {
        let present = row.map { action.record.documents(of: $0) } ?? [:]
        var (checked, problems) = (input, Problems())
        for field in action.input {
            guard case .files = field.kind, let value = input.values[field.name], !value.isNull,
                let sent = [FileReference](stored: value)
            else { continue }
            var files: [FileReference] = []
            for file in sent {
                do {
                    files.append(try known(file, for: field, among: present, on: row, in: store))
                } catch let found as Problems { problems.all += found.all }
            }
            checked.values[field.name] = files.stored
        }
        try problems.check()
        return checked
    }

    /// A document as it is known here. What hangs in a field already may stay there, whatever kinds
    /// the field takes by now.
    private func known(
        _ file: FileReference, for field: FieldDescription, among present: [String: FileReference],
        on row: StoredRow?, in store: TenantStore
    ) throws -> FileReference {
        let hanging = [FileReference](stored: row?[field.name] ?? .null) ?? []
        if let same = hanging.first(where: { $0.digest == file.digest }) { return same }
        let found = try present[file.digest] ?? store.uploads.settled(
            file, by: store.actor(of: self), secret: uploadSecret)
        guard let found else { throw field.problem("not_your_file", ["name": file.name]) }
        try field.check(name: found.name, type: found.type)
        return found
    }
}

extension TenantStore {
    /// The sender of a request as an actor in this tenant.
    func actor(of request: Request) -> Actor { request.actor(in: tenant.slug) }
}

extension RecordKind {
    /// The documents that hang on a record, by digest, of the fields that are there.
    func documents(of row: StoredRow) -> [String: FileReference] {
        var documents: [String: FileReference] = [:]
        for field in fields {
            guard case .files = field.kind else { continue }
            for file in [FileReference](stored: row[field.name]) ?? [] {
                documents[file.digest] = file
            }
        }
        return documents
    }
}
