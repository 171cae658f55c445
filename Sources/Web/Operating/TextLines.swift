// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging

/// Writes the log for people: the time, the level, the message, and what is known beside. Whatever is
/// in a value, it stays in its line: what would end the line, or move about in it, is written out.
public struct TextLines: LogHandler {
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

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var known = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
        known.merge(event.metadata ?? [:]) { $1 }
        let pairs = known.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.plain("\($0.value)"))" }
        write(
            "\(now()) \(event.level.rawValue) talka: \(Self.plain("\(event.message)"))"
                + "\(pairs.joined())\n")
    }

    /// A text without anything that a terminal or a reader of lines would act on.
    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
                plain.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default:
                if scalar == "\\" { plain.append(scalar) }
                plain.append(scalar)
            }
        }
        return String(plain)
    }
}
