// SPDX-License-Identifier: EUPL-1.2

import NIOCore
import NIOHTTP1

/// What HTTP asks of a connection beyond its single requests: whoever waits to be told to go on is told
/// (RFC 9110, section 10.1.1), the last request of a connection is the last (RFC 9112, section 9.6),
/// whoever speaks HTTP/1.0 is answered in it, and once unless they ask for more and the end of the answer is
/// told beforehand, and an offer to change the protocol is declined.
///
/// Lies right behind the decoder, where it is known which version a request is of. Belongs to one
/// connection and is used on its event loop alone.
final class Conversation: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// How many requests came whose answers are not whole yet.
    private var unanswered = 0
    /// Of the newest request: its version, and whether it is the last; whether its sender waits to be
    /// told to send the body.
    private var version = HTTPVersion.http1_1
    private var isLast = false
    private var waits = false
    /// Whether an answer to HTTP/1.0 does not say how long it is.
    private var endsWithConnection = false
    /// Whether the last request is whole: what comes after it is nobody's.
    private var isOver = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            unanswered += 1
            version = head.version
            isLast = !head.isKeepAlive || Self.mayEnd(head)
            // So that everybody behind sees it by the same word.
            if isLast { head.headers.replaceOrAdd(name: "connection", value: "close") }
            waits = version != .http1_0 && Self.expects(head)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body:
            waits = false
            context.fireChannelRead(data)
        case .end:
            waits = false
            isOver = isLast
            context.fireChannelRead(data)
        }
    }

    private static func expects(_ head: HTTPRequestHead) -> Bool {
        head.headers["expect"].contains { $0.lowercased() == "100-continue" }
    }

    /// Whether the decoder takes what follows for another protocol, as if it were agreed to: clients of
    /// Java's own library offer HTTP/2 so with each request, and would wait for the next answer in vain.
    private static func mayEnd(_ head: HTTPRequestHead) -> Bool {
        head.method == .CONNECT || head.headers.contains(name: "upgrade")
    }

    /// All that had come is read: a body that was not among it is waited for.
    func channelReadComplete(context: ChannelHandlerContext) {
        goOn(context)
        context.fireChannelReadComplete()
    }

    private func goOn(_ context: ChannelHandlerContext) {
        guard waits, unanswered == 1 else { return }
        waits = false
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            // Who is answered before the body came is not told to send it.
            guard unanswered == 1 else { break }
            waits = false
            guard isLast || version == .http1_0 else { break }
            if version == .http1_0 { head.version = .http1_0 }
            // Without it, the end of the connection is that of the answer.
            endsWithConnection = !isLast && !head.headers.contains(name: "content-length")
            let mayGoOn = !isLast && !endsWithConnection
            head.headers.replaceOrAdd(name: "connection", value: mayGoOn ? "keep-alive" : "close")
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: break
        case .end where endsWithConnection:
            let written = promise ?? context.eventLoop.makePromise()
            written.futureResult.whenComplete { [channel = context.channel] _ in channel.close(promise: nil) }
            return context.writeAndFlush(data, promise: written)
        case .end:
            context.write(data, promise: promise)
            unanswered -= 1
            return goOn(context)
        }
        context.write(data, promise: promise)
    }

    /// What cannot be read after the last request harms nobody: that is answered all the same.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isOver, error is HTTPParserError || error is ByteToMessageDecoderError { return }
        context.fireErrorCaught(error)
    }
}

/// It is never handed from one thread to another.
@available(*, unavailable)
extension Conversation: Sendable {}
