// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Logging
import Store
import Web

/// How this installation is set up: environment variables over a file over what is usual.
///
/// The file is named by `TALKA_CONFIG`: one `NAME=value` a line, the names of the environment's.
struct Settings {
    let directory: String
    let port: Int
    let host: String
    let site: Configuration
    let jurisdiction: String
    let overlays: String?

    /// - Throws: `ValidationError` for a value that cannot be meant.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        var values = try Self.file(environment["TALKA_CONFIG"])
        values.merge(environment) { _, stronger in stronger }
        directory = try Self.directory(values["TALKA_STORE"] ?? "sqlite:./data")
        guard let port = Int(values["PORT"] ?? "8080"), (0...65_535).contains(port) else {
            throw ValidationError("PORT must be a number from 0 to 65535.")
        }
        self.port = port
        host = values["TALKA_HOST"] ?? "127.0.0.1"
        jurisdiction = values["TALKA_JURISDICTION"] ?? "ie"
        overlays = values["TALKA_OVERLAYS"]
        var site = Configuration()
        site.siteName = values["TALKA_NAME"] ?? site.siteName
        site.address = values["TALKA_ADDRESS"] ?? "http://\(host):\(port)"
        while site.address.hasSuffix("/") { site.address.removeLast() }
        site.isSecure = site.address.hasPrefix("https://")
        site.tiles = values["TALKA_TILES"]
        site.trustsProxy = values["TALKA_TRUST_PROXY"] == "1"
        self.site = site
    }

    private static func directory(_ store: String) throws -> String {
        guard store.hasPrefix("sqlite:"), store.count > 7 else {
            throw ValidationError(
                "TALKA_STORE must be sqlite:DIR, the directory the network lies in; it is “\(store)”.")
        }
        return String(store.dropFirst(7))
    }

    private static func file(_ path: String?) throws -> [String: String] {
        guard let path else { return [:] }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("TALKA_CONFIG names \(path), which cannot be read.")
        }
        var values: [String: String] = [:]
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            guard parts.count == 2, known.contains(name) else {
                throw ValidationError("\(path), line \(number + 1): “\(name)” is no setting.")
            }
            values[name] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return values
    }

    /// Every name there is; docs/operating/configuration.md says what each does.
    private static let known: Set<String> = [
        "TALKA_STORE", "PORT", "TALKA_HOST", "TALKA_JURISDICTION", "TALKA_OVERLAYS", "TALKA_NAME",
        "TALKA_ADDRESS", "TALKA_TILES", "TALKA_TRUST_PROXY",
    ]

    /// Writes what goes wrong to the error stream; nothing personal is ever among it.
    static let logger: Logger = {
        var logger = Logger(label: "talka") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }()
}
