// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Logging
import Outgoing
import Store

/// Where traces are sent, and how many of them.
struct TraceSettings {
    static let names: Set<String> = ["TALKA_TRACES", "TALKA_TRACES_SHARE"]

    /// What is sent, once somebody has it run.
    let queue: SpanQueue
    let tracer: CollectorTracer

    /// Nil where nobody said where to.
    /// - Throws: `ValidationError` for a value that cannot be meant.
    init?(_ values: [String: String], logger: Logger) throws {
        let share = values["TALKA_TRACES_SHARE"] ?? "1"
        guard let share = Double(share), (0...1).contains(share) else {
            throw ValidationError("TALKA_TRACES_SHARE must be a number from 0 to 1; it is “\(share)”.")
        }
        guard let text = values["TALKA_TRACES"] else {
            if values["TALKA_TRACES_SHARE"] != nil {
                throw ValidationError(
                    "TALKA_TRACES_SHARE does nothing without TALKA_TRACES, which says where to.")
            }
            return nil
        }
        let address = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty,
            let port = parts.port ?? ["http": 80, "https": 443][parts.scheme ?? ""],
            parts.path.isEmpty, parts.query == nil, parts.user == nil
        else {
            throw ValidationError(
                "TALKA_TRACES must be the address of a collector that takes OpenTelemetry's protocol "
                    + "over HTTP, like http://127.0.0.1:4318.")
        }
        let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let own = AddressPolicy(allowing: [AllowedAddress(host: name, port: port)])
        queue = SpanQueue(
            to: address, by: CurlClient(policy: own, atOnce: 1), version: Release.version
        ) { spans, why in
            logger.warning("traces lost", metadata: ["spans": "\(spans)", "error": "\(why)"])
        }
        tracer = CollectorTracer(to: queue, share: share)
    }
}
