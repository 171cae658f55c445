// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Takes in one multipart form piece by piece: its texts, and documents into the tenant's store.
final class FormReceiver {
    /// All documents of one form together, in bytes.
    static let largestForm = 500 << 20
    /// All its texts together.
    private static let largestText = 2 << 20

    /// What the part that is arriving is.
    private enum Part {
        case none
        case text(String, [UInt8])
        /// A shape in a file, read as the text of its field.
        case shape(field: String, [UInt8])
        case document(field: String, name: String, IncomingDocument, size: Int)
        /// A document that is refused already, or a file nobody asked for.
        case skipped
    }

    private let request: Request
    private let fields: [String: FieldDescription]
    private let store: TenantStore
    private var parser: MultipartParser
    private var part = Part.none
    private var texts = FormData()
    private var problems = Problems()
    private var bytes = 0
    private var textBytes = 0
    private var isChecked = false

    init(_ request: Request, fields: [FieldDescription], store: TenantStore) throws {
        self.request = request
        self.fields = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.store = store
        let limits = MultipartParser.Limits(fileBytes: Self.largestForm)
        do {
            parser = try MultipartParser(
                contentType: request.headers["content-type"] ?? "", limits: limits)
        } catch { throw Refusal.notNow(Phrase("refusal.not_a_form")) }
    }

    /// Takes in the next piece of the body.
    func take(_ piece: [UInt8]) async throws {
        bytes += piece.count
        guard bytes <= Self.largestForm else { throw Refusal.tooLarge(limit: Self.largestForm) }
        for event in try parser.feed(piece) {
            switch event {
            case .begin(let header): try begin(header)
            case .data(let data): try add(data)
            case .end: try await end()
            }
        }
    }

    /// The form, once all of it has come.
    func finish() throws -> TypedForm {
        try parser.finish()
        try check()
        var form = TypedForm(texts)
        form.problems = problems
        return form
    }

    /// Lets go of what has not been taken in whole.
    func abandon() {
        if case .document(_, _, let incoming, _) = part { incoming.discard() }
        part = .none
    }

    private func begin(_ header: MultipartPart) throws {
        guard let name = header.filename else {
            part = .text(header.name, [])
            return
        }
        // The token stands first in every form of this site: nothing is written before it.
        try check()
        let shapeOf = header.name.hasSuffix("-file") ? String(header.name.dropLast(5)) : ""
        if name.isEmpty {
            texts.add(header.name, "")
            part = .skipped
        } else if fields[shapeOf]?.kind == .geometry {
            part = .shape(field: shapeOf, [])
        } else if case .files? = fields[header.name]?.kind {
            texts.add(header.name, "")
            let incoming = try request.site.network.documents.receive(for: store.tenant)
            part = .document(field: header.name, name: name, incoming, size: 0)
        } else {
            part = .skipped
        }
    }

    private func add(_ data: [UInt8]) throws {
        switch part {
        case .text(let name, let bytes):
            try countText(data.count)
            part = .text(name, bytes + data)
        case .shape(let field, let bytes):
            try countText(data.count)
            part = .shape(field: field, bytes + data)
        case .document(let field, let name, let incoming, let size):
            part = .document(field: field, name: name, incoming, size: size + data.count)
            do { try incoming.add(data) } catch Refusal.tooLarge(let limit) {
                part = .skipped
                refuse(field, "file_too_large", name, ["limit": "\(limit >> 20)"])
            }
        case .none, .skipped: break
        }
    }

    private func end() async throws {
        defer { part = .none }
        switch part {
        case .text(let name, let bytes): texts.add(name, try Self.text(bytes))
        case .shape(let field, let bytes): texts.add("\(field)-geojson", try Self.text(bytes))
        case .document(let field, let name, let incoming, let size):
            try await keep(incoming, field: field, name: name, size: size)
        case .none, .skipped: break
        }
    }

    private func keep(
        _ incoming: IncomingDocument, field: String, name: String, size: Int
    ) async throws {
        guard size > 0 else {
            incoming.discard()
            return refuse(field, "file_empty", name)
        }
        do {
            let reference = try request.site.network.documents.keep(
                incoming, name: name, for: store.tenant)
            try await store.uploads.note(
                reference, by: request.actor, secret: request.uploadSecret, at: request.now)
            texts.add("\(field)-kept", reference.json.text())
        } catch is Problems {
            refuse(field, "file_type", name)
        }
    }

    private func refuse(
        _ field: String, _ code: String, _ name: String, _ values: [String: String] = [:]
    ) {
        let all = values.merging(["name": name]) { own, _ in own }
        problems.add(field, code, Phrase("problem.\(code)", all))
    }

    private func countText(_ count: Int) throws {
        textBytes += count
        guard textBytes <= Self.largestText else { throw Refusal.tooLarge(limit: Self.largestText) }
    }

    private func check() throws {
        guard !isChecked else { return }
        try request.checkForged(texts["csrf"])
        isChecked = true
    }

    private static func text(_ bytes: [UInt8]) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal.notNow(Phrase("refusal.not_a_form"))
        }
        return text
    }
}
