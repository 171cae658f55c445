// SPDX-License-Identifier: EUPL-1.2

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Sees to it that a connection whose other end does not do its part is let go: one that sends no
/// request, or a body drop by drop, or does not take its answer. None of them costs more than its
/// buffers meanwhile; its work is counted by `Places`.
///
/// Belongs to one connection and is used on its event loop alone.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How often it looks.
    private static let tick = TimeAmount.seconds(10)
    /// Fewer bytes than these between two looks are too few, coming or going.
    private static let fewest = 5_000
    /// How often in a row that may be so.
    private static let mostSlow = 3
    /// How many bytes of a body nobody wants any more are taken, so that its sender can read why.
    private static let mostUnwanted = 1 << 20
    /// How long that may take.
    private static let unwantedFor = TimeAmount.seconds(5)

    private let connections: Connections
    private var peer: String?
    private var timer: Scheduled<Void>?
    private var hasAsked = false
    private var isTakingBody = false
    private var isReading = false
    private var closesAfterAnswer = false
    /// Bytes of bodies that came, and that were given to be sent.
    private var taken = 0
    private var given = 0
    /// What they were at the last look.
    private var takenBefore = 0
    private var sentBefore = 0
    private var slowLooks = 0
    private var unwanted = 0

    init(_ connections: Connections) { self.connections = connections }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { open(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        open(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func open(_ context: ChannelHandlerContext) {
        guard peer == nil else { return }
        let peer = context.channel.remoteAddress?.ipAddress ?? ""
        self.peer = peer
        guard connections.opened(from: peer) else { return context.close(promise: nil) }
        lookLater(context)
    }

    private func end() {
        timer?.cancel()
        timer = nil
        if let peer { connections.closed(from: peer) }
        peer = nil
    }

    private func lookLater(_ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.tick) {
            self.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        guard peer != nil else { return }
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        let sent = given - waiting
        let reason: String? =
            if !hasAsked { "slow_head" }
            // Who is not read from is not slow.
            else if isTakingBody, isReading, taken - takenBefore < Self.fewest { "slow_body" }
            else if !context.channel.isWritable, sent - sentBefore < Self.fewest { "slow_reader" }
            else { nil }
        (takenBefore, sentBefore) = (taken, sent)
        slowLooks = reason == nil ? 0 : slowLooks + 1
        if let reason, slowLooks >= Self.mostSlow {
            connections.dropped(reason)
            return context.close(promise: nil)
        }
        lookLater(context)
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            hasAsked = true
            isTakingBody = true
        case .body(let bytes):
            taken += bytes.readableBytes
            if closesAfterAnswer { unwanted += bytes.readableBytes }
        case .end: isTakingBody = false
        }
        context.fireChannelRead(data)
        if unwanted > Self.mostUnwanted { context.close(promise: nil) }
    }

    /// Who is told no in the middle of what they send is told, too, that nothing more is read: the
    /// rest of it would be taken from the network for nothing.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isTakingBody && head.status.code >= 400:
            closesAfterAnswer = true
            head.headerFields[.connection] = "close"
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes): given += bytes.readableBytes
        case .end where closesAfterAnswer:
            context.eventLoop.assumeIsolated().scheduleTask(in: Self.unwantedFor) {
                context.close(promise: nil)
            }
        default: break
        }
        context.write(data, promise: promise)
    }
}

/// It is never handed from one thread to another.
@available(*, unavailable)
extension ConnectionGuard: Sendable {}
