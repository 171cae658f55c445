// SPDX-License-Identifier: EUPL-1.2

import HTTPTypes
import Kernel
import NIOCore
import Store
import Synchronization

/// Whole pages for readers nobody knows, kept while nothing in the commons changes.
///
/// Such a page depends on what its key names, on the commons, and on the time. At every use the
/// store is asked whether anything was committed to the commons since the page was made, by
/// whichever process; and none is used for longer than anything else is kept at hand
/// (`freshFor`), which bounds how late the time, or another process's change of the registry, is seen.
final class KeptPages: Sendable {
    /// What such a page depends on beside the commons and the time.
    private struct Key: Hashable {
        let path: String
        let query: FormData
        let accept: String
        let languages: String
        let language: String
    }

    private struct State {
        var pages: [Key: KeptPage] = [:]
        var bytes = 0
    }

    /// How long, in milliseconds, a page is used.
    private static let freshFor: Int64 = 2_000
    /// How many bytes of pages are kept. Beyond, all are made anew.
    private static let most = 32 << 20

    private let commons: TenantStore
    private let threads: RequestThreads?
    private let state = Mutex(State())

    init(_ commons: TenantStore, threads: RequestThreads?) {
        self.commons = commons
        self.threads = threads
    }

    /// The page a request asks for, if it is kept and still holds.
    func find(_ request: Request) async -> KeptPage? {
        guard let key = key(request), let page = state.withLock({ $0.pages[key] }),
            (0..<Self.freshFor).contains(request.now - page.readAt),
            let edition = try? await edition(), edition == page.edition
        else { return nil }
        return page
    }

    /// What the commons is at, to be taken before a page is made that is to be kept; nil if this
    /// answer is for this reader alone.
    func ticket(for request: Request) throws -> String? {
        key(request) == nil ? nil : try commons.edition()
    }

    /// Keeps a page that was made after the ticket was taken; nil for what is no whole page.
    func keep(_ response: Response, of request: Request, ticket: String) -> KeptPage? {
        guard let key = key(request), response.status == 200,
            let page = KeptPage(response, of: request, edition: ticket)
        else { return nil }
        state.withLock { state in
            state.bytes += page.size - (state.pages[key]?.size ?? 0)
            if state.bytes > Self.most { state = State(bytes: page.size) }
            state.pages[key] = page
        }
        return page
    }

    /// Where it takes a journey to ask the store, that is done where it keeps nobody waiting.
    private func edition() async throws -> String {
        if commons.tellsEditionAtOnce { return try commons.edition() }
        return try await withTaskExecutorPreference(threads?.other) { try commons.edition() }
    }

    /// Nil for whoever has a session, and for what sets a cookie.
    private func key(_ request: Request) -> Key? {
        guard request.method == .get, request.cookie(Cookies.session) == nil,
            request.query["lang"] == nil
        else { return nil }
        return Key(
            path: request.path, query: request.query, accept: request.headers["accept"] ?? "",
            languages: request.headers["accept-language"] ?? "",
            language: request.cookie(Cookies.language) ?? "")
    }
}

/// A page that is kept, ready for the wire.
final class KeptPage: Sendable {
    /// The route, and the tenant it names: for what is counted.
    let route: String
    let tenantSlug: String
    let edition: String
    let readAt: Instant
    private let tag: EntityTag
    private let response: Response
    /// Headers and body as the HTTP library takes them, without what differs from answer to answer.
    let fields: HTTPFields
    let buffer: ByteBuffer

    /// Headers of the page that are not those of "not modified".
    private static let ofContent: Set<String> = ["content-type", "content-language"]

    /// Nil for what is no page in one piece.
    init?(_ response: Response, of request: Request, edition: String) {
        guard let bytes = response.bytes,
            response.header("content-type")?.hasPrefix("text/html") == true
        else { return nil }
        route = request.route
        tenantSlug = request.tenantSlug
        readAt = request.now
        self.edition = edition
        // Weak: what compresses the answer on its way changes the bytes.
        tag = EntityTag(String(Digest.of(bytes).prefix(24)), isWeak: true)
        self.response = response.adding("etag", tag.text)
        buffer = ByteBuffer(bytes: bytes)
        fields = HTTPFields(self.response.headers)
    }

    /// The bytes of it: as they were made, and as the HTTP library takes them.
    var size: Int { 2 * buffer.readableBytes + 2_000 }

    /// The answer: the page, or that the reader has it already.
    func answer(to request: Request) -> Response {
        let isKnown = request.headers["if-none-match"].map { EntityTag.Named($0).names(tag) }
        guard isKnown == true else {
            var whole = response
            whole.kept = self
            return whole
        }
        let headers = response.headers.filter { !Self.ofContent.contains($0.0) }
        return Response(status: 304, headers: headers)
    }
}

extension HTTPFields {
    /// Headers by their names in lower case.
    init(_ headers: [(String, String)]) {
        self.init()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { append(HTTPField(name: name, value: value)) }
        }
    }
}
