// SPDX-License-Identifier: EUPL-1.2

import NIOCore

/// Stands between the wire and the HTTP library: opens what comes in, seals what goes out.
public final class TLSHandler: ChannelDuplexHandler {
    public typealias InboundIn = ByteBuffer
    public typealias InboundOut = ByteBuffer
    public typealias OutboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    private var session: Session
    /// What was written since the last flush: sealed together, in few records.
    private var unsealed = ByteBuffer()
    private var promises: [EventLoopPromise<Void>] = []
    private var hasEnded = false
    private var isBroken = false
    /// So much is sealed at a time: the memory it goes through keeps its size as long as the
    /// connection stands.
    private static let piece = 65_536
    /// Whether anything came through since the last read of the wire.
    private var wasHeard = false

    /// - Throws: if libssl has no memory.
    public init(_ certificate: Certificate) throws { session = try Session(certificate) }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isBroken else { return }
        do {
            try session.take(unwrapInboundIn(data))
            if !session.isAgreed { try session.agree() }
            if session.isAgreed { try hearAll(context) }
            try sendSealed(context, nil)
        } catch { breakOff(context) }
    }

    private func hearAll(_ context: ChannelHandlerContext) throws {
        while true {
            switch try session.hear(context.channel.allocator) {
            case .nothing: return
            case .bytes(let buffer):
                wasHeard = true
                context.fireChannelRead(wrapInboundOut(buffer))
            case .end:
                // The same as a plain connection of which the other side has closed its half.
                context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
                return
            }
        }
    }

    public func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Whoever waits for bytes does not see that half a record has come.
        if !wasHeard, !isBroken { context.read() }
        wasHeard = false
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard session.isAgreed, !isBroken, !hasEnded else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        var buffer = unwrapOutboundIn(data)
        if unsealed.readableBytes == 0 { unsealed = buffer } else { unsealed.writeBuffer(&buffer) }
        if let promise { promises.append(promise) }
    }

    public func flush(context: ChannelHandlerContext) {
        sealAll(context)
        context.flush()
    }

    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input, !hasEnded, !isBroken {
            sealAll(context)
            hasEnded = true
            session.end()
            try? sendSealed(context, nil)
            context.flush()
        }
        context.close(mode: mode, promise: promise)
    }

    /// Whoever still waits for a write learns that it went nowhere.
    public func handlerRemoved(context: ChannelHandlerContext) { failAll() }

    public func channelInactive(context: ChannelHandlerContext) {
        failAll()
        context.fireChannelInactive()
    }

    private func sealAll(_ context: ChannelHandlerContext) {
        guard unsealed.readableBytes > 0 || !promises.isEmpty else { return }
        let sent = promises.isEmpty ? nil : context.eventLoop.makePromise(of: Void.self)
        for promise in promises { sent?.futureResult.cascade(to: promise) }
        promises = []
        var buffer = unsealed
        unsealed = ByteBuffer()
        do {
            while let piece = buffer.readSlice(length: min(buffer.readableBytes, Self.piece)) {
                try session.say(piece)
                let isLast = buffer.readableBytes == 0
                try sendSealed(context, isLast ? sent : nil)
                if isLast { break }
            }
        } catch {
            sent?.fail(error)
            breakOff(context)
        }
    }

    /// Hands what is sealed to the wire.
    private func sendSealed(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) throws {
        guard let buffer = try session.give(context.channel.allocator) else {
            promise?.succeed(())
            return
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
        // What agreeing or ending needs goes out at once; nobody else flushes it.
        if promise == nil { context.flush() }
    }

    /// Strangers send anything: no fault of ours, and nothing for the log.
    private func breakOff(_ context: ChannelHandlerContext) {
        isBroken = true
        failAll()
        try? sendSealed(context, nil)
        context.close(promise: nil)
    }

    private func failAll() {
        let waiting = promises
        promises = []
        unsealed = ByteBuffer()
        for promise in waiting { promise.fail(ChannelError.ioOnClosedChannel) }
    }
}
