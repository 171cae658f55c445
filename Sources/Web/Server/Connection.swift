// SPDX-License-Identifier: EUPL-1.2

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import TLS

/// A connection of the HTTP library, which may speak TLS, each new one with the certificate of now; which
/// keeps to what HTTP asks of connections (`Conversation`); and in which what is for a door is answered
/// before the library sees it (`DoorHandler`).
struct Connection: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let http: HTTP1Channel
    /// Nil: it is a plain one.
    let certificates: CertificateFiles?
    let site: Site

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            guard let certificates else { return }
            try channel.pipeline.syncOperations.addHandler(TLSHandler(certificates.current))
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(Conversation(), position: .after(decoder))
            guard !site.doors.isEmpty else { return value }
            // Behind the one that closes silent connections, which must hear of every request.
            let state = try pipeline.handler(type: HTTPConnectionStateHandler.self)
            try pipeline.addHandler(DoorHandler(site), position: .after(state))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}
