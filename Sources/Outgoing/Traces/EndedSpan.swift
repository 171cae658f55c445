// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Tracing

/// A span as it is told to a collector: a message of OpenTelemetry's protocol 1.x in JSON
/// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
struct EndedSpan: Sendable {
    let name: String
    let identity: TraceContext
    let parent: String?
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let begun: UInt64
    let ended: UInt64
    let attributes: SpanAttributes
    let hasFailed: Bool

    var json: JSON {
        var span: JSON = [
            "traceId": .string(identity.trace), "spanId": .string(identity.span),
            "name": .string(name), "kind": .integer(number),
            "startTimeUnixNano": .string(String(begun)), "endTimeUnixNano": .string(String(ended)),
        ]
        if let parent { span["parentSpanId"] = .string(parent) }
        var list: [JSON] = []
        attributes.forEach { name, value in
            if let value = Self.json(value) { list.append(["key": .string(name), "value": value]) }
        }
        if !list.isEmpty { span["attributes"] = .array(list) }
        if hasFailed { span["status"] = ["code": .integer(2)] }
        return span
    }

    /// A message that tells of several, by whom.
    static func message(_ spans: [EndedSpan], by service: String, version: String) -> JSON {
        let resource: [JSON] = [
            ["key": "service.name", "value": ["stringValue": .string(service)]],
            ["key": "service.version", "value": ["stringValue": .string(version)]],
        ]
        let scope: JSON = ["scope": ["name": "talka"], "spans": .array(spans.map(\.json))]
        return ["resourceSpans": [["resource": ["attributes": .array(resource)], "scopeSpans": [scope]]]]
    }

    private var number: Int {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }

    private static func json(_ value: SpanAttribute) -> JSON? {
        switch value {
        case .string(let text): ["stringValue": .string(text)]
        case .int32(let number): ["intValue": .string(String(number))]
        case .int64(let number): ["intValue": .string(String(number))]
        case .bool(let flag): ["boolValue": .bool(flag)]
        case .stringConvertible(let value): ["stringValue": .string("\(value)")]
        default: nil
        }
    }
}
