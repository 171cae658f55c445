// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Logging
import Outgoing
import Store
import TLS
import Web

/// How this installation is set up: environment variables over a file over what is usual.
///
/// The file is named by `TALKA_CONFIG`: one `NAME=value` a line, the names of the environment's.
struct Settings {
    /// Where the network lies.
    let store: StoreAddress
    /// The folder for what is no store: marks and locks, and documents unless they lie elsewhere.
    let directory: String
    let port: Int
    let host: String
    let site: Configuration
    let jurisdiction: String
    let overlays: String?
    /// Where documents lie.
    let documents: any DocumentShelf
    /// Which addresses are connected to when somebody else has named the place.
    var addresses: AddressPolicy
    /// Whether the twin of the operator's store answers anybody (`serve --open-twin`).
    var isOpenTwin = false
    /// How mail is sent, and whom it is from.
    let mail: MailSetting
    let mailFrom: Mailbox?
    /// Which machine translates; nil: none.
    let translator: TranslatorSetting?
    /// Everything that was said, for what is read only where it is needed.
    let values: [String: String]
    /// Where what happens is written: the error stream; nothing personal is ever among it.
    let logger: Logger
    /// Where traces are sent; nil: nobody keeps them.
    let traces: TraceSettings?
    /// Where its certificate and key lie; with them it speaks TLS itself.
    let tls: (chain: String, key: String)?

    /// - Parameter use: what is usual depends on it.
    /// - Throws: `ValidationError` for a value that cannot be meant.
    init(
        for use: Use = .command,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        try Self.refuseUnknown(environment)
        var values = try Self.file(environment["TALKA_CONFIG"])
        values.merge(environment) { _, stronger in stronger }
        store = try Self.store(values["TALKA_STORE"] ?? "sqlite:./data")
        directory = Self.directory(of: store)
        guard let port = Int(values["PORT"] ?? "8080"), (1...65_535).contains(port) else {
            throw ValidationError("PORT must be a number from 1 to 65535.")
        }
        self.port = port
        host = values["TALKA_HOST"] ?? "127.0.0.1"
        jurisdiction = values["TALKA_JURISDICTION"] ?? "ie"
        overlays = values["TALKA_OVERLAYS"]
        documents = try Self.documents(values, directory)
        // Of a place that nobody named, a network that lies there is told by what is in it.
        if use != .command, values["TALKA_DOCUMENTS"] != nil { try Self.mustHold(documents) }
        addresses = try Self.addresses(values["TALKA_ALLOW_ADDRESSES"] ?? "")
        mail = try Self.mail(values["TALKA_MAIL"] ?? "none")
        // A backup needs no mail.
        if use != .command, case .program(let path) = mail,
            !FileManager.default.isExecutableFile(atPath: path)
        {
            throw ValidationError("TALKA_MAIL: there is no program \(path).")
        }
        mailFrom = try values["TALKA_MAIL_FROM"].map(Self.mailbox)
        if case .none = mail {} else if mailFrom == nil {
            throw ValidationError("TALKA_MAIL_FROM must say whom mail is from.")
        }
        translator = try Self.translator(values, for: use)
        self.values = values
        tls = try Self.tls(values)
        var site = Configuration()
        site.siteName = values["TALKA_NAME"] ?? site.siteName
        site.address = try values["TALKA_ADDRESS"].map(Self.address)
            ?? "\(tls == nil ? "http" : "https")://\(host):\(port)"
        site.isSecure = site.address.hasPrefix("https://")
        site.tiles = try values["TALKA_TILES"].map(Self.tiles)
        try OperatingSettings(values).apply(to: &site, for: use)
        self.site = site
        logger = try LogSettings(values, for: use).logger
        traces = try use == .command ? nil : TraceSettings(values, logger: logger)
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

    private static func documents(
        _ values: [String: String], _ directory: String
    ) throws -> any DocumentShelf {
        let text = values["TALKA_DOCUMENTS"] ?? "folder:\(directory)/documents"
        let cache = values["TALKA_DOCUMENT_CACHE"] ?? "\(directory)/document-cache"
        do {
            return try DocumentSetting(
                text, key: values["TALKA_S3_KEY"], secret: values["TALKA_S3_SECRET"]
            ).shelf(cache: cache)
        } catch { throw ValidationError("TALKA_DOCUMENTS: \(error).") }
    }

    /// Whoever serves finds out at the start whether documents can be kept.
    private static func mustHold(_ documents: any DocumentShelf) throws {
        do { try (documents as? FolderShelf)?.make() } catch {
            throw ValidationError("TALKA_DOCUMENTS: \(Messages.of(error))")
        }
    }

    private static func addresses(_ text: String) throws -> AddressPolicy {
        do { return AddressPolicy(allowing: try AllowedAddress.list(text)) } catch {
            throw ValidationError(
                "TALKA_ALLOW_ADDRESSES must be a list like 10.1.2.3, 10.2.0.0/16:443, [fd00::1]:443, "
                    + "identity.internal:8443: \(error).")
        }
    }

    /// What was given is not repeated: there may be a password in it.
    private static func mail(_ text: String) throws -> MailSetting {
        do { return try MailSetting(text) } catch { throw ValidationError("TALKA_MAIL: \(error).") }
    }

    private static func mailbox(_ text: String) throws -> Mailbox {
        do { return try Mailbox(reading: text) } catch {
            throw ValidationError(
                "TALKA_MAIL_FROM must be like Talka <talka@example.org>; it is “\(text)”.")
        }
    }

    /// What was given is not repeated: a path may tell more than its words.
    private static func translator(
        _ values: [String: String], for use: Use
    ) throws -> TranslatorSetting? {
        let key = values["TALKA_TRANSLATOR_KEY"]
        guard let text = values["TALKA_TRANSLATOR"], text != "none" else {
            if key == nil { return nil }
            throw ValidationError("TALKA_TRANSLATOR_KEY does nothing without TALKA_TRANSLATOR.")
        }
        let setting: TranslatorSetting
        do { setting = try TranslatorSetting(text, key: key) } catch {
            throw ValidationError("TALKA_TRANSLATOR: \(error).")
        }
        if use != .command, let path = setting.program,
            !FileManager.default.isExecutableFile(atPath: path) {
            throw ValidationError("TALKA_TRANSLATOR: there is no program \(path).")
        }
        return setting
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

    /// What is wrong with an address is told without it: a password may be in it.
    private static func store(_ text: String) throws -> StoreAddress {
        do { return try StoreAddress(text) } catch {
            throw ValidationError(
                "TALKA_STORE must be sqlite:DIR, the directory the network lies in, or "
                    + "postgres://user@host/database: \(error).")
        }
    }

    private static func directory(of store: StoreAddress) -> String {
        switch store {
        case .sqlite(let directory): directory
        case .postgres(let address): "./data/\(address.prefix)files"
        }
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
                // The line itself is not told: what was mistyped may be a secret.
                throw ValidationError(
                    "\(path), line \(number + 1) is no setting: each is NAME=value on a line.")
            }
            values[name] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return values
    }

    /// Every name there is; docs/operating/configuration.md says what each does.
    private static let known: Set<String> = Set([
        "TALKA_STORE", "PORT", "TALKA_HOST", "TALKA_JURISDICTION", "TALKA_OVERLAYS", "TALKA_NAME",
        "TALKA_ADDRESS", "TALKA_TILES",
        "TALKA_DOCUMENTS", "TALKA_S3_KEY", "TALKA_S3_SECRET", "TALKA_DOCUMENT_CACHE",
        "TALKA_ALLOW_ADDRESSES", "TALKA_MAIL", "TALKA_MAIL_FROM", "TALKA_TRANSLATOR",
        "TALKA_TRANSLATOR_KEY",
        "TALKA_OPENID", "TALKA_SECOND_FACTOR", "TALKA_CONFIRM_MINUTES", "TALKA_TLS_CERTIFICATE",
        "TALKA_TLS_KEY",
    ]).union(OperatingSettings.names).union(LogSettings.names).union(TraceSettings.names)

    /// What the program does with what is set.
    enum Use {
        /// Something, and then it ends.
        case command
        case demonstration
        case service
    }
}
