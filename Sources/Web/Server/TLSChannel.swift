// SPDX-License-Identifier: EUPL-1.2

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import TLS

/// A connection of the HTTP library that speaks TLS: each new one with the certificate of now.
struct TLSChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let http: HTTP1Channel
    let certificates: CertificateFiles

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(TLSHandler(certificates.current))
        }.flatMap { http.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}
