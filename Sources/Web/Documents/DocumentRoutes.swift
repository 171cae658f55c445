// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Documents as they are opened: by the record they hang on, and only by whoever may see them there
/// or once everyone may.
enum DocumentRoutes {
    static let all = [
        Route(
            .get, "/t/:tenant/documents/:system/:plural/:id/:digest", .everyone, answer: document),
        Route(
            .get, "/t/:tenant/documents/:system/:plural/:id/:digest/:name", .everyone,
            answer: document),
    ]

    private static let document: Route.Handler = { request in
        let file = try find(request)
        let tag = "\"\(file.digest)\""
        if request.headers["if-none-match"] == tag {
            return cached(Response(status: 304), tag)
        }
        let path = try await request.site.network.documents.file(
            of: file.digest, for: request["tenant"])
        let shown = DocumentShowing(file)
        return cached(
            Response(
                headers: [
                    ("content-type", shown.media), ("content-disposition", shown.disposition),
                    ("content-security-policy", shown.policy),
                ], body: .file(path)), tag)
    }

    /// The answer is asked for anew each time, since whoever asks may no longer be let in.
    private static func cached(_ response: Response, _ tag: String) -> Response {
        response.adding("etag", tag).adding("cache-control", "private, no-cache")
    }

    private static func find(_ request: Request) throws -> FileReference {
        let network = request.site.network
        guard
            let kind = network.systems[request["system"]]?.records
                .first(where: { $0.plural == request["plural"] }),
            let id = RecordID(request["id"])
        else { throw Refusal.notFound }
        let store = try request.tenant()
        let asOf = try request.asOf()
        let digest = request["digest"]
        let row = try store.read(as: request.actor) { try $0.find(id, kind: kind, asOf: asOf) }
        if let file = row.flatMap({ kind.documents(of: $0)[digest] }) { return file }
        if let file = try network.publishedDocument(
            digest, of: id, tenant: request["tenant"], for: request.visitor.audience)
        {
            return file
        }
        throw Refusal.notFound
    }
}

/// How a document is sent: shown in the browser where nothing in it can do anything, else saved.
struct DocumentShowing {
    let media: String
    let disposition: String
    let policy: String

    init(_ file: FileReference) {
        let type = DocumentType.allCases.first { $0.media == file.type }
        media = type?.media ?? "application/octet-stream"
        let isShown = type.map { [.pdf, .png, .jpeg, .gif, .webp, .text].contains($0) } ?? false
        disposition = Self.disposition(file.name, isShown: isShown)
        // Browsers show no PDF in a sandbox; what shows it runs nothing as this site's.
        policy =
            type == .pdf
            ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
                + "frame-ancestors 'none'"
            : "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; "
                + "frame-ancestors 'none'"
    }

    /// RFC 6266: the name in plain letters, and whole in the form of RFC 8187.
    private static func disposition(_ name: String, isShown: Bool) -> String {
        let plain = name.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && scalar.value >= 32 && scalar.value < 127
            return isPlain && scalar != "\"" && scalar != "\\" && scalar != "%"
                ? Character(scalar) : "_"
        }
        return """
            \(isShown ? "inline" : "attachment"); filename="\(String(plain))"; \
            filename*=UTF-8''\(Href.encoded(name))
            """
    }
}

extension UI {
    /// A document as a link that opens it, with its length.
    /// - Parameter record: the path of the record's documents:
    ///   `/t/SLUG/documents/SYSTEM/PLURAL/ID`.
    public func documentLink(_ file: FileReference, of record: Href) -> HTML {
        let href = record.inside(file.digest, file.name)
        return "\(link(file.name, href)) <span class=\"note\">\(size(file.size))</span>"
    }
}
