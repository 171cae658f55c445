// SPDX-License-Identifier: EUPL-1.2

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Kernel
import Logging
import NIOCore
import TLS

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

    /// Serves until SIGTERM or SIGINT, then lets what is under way finish.
    /// - Parameter onReady: called once the port answers.
    public func run(onReady: @escaping @Sendable () async -> Void) async throws {
        let site = site
        let responder = CallbackResponder<PeerContext> { request, context in
            let answer = await site.answer(Self.request(request, context, site: site))
            return Self.response(answer)
        }
        let application = Application(
            responder: responder,
            server: connections,
            configuration: .init(
                address: .hostname(host, port: port), serverName: "Talka",
                backlog: 1_024, reuseAddress: true),
            onServerRunning: { _ in await onReady() },
            logger: logger)
        do { try await application.runService() } catch let error as IOError {
            throw CannotListen(
                host: host, port: port, reason: String(cString: strerror(error.errnoCode)))
        } catch let error as SocketAddressError {
            throw CannotListen(host: host, port: port, reason: "\(error)")
        }
    }

    private var connections: HTTPServerBuilder {
        let certificates = certificates
        return HTTPServerBuilder { responder in
            let http = HTTP1Channel(
                responder: responder, configuration: .init(idleTimeout: Self.silence))
            guard let certificates else { return http }
            return TLSChannel(http: http, certificates: certificates)
        }
    }

    private static func request(
        _ sent: Hummingbird.Request, _ context: PeerContext, site: Site
    ) -> Request {
        var headers: [String: String] = [:]
        for field in sent.headers {
            let name = field.name.canonicalName
            let separator = name == "cookie" ? "; " : ", "
            headers[name] = headers[name].map { $0 + separator + field.value } ?? field.value
        }
        if headers["host"] == nil { headers["host"] = sent.head.authority }
        return Request(
            Method(rawValue: sent.method.rawValue) ?? .options,
            decoded(sent.uri.path),
            query: (try? FormData(urlEncoded: sent.uri.query ?? "")) ?? Self.unreadable,
            headers: headers,
            body: body(sent),
            peer: peer(headers, context, site.configuration), now: site.network.now(), site: site)
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

    private static func peer(
        _ headers: [String: String], _ context: PeerContext, _ configuration: Configuration
    ) -> String {
        guard configuration.trustsProxy, let forwarded = headers["x-forwarded-for"] else {
            return context.peer
        }
        return String(forwarded.split(separator: ",").last ?? "").trimmingCharacters(in: .whitespaces)
    }

    private static func response(_ answer: Response) -> Hummingbird.Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        let body: ResponseBody
        switch answer.body {
        case .bytes(let bytes): body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .file(let path): body = Self.file(path)
        case .stream(let produce):
            body = ResponseBody { writer in
                var sink: any ChunkWriter = Sink(writer: writer)
                try await produce(&sink)
                try await writer.finish(nil)
            }
        }
        return Hummingbird.Response(
            status: .init(code: answer.status), headers: headers, body: body)
    }

    private static func file(_ path: String) -> ResponseBody {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
        return ResponseBody(contentLength: size) { writer in
            guard let handle = FileHandle(forReadingAtPath: path) else {
                throw Fault("a document went missing: \(path)")
            }
            defer { try? handle.close() }
            while let data = try handle.read(upToCount: 1 << 16), !data.isEmpty {
                try await writer.write(ByteBuffer(bytes: data))
            }
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
