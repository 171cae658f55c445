// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Logging
import Web

/// How the log is written, and how much of it.
struct LogSettings {
    static let names: Set<String> = ["TALKA_LOG", "TALKA_LOG_LEVEL"]

    let logger: Logger

    /// Unless it is said: a service writes lines of JSON with every request among them; whatever
    /// else is started by a person writes for people, and only what goes wrong.
    init(_ values: [String: String], for use: Settings.Use) throws {
        let isService = use == .service
        let format = values["TALKA_LOG"] ?? (isService ? "json" : "text")
        var logger: Logger
        switch format {
        case "json": logger = Logger(label: "talka") { _ in JSONLines(now: Composition.now) }
        case "text": logger = Logger(label: "talka") { _ in TextLines(now: Composition.now) }
        default: throw ValidationError("TALKA_LOG must be json or text; it is “\(format)”.")
        }
        let level = values["TALKA_LOG_LEVEL"] ?? (isService ? "info" : "warning")
        guard let known = Logger.Level(rawValue: level) else {
            let all = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("TALKA_LOG_LEVEL must be one of \(all); it is “\(level)”.")
        }
        logger.logLevel = known
        self.logger = logger
    }
}
