// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Taking in a document, to be hung on a record by an action afterwards: as the body itself, or as
/// the file of a multipart form.
enum UploadOperation {
    /// The name of the form's file.
    private static let field = "file"
    private static let nameMax = 120
    private static let multipart = "multipart/form-data"
    private static let raw =
        ["application/octet-stream"]
        + DocumentType.allCases.map { String($0.media.prefix { $0 != ";" }) }

    static var operation: APIOperation {
        var operation = APIOperation(
            "documents.upload", .post, "/api/t/:tenant/documents", tag: "documents",
            security: .token, summary: { $0("api.upload") }, answer: answer)
        operation.details = { $0("api.upload.text") }
        operation.parameters = [
            APIParameter("name", APISchema.text(max: nameMax)) { $0("api.upload.name") }
        ]
        let binary: JSON = ["type": "string", "format": "binary"]
        var form = APISchema.object([field: binary])
        form["additionalProperties"] = false
        operation.body = APIBody(
            [(multipart, form)] + raw.map { ($0, $0 == "application/json" ? [:] : binary) })
        operation.answers = [.json(201, { $0("api.answer.upload") }, APISchema.file)]
        operation.failures = [401, 403, 404, 413, 415, 422]
        return operation
    }

    private static let answer: Route.Handler = { request in
        let store = try request.tenant()
        let actor = request.actor
        guard actor.person != nil else { throw Refusal.notFound }
        let mayWrite = actor.scopes?.contains { $0 == "write" || $0.hasPrefix("write:") } ?? true
        guard mayWrite else { throw Refusal.forbidden }
        var reader = QueryReader(request, ["name"])
        let name = reader.text("name", max: nameMax) ?? "document"
        try reader.check()
        let type = (request.headers["content-type"] ?? "").prefix { $0 != ";" }
            .filter { !$0.isWhitespace }.lowercased()
        let file: FileReference
        if type == multipart {
            file = try await fromForm(request, store)
        } else if raw.contains(type) {
            file = try await fromBody(request, store, name: name)
        } else {
            throw Refusal.wrongType(accepted: [multipart] + raw)
        }
        return .json(file.json, status: 201)
    }

    private static func fromBody(
        _ request: Request, _ store: TenantStore, name: String
    ) async throws -> FileReference {
        let documents = request.site.network.documents
        let incoming = try documents.receive(for: store.tenant, from: request.sender)
        do {
            for try await piece in request.body.chunks { try incoming.add(piece) }
            return try await store.takeIn(
                incoming, name: name, into: documents, by: request.actor, at: request.now)
        } catch {
            incoming.discard()
            throw error
        }
    }

    /// The form's one file.
    private static func fromForm(_ request: Request, _ store: TenantStore) async throws
        -> FileReference
    {
        let documents = request.site.network.documents
        var receiver: FormFile?
        do {
            var parser = try MultipartParser(
                contentType: request.headers["content-type"] ?? "",
                limits: .init(fileBytes: DocumentStore.largest))
            for try await piece in request.body.chunks {
                for event in try parser.feed(piece) {
                    switch event {
                    case .begin(let part):
                        guard part.name == field, let name = part.filename, receiver == nil else {
                            throw unreadable(part.name)
                        }
                        receiver = FormFile(
                            name: name.isEmpty ? "document" : name,
                            incoming: try documents.receive(
                                for: store.tenant, from: request.sender))
                    case .data(let data): try receiver?.incoming.add(data)
                    case .end: break
                    }
                }
            }
            try parser.finish()
            guard let receiver else { throw unreadable(field) }
            return try await store.takeIn(
                receiver.incoming, name: receiver.name, into: documents, by: request.actor,
                at: request.now)
        } catch {
            receiver?.incoming.discard()
            switch error {
            case MultipartFailure.partTooLong where receiver != nil:
                throw Refusal.tooLarge(limit: DocumentStore.largest)
            case is MultipartFailure: throw unreadable(field)
            default: throw error
            }
        }
    }

    private struct FormFile {
        let name: String
        let incoming: IncomingDocument
    }

    private static func unreadable(_ name: String) -> Problems {
        Problems(name, "not_a_form", Phrase("refusal.not_a_form"))
    }
}
