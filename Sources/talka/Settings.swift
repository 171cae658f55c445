// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Logging
import Store
import TLS
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
    /// Where its certificate and key lie; with them it speaks TLS itself.
    let tls: (chain: String, key: String)?

    /// - Throws: `ValidationError` for a value that cannot be meant.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        try Self.refuseUnknown(environment)
        var values = try Self.file(environment["TALKA_CONFIG"])
        values.merge(environment) { _, stronger in stronger }
        directory = try Self.directory(values["TALKA_STORE"] ?? "sqlite:./data")
        guard let port = Int(values["PORT"] ?? "8080"), (1...65_535).contains(port) else {
            throw ValidationError("PORT must be a number from 1 to 65535.")
        }
        self.port = port
        host = values["TALKA_HOST"] ?? "127.0.0.1"
        jurisdiction = values["TALKA_JURISDICTION"] ?? "ie"
        overlays = values["TALKA_OVERLAYS"]
        tls = try Self.tls(values)
        var site = Configuration()
        site.siteName = values["TALKA_NAME"] ?? site.siteName
        site.address = try values["TALKA_ADDRESS"].map(Self.address)
            ?? "\(tls == nil ? "http" : "https")://\(host):\(port)"
        site.isSecure = site.address.hasPrefix("https://")
        site.tiles = try values["TALKA_TILES"].map(Self.tiles)
        site.trustsProxy = try Self.flag("TALKA_TRUST_PROXY", values)
        self.site = site
    }

    /// A name that is misspelt would otherwise do nothing, unseen.
    private static func refuseUnknown(_ environment: [String: String]) throws {
        let own = environment.keys.filter { $0.hasPrefix("TALKA_") && $0 != "TALKA_CONFIG" }
        if let name = own.sorted().first(where: { !known.contains($0) }) {
            let names = known.sorted().joined(separator: ", ")
            throw ValidationError("\(name) is no setting. There are \(names).")
        }
    }

    /// The address without a final slash: scheme, host, port and nothing else.
    private static func address(_ text: String) throws -> String {
        let plain = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let parts = URLComponents(string: plain), let scheme = parts.scheme,
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil
        else {
            throw ValidationError(
                "TALKA_ADDRESS must be like https://talka.example.org, without a path; "
                    + "it is “\(text)”.")
        }
        return plain
    }

    private static func tls(_ values: [String: String]) throws -> (chain: String, key: String)? {
        switch (values["TALKA_TLS_CERTIFICATE"], values["TALKA_TLS_KEY"]) {
        case (nil, nil): return nil
        case (let chain?, let key?): return (chain, key)
        default:
            throw ValidationError("TALKA_TLS_CERTIFICATE and TALKA_TLS_KEY are said both, or neither.")
        }
    }

    /// The certificate it serves with, read now; nil if it speaks plain HTTP.
    /// - Throws: `ValidationError` for files that cannot be used.
    func certificates() throws -> CertificateFiles? {
        do {
            return try tls.map { try CertificateFiles(chain: $0.chain, key: $0.key) }
        } catch { throw ValidationError("\(error).") }
    }

    private static func tiles(_ text: String) throws -> String {
        guard MapTiles(address: text, attribution: "") != nil else {
            throw ValidationError(
                "TALKA_TILES must be like https://tiles.example.org/{z}/{x}/{y}.png; "
                    + "it is “\(text)”.")
        }
        return text
    }

    private static func flag(_ name: String, _ values: [String: String]) throws -> Bool {
        switch values[name] ?? "0" {
        case "0": return false
        case "1": return true
        case let text: throw ValidationError("\(name) must be 1 or 0; it is “\(text)”.")
        }
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
        // A line may end as on any system.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
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
        "TALKA_TLS_CERTIFICATE", "TALKA_TLS_KEY",
    ]

    /// Writes what goes wrong to the error stream; nothing personal is ever among it.
    static let logger: Logger = {
        var logger = Logger(label: "talka") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }()
}
