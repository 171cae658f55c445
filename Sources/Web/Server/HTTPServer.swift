// SPDX-License-Identifier: EUPL-1.2

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Kernel
import Logging
import NIOCore
import ServiceLifecycle
import TLS
import UnixSignals

/// The port cannot be had: it is taken, or not this machine's to give.
public struct CannotListen: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let reason: String

    public var description: String { "Port \(port) of \(host) cannot be used: \(reason)." }
}

/// Puts a site on a port. The only place that knows the HTTP library.
public struct HTTPServer {
    private let site: Site
    private let host: String
    private let port: Int
    private let certificates: CertificateFiles?
    private let logger: Logger

    /// How long a connection may be silent: before its first request, within one, between two.
    /// Longer than the minute after which proxies let go of a connection they keep, so that none
    /// sends a request into one that is just being closed.
    private static let silence = TimeAmount.seconds(65)

    /// How long the head of a request may be: its lines in all, one of them, and how many. Cookies,
    /// filters and tokens fit in many times over.
    private static let headLimits = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)

    /// - Parameter certificates: with them it speaks TLS, without them plain HTTP.
    public init(
        _ site: Site, host: String, port: Int, certificates: CertificateFiles? = nil, logger: Logger
    ) {
        self.site = site
        self.host = host
        self.port = port
        self.certificates = certificates
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT; says then for a while that it is not ready any more, so that
    /// it is sent nothing new, and lets what is under way finish. A second signal ends the while.
    /// - Parameter onReady: called once the port answers.
    public func run(onReady: @escaping @Sendable () async -> Void) async throws {
        let site = site
        let responder = CallbackResponder<PeerContext> { request, context in
            let sent = Self.request(request.head, Self.body(request), from: context.peer, site: site)
            return Self.response(await site.answer(sent), on: site.threads)
        }
        let application = Application(
            responder: responder,
            server: connections,
            configuration: .init(
                address: .hostname(host, port: port), serverName: "Talka",
                backlog: 1_024, reuseAddress: true),
            onServerRunning: { _ in await onReady() },
            logger: logger)
        do { try await Self.run(application, until: site, logger: logger) } catch let error as IOError {
            throw CannotListen(
                host: host, port: port, reason: String(cString: strerror(error.errnoCode)))
        } catch let error where error is SocketAddressError || error is SocketAddressError.UnknownHost {
            throw CannotListen(
                host: host, port: port, reason: "it is no address of this machine's, nor a name of one")
        }
    }

    private var connections: HTTPServerBuilder {
        let (site, certificates) = (site, certificates)
        return HTTPServerBuilder { responder in
            let http = HTTP1Channel(
                responder: responder,
                configuration: .init(
                    additionalChannelHandlers: [ConnectionGuard(site.connections)],
                    idleTimeout: Self.silence, httpDecoderConfiguration: Self.headLimits))
            return Connection(http: http, certificates: certificates, site: site)
        }
    }

    private static func run(
        _ application: some Service, until site: Site, logger: Logger
    ) async throws {
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let drain = site.configuration.drain
        let ending = Task {
            var waiting: Task<Void, Never>?
            for await _ in signals {
                site.readiness.end()
                if waiting != nil || drain == .zero { await group.triggerGracefulShutdown() }
                waiting = waiting ?? Task {
                    try? await Task.sleep(for: drain)
                    await group.triggerGracefulShutdown()
                }
            }
        }
        defer { ending.cancel() }
        try await group.run()
    }

    /// A request as it came in.
    /// - Parameter peer: the address the connection comes from.
    static func request(
        _ head: HTTPRequest, _ body: RequestBody, from peer: String, site: Site
    ) -> Request {
        var headers: [String: String] = [:]
        for field in head.headerFields {
            let name = field.name.canonicalName
            let separator = name == "cookie" ? "; " : ", "
            headers[name] = headers[name].map { $0 + separator + field.value } ?? field.value
        }
        // What comes of the first line `Host` stands apart, a second one among the others.
        let isHostSound = headers["host"] == nil && Self.isHost(head.authority)
        if headers["host"] == nil { headers["host"] = head.authority }
        let uri = URI(head.path ?? "/")
        var request = Request(
            Method(rawValue: head.method.rawValue) ?? .other,
            decoded(uri.path),
            query: (try? FormData(urlEncoded: uri.query ?? "")) ?? Self.unreadable,
            rawPath: uri.path, rawQuery: uri.query ?? "", headers: headers,
            body: body, peer: peer, now: site.network.now(), site: site)
        // Watchers that speak HTTP/1.0 name no host, and which version it was is not told here.
        let isWatcher = head.authority == nil && WatchRoutes.paths.contains(request.path)
        request.isMalformed = !isHostSound && !(isWatcher && headers["host"] == nil)
        return request
    }

    /// Whether a host is named, with nothing in it that none has (RFC 9112, section 3.2; RFC 3986,
    /// section 3.2).
    private static func isHost(_ text: String?) -> Bool {
        guard let text, !text.isEmpty else { return false }
        return text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte | 0x20)
                || "-._~!$&'()*+;=:[]%".utf8.contains(byte)
        }
    }

    /// A body as it comes in. One that ends before the length it was announced with is broken off,
    /// never a shorter one.
    private static func body(_ sent: Hummingbird.Request) -> RequestBody {
        let body = sent.body
        let announced = sent.headers[.contentLength].flatMap { Int($0) } ?? 0
        return RequestBody {
            var buffers = body.makeAsyncIterator()
            var count = 0
            return {
                let next: ByteBuffer?
                do { next = try await buffers.next() } catch { throw RequestBody.BrokenOff() }
                count += next?.readableBytes ?? 0
                if next == nil, count < announced { throw RequestBody.BrokenOff() }
                return next.map { Array($0.readableBytesView) }
            }
        }
    }

    private static func decoded(_ path: String) -> String {
        path.utf8.contains(UInt8(ascii: "%")) ? path.removingPercentEncoding ?? path : path
    }

    /// What stands for a query that is no UTF-8: one value without a name, which nothing asks for
    /// and the API refuses.
    private static let unreadable = FormData([("", "")])

    private static func response(
        _ answer: Response, on threads: RequestThreads?
    ) -> Hummingbird.Response {
        if let kept = answer.kept { return Self.response(kept, more: answer.headers.last) }
        let body: ResponseBody
        switch answer.body {
        case .bytes(let bytes): body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .file(let path): body = Self.file(path)
        case .stream(let produce):
            body = ResponseBody { writer in
                let sink = Sink(writer: writer)
                // What is made as it is sent reads stores, too.
                try await withTaskExecutorPreference(threads?.other) {
                    var sink: any ChunkWriter = sink
                    try await produce(&sink)
                }
                try await writer.finish(nil)
            }
        }
        return Hummingbird.Response(
            status: .init(code: answer.status), headers: HTTPFields(answer.headers), body: body)
    }

    /// A kept page.
    /// - Parameter more: the header that is this answer's own.
    private static func response(
        _ kept: KeptPage, more: (name: String, value: String)?
    ) -> Hummingbird.Response {
        var headers = kept.fields
        if let more, let name = HTTPField.Name(more.name) {
            headers.append(HTTPField(name: name, value: more.value))
        }
        return Hummingbird.Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: kept.buffer))
    }

    private static func file(_ path: String) -> ResponseBody {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
        return ResponseBody(contentLength: size) { writer in
            var sink: any ChunkWriter = Sink(writer: writer)
            try await FilePieces(path).write(into: &sink)
            try await writer.finish(nil)
        }
    }
}

/// What is known of a connection: whence it comes.
private struct PeerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

/// Hands pieces on to the HTTP library.
private struct Sink: ChunkWriter {
    var writer: any ResponseBodyWriter

    mutating func write(_ bytes: [UInt8]) async throws {
        try await writer.write(ByteBuffer(bytes: bytes))
    }
}
