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
                if let known = present[file.digest] {
                    files.append(known)
                } else if let known = try store.uploads.settled(
                    file, by: store.actor(of: self), secret: uploadSecret)
                {
                    files.append(known)
                } else {
                    problems.add(
                        field.name, "not_your_file",
                        Phrase("problem.not_your_file", ["name": file.name]))
                }
            }
            checked.values[field.name] = files.stored
        }
        try problems.check()
        return checked
    }
}

extension TenantStore {
    /// The sender of a request as an actor in this tenant.
    func actor(of request: Request) -> Actor { request.visitor.actor(in: tenant.slug) }
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
