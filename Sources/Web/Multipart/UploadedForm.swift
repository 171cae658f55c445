// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A form as it was sent, with its files as texts: for what is read once and not kept.
public struct UploadedForm: Sendable {
    public internal(set) var fields = FormData()
    /// The texts of the files, by the names of their fields; a field without a file has none.
    public internal(set) var files: [String: String] = [:]
}

extension Request {
    /// A posted form of either kind, its files read whole.
    /// - Parameter limit: how large all of it may be, in bytes.
    /// - Throws: `Refusal` if it is no form or too large; `ExpiredForm` if it was not made by this
    ///   site for this visitor.
    public func uploadedForm(limit: Int) async throws -> UploadedForm {
        guard (headers["content-type"] ?? "").lowercased().hasPrefix("multipart/form-data") else {
            return UploadedForm(fields: try await form())
        }
        do {
            let form = try await uploaded(limit: limit)
            guard isOwn(secret: form.fields["csrf"]) else {
                throw ExpiredForm(self, SentForm(texts: form.fields))
            }
            return form
        } catch let failure as MultipartFailure {
            switch failure {
            case .partTooLong, .headerTooLong, .tooManyParts: throw Refusal.tooLarge(limit: limit)
            default: throw Refusal.notNow(Phrase("refusal.not_a_form"))
            }
        }
    }

    private func uploaded(limit: Int) async throws -> UploadedForm {
        var parser = try MultipartParser(
            contentType: headers["content-type"] ?? "",
            limits: MultipartParser.Limits(fieldBytes: limit, fileBytes: limit))
        var form = UploadedForm()
        var (part, bytes, total): (MultipartPart?, [UInt8], Int) = (nil, [], 0)
        for try await piece in body.chunks {
            total += piece.count
            guard total <= limit + (64 << 10) else { throw Refusal.tooLarge(limit: limit) }
            for event in try parser.feed(piece) {
                switch event {
                case .begin(let header): (part, bytes) = (header, [])
                case .data(let data): bytes += data
                case .end: form.add(bytes, as: part)
                }
            }
        }
        try parser.finish()
        return form
    }
}

extension UploadedForm {
    fileprivate mutating func add(_ bytes: [UInt8], as part: MultipartPart?) {
        guard let part else { return }
        let text = OfficeText.read(bytes)
        if part.filename == nil {
            fields.add(part.name, text)
        } else if !bytes.isEmpty {
            files[part.name] = text
        }
    }
}
