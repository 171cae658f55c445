// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging

/// Writes the log as one JSON object a line: `time`, `level`, `message`, and what is known beside.
public struct JSONLines: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level = .info
    private let now: @Sendable () -> Instant
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - now: what time it is.
    ///   - write: takes a line with its end.
    public init(
        now: @escaping @Sendable () -> Instant,
        write: @escaping @Sendable (String) -> Void = JSONLines.standardError
    ) {
        self.now = now
        self.write = write
    }

    /// Writes a line at once and whole.
    public static let standardError: @Sendable (String) -> Void = { line in
        // A log nobody reads any more stops nothing.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var line: JSONObject = [
            "time": .string(now().description), "level": .string(event.level.rawValue),
            "message": .string("\(event.message)"),
        ]
        var known = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
        known.merge(event.metadata ?? [:]) { $1 }
        for (name, value) in known.sorted(by: { $0.key < $1.key }) where line[name] == nil {
            line[name] = Self.json(value)
        }
        write(Self.oneLine(String(decoding: JSON.object(line).encoded(), as: UTF8.self)) + "\n")
    }

    /// JSON lets a text hold what some readers of lines take for the end of one.
    private static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                let digits = String(scalar.value, radix: 16)
                let zeros = String(repeating: "0", count: 4 - digits.count)
                line.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
            default: line.append(scalar)
            }
        }
        return String(line)
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSON {
        switch value {
        case .string(let text): return .string(text)
        case .stringConvertible(let value as Int): return .integer(Int64(value))
        case .stringConvertible(let value as Double) where value.isFinite: return .decimal(value)
        case .stringConvertible(let value): return .string("\(value)")
        case .array(let values): return .array(values.map(json))
        case .dictionary(let values):
            let pairs = values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }
            return .object(JSONObject(pairs))
        }
    }
}
