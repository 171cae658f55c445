// SPDX-License-Identifier: EUPL-1.2

import Foundation
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers what is for a door right where it comes in: what is at hand without leaving the connection's
/// thread, anything else by one task. All other requests it hands on to the HTTP library.
///
/// One request is under way at a time; what comes meanwhile waits, and is not read any further.
/// Belongs to one connection and is used on its event loop alone.
final class DoorHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        case idle
        /// The body of a request for a door is coming in.
        case gathering(HTTPRequest)
        /// A door has been asked.
        case answering
        /// The library has it, to the end of both the request and its answer.
        case handedOn(isRead: Bool, isAnswered: Bool)
    }

    /// Bodies up to this many bytes are gathered here; larger ones are read as they are worked on.
    private static let largestBody = 256 << 10

    private let site: Site
    private var state = State.idle
    private var body = ByteBuffer()
    private var waiting = CircularBuffer<HTTPRequestPart>()
    private var isReadWaiting = false
    private var isInputClosed = false
    /// What could not be read behind a request that is not answered yet.
    private var failure: (any Error)?
    private var isGoingOn = false
    private var peer: String?
    private var date = (second: -1, text: "")

    init(_ site: Site) { self.site = site }

    // MARK: What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if isBusy || !waiting.isEmpty { return waiting.append(part) }
        take(part, context)
    }

    /// Whether what comes next belongs to the next request, and must wait.
    private var isBusy: Bool {
        switch state {
        case .answering, .handedOn(isRead: true, isAnswered: false): true
        default: false
        }
    }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch (state, part) {
        case (.idle, .head(let head)) where isForDoor(head):
            state = .gathering(head)
            body.clear()
        case (.gathering, .body(var bytes)):
            body.writeBuffer(&bytes)
        case (.gathering(let head), .end):
            state = .answering
            answer(head, context)
        case (.idle, .head):
            state = .handedOn(isRead: false, isAnswered: false)
            context.fireChannelRead(wrapInboundOut(part))
        case (.handedOn(_, let isAnswered), .end):
            state = isAnswered ? .idle : .handedOn(isRead: true, isAnswered: false)
            context.fireChannelRead(wrapInboundOut(part))
        default:
            context.fireChannelRead(wrapInboundOut(part))
        }
    }

    private func isForDoor(_ head: HTTPRequest) -> Bool {
        guard let path = head.path, path.first == "/",
            site.door(to: String(path.prefix { $0 != "?" })) != nil
        else { return false }
        if head.headerFields[.transferEncoding] != nil { return false }
        let length = head.headerFields[.contentLength].map { Int($0) ?? .max } ?? 0
        return length <= Self.largestBody
    }

    func read(context: ChannelHandlerContext) {
        if waiting.isEmpty { context.read() } else { isReadWaiting = true }
    }

    /// Who has sent all they will still waits for the answer.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .answering = state, event as? ChannelEvent == .inputClosed { return isInputClosed = true }
        context.fireUserInboundEventTriggered(event)
    }

    /// What cannot be read is told of after the requests before it are answered.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isBusy { failure = error } else { context.fireErrorCaught(error) }
    }

    // MARK: What goes out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .handedOn(let isRead, _) = state, case .end = unwrapOutboundIn(data) else { return }
        state = isRead ? .idle : .handedOn(isRead: false, isAnswered: true)
        if isRead { goOn(context) }
    }

    private func answer(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        let peer = peer ?? context.remoteAddress?.ipAddress ?? ""
        self.peer = peer
        let bytes = body.readableBytes == 0 ? [] : Array(body.readableBytesView)
        let request = HTTPServer.request(head, RequestBody(bytes), from: peer, site: site)
        let isLast = head.headerFields[.connection]?.lowercased() == "close"
        let begun = site.beginAtOnce(request)
        if let begun, case .answer(let response) = begun.answer {
            write(begun.finish(response), isLast: isLast, context)
            return end(isLast: isLast, context)
        }
        let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (site, loop) = (site, context.eventLoop)
        if let begun, case .later(let begin) = begun.answer {
            return begin { response in
                loop.execute {
                    let (handler, context) = place.value
                    handler.write(begun.finish(response), isLast: isLast, context)
                    handler.end(isLast: isLast, context)
                }
            }
        }
        Task(executorPreference: site.threads?.other) {
            let response = await site.answer(request)
            loop.execute {
                let (handler, context) = place.value
                handler.write(response, isLast: isLast, context)
                if !response.isInPieces { handler.end(isLast: isLast, context) }
            }
            guard response.isInPieces else { return }
            var sink: any ChunkWriter = DoorSink(place: place, loop: loop)
            do { try await response.writePieces(into: &sink) } catch {
                return loop.execute { place.value.1.close(promise: nil) }
            }
            loop.execute { place.value.0.end(isLast: isLast, place.value.1) }
        }
    }

    /// Writes the head, and the body if it is at hand.
    private func write(_ response: Response, isLast: Bool, _ context: ChannelHandlerContext) {
        var fields = HTTPFields(response.headers)
        fields[.server] = "Talka"
        fields[.date] = now()
        if isLast { fields[.connection] = "close" }
        let bytes = response.bytes
        if let bytes, response.status != 204, fields[.contentLength] == nil {
            fields[.contentLength] = String(bytes.count)
        }
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: .init(code: response.status), headerFields: fields))),
            promise: nil)
        if let bytes, !bytes.isEmpty {
            let buffer = context.channel.allocator.buffer(bytes: bytes)
            context.write(wrapOutboundOut(.body(buffer)), promise: nil)
        }
    }

    fileprivate func write(piece: [UInt8], _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        let promise = context.eventLoop.makePromise(of: Void.self)
        let buffer = context.channel.allocator.buffer(bytes: piece)
        context.writeAndFlush(wrapOutboundOut(.body(buffer)), promise: promise)
        return promise.futureResult
    }

    private func end(isLast: Bool, _ context: ChannelHandlerContext) {
        state = .idle
        let isLast = isLast || (isInputClosed && waiting.isEmpty)
        let promise = isLast ? context.eventLoop.makePromise(of: Void.self) : nil
        if let promise {
            let channel = context.channel
            promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
        if promise == nil { goOn(context) }
    }

    /// Takes what waited for the request before it.
    private func goOn(_ context: ChannelHandlerContext) {
        // What is answered at once ends within the loop, which then goes on: it does not begin another.
        guard !isGoingOn else { return }
        let hasWaited = !waiting.isEmpty
        isGoingOn = true
        while !isBusy, let part = waiting.popFirst() { take(part, context) }
        isGoingOn = false
        if !isBusy, let failure {
            self.failure = nil
            return context.fireErrorCaught(failure)
        }
        guard hasWaited else { return }
        context.fireChannelReadComplete()
        if waiting.isEmpty, isReadWaiting {
            isReadWaiting = false
            context.read()
        }
    }

    /// The moment as a head says it (RFC 9110, section 5.6.7); a second's worth is the same.
    private func now() -> String {
        let second = Int(time(nil))
        if second != date.second { date = (second, HTTPDate(second: second).text) }
        return date.text
    }
}

/// It is never handed from one thread to another.
@available(*, unavailable)
extension DoorHandler: Sendable {}

/// Writes the pieces of an answer on the connection's own thread.
private struct DoorSink: ChunkWriter {
    let place: NIOLoopBound<(DoorHandler, ChannelHandlerContext)>
    let loop: any EventLoop

    mutating func write(_ bytes: [UInt8]) async throws {
        let place = place
        try await loop.flatSubmit { place.value.0.write(piece: bytes, place.value.1) }.get()
    }
}

extension Response {
    /// Whether its body is made as it is sent.
    fileprivate var isInPieces: Bool { bytes == nil }

    fileprivate func writePieces(into sink: inout any ChunkWriter) async throws {
        switch body {
        case .bytes: break
        case .file(let path): try await FilePieces(path).write(into: &sink)
        case .stream(let produce): try await produce(&sink)
        }
    }
}
