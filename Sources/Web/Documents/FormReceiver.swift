// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Takes in one multipart form piece by piece: its texts, and documents into the tenant's store.
final class FormReceiver {
    /// All documents of one form together, in bytes.
    static let largestForm = 500 << 20
    /// All its texts together.
    private static let largestText = 2 << 20
    /// A shape in a file, in bytes: as much as may be typed.
    private static let largestShape = 1 << 20

    /// What the part that is arriving is.
    private enum Part {
        case none
        case text(String, [UInt8])
        /// A shape in a file, read as the text of its field.
        case shape(field: String, name: String, [UInt8])
        case document(field: String, name: String, IncomingDocument, size: Int)
        /// A document that is refused already, or a file nobody asked for.
        case skipped
    }

    private let request: Request
    private let fields: [String: FieldDescription]
    /// Where documents are kept; nil: they are passed over.
    private let store: TenantStore?
    private var parser: MultipartParser
    private var part = Part.none
    private var texts = FormData()
    /// The references of documents that came with this form: they stand after those it had before.
    private var received = FormData()
    private var problems = Problems()
    private var bytes = 0
    private var textBytes = 0
    /// Whether the form is this visitor's own, once that is known.
    private var isOwn: Bool?
    /// The names of files that were passed over.
    private var files: [String] = []

    /// - Parameters:
    ///   - fields: what the form asks for.
    ///   - store: where its documents are kept; nil: the form is only read.
    init(
        _ request: Request, fields: [FieldDescription] = [], store: TenantStore? = nil
    ) throws {
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
    /// - Throws: `ExpiredForm` with what was typed if it is not this visitor's own.
    func finish() throws -> TypedForm {
        let sent = try sent()
        guard check() else { throw ExpiredForm(request, sent) }
        for pair in received.pairs { texts.add(pair.name, pair.value) }
        var form = TypedForm(texts)
        for field in fields.values.sorted(by: { $0.name < $1.name }) {
            for (kept, double) in form.doubles(field.name) {
                refuse(field.name, "file_twice", double.name, ["kept": kept.name])
            }
        }
        form.problems = problems
        return form
    }

    /// What was typed, once all of it has come, whosever it is.
    func sent() throws -> SentForm {
        try parser.finish()
        return SentForm(texts: texts, files: files)
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
        guard let store, check() else {
            if !name.isEmpty { files.append(name) }
            part = .skipped
            return
        }
        let shapeOf = header.name.hasSuffix("-file") ? String(header.name.dropLast(5)) : ""
        if name.isEmpty {
            texts.add(header.name, "")
            part = .skipped
        } else if fields[shapeOf]?.kind == .geometry {
            part = .shape(field: shapeOf, name: name, [])
        } else if case .files? = fields[header.name]?.kind {
            texts.add(header.name, "")
            do {
                let incoming = try request.site.network.documents.receive(
                    for: store.tenant, from: request.sender)
                part = .document(field: header.name, name: name, incoming, size: 0)
            } catch Refusal.tooMany {
                part = .skipped
                refuse(header.name, "uploads_busy", name)
            }
        } else {
            part = .skipped
        }
    }

    private func add(_ data: [UInt8]) throws {
        switch part {
        case .text(let name, let bytes):
            try countText(data.count)
            part = .text(name, bytes + data)
        case .shape(let field, let name, let bytes):
            part = .shape(field: field, name: name, bytes + data)
            if bytes.count + data.count > Self.largestShape {
                part = .skipped
                refuse(field, "file_too_large", name, ["limit": "\(Self.largestShape >> 20)"])
            }
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
        case .shape(let field, let name, let bytes): keepShape(bytes, field: field, name: name)
        case .document(let field, let name, let incoming, let size):
            try await keep(incoming, field: field, name: name, size: size)
        case .none, .skipped: break
        }
    }

    /// A file stands for what is typed beside it: it was chosen, and the text may have been there.
    private func keepShape(_ bytes: [UInt8], field: String, name: String) {
        if bytes.isEmpty { return refuse(field, "file_empty", name) }
        guard let shape = try? JSON(parsing: bytes), shape.asObject != nil else {
            return refuse(field, "file_shape", name)
        }
        texts.put(shape.text(), under: "\(field)-geojson")
    }

    private func keep(
        _ incoming: IncomingDocument, field: String, name: String, size: Int
    ) async throws {
        guard let store, size > 0 else {
            incoming.discard()
            return refuse(field, "file_empty", name)
        }
        do {
            let reference = try await store.takeIn(
                incoming, name: name, field: fields[field],
                into: request.site.network.documents, by: request.actor,
                secret: request.uploadSecret, at: request.now)
            received.add("\(field)-kept", reference.json.text())
        } catch let refused as Problems {
            for problem in refused.all { problems.add(field, problem.code, problem.phrase) }
        } catch let failure as DocumentFailure {
            // What was typed beside it is worth more than an answer that it is our fault.
            request.site.logger.error("documents unreachable", metadata: ["error": "\(failure)"])
            refuse(field, "file_unreachable", name)
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

    /// Whether the form is this visitor's own. The secret counts only where it stands before the
    /// first file.
    private func check() -> Bool {
        let known = isOwn ?? request.isOwn(secret: texts["csrf"])
        isOwn = known
        return known
    }

    private static func text(_ bytes: [UInt8]) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal.notNow(Phrase("refusal.not_a_form"))
        }
        return text
    }
}
