// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Web

/// How the program is run: how much at once, behind which proxy, and who may look at it.
struct OperatingSettings {
    static let names: Set<String> = [
        "TALKA_TRUST_PROXY", "TALKA_METRICS", "TALKA_DRAIN", "TALKA_REQUESTS", "TALKA_THREADS",
        "TALKA_CONNECTIONS",
    ]

    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    /// - Throws: `ValidationError` for a value that cannot be meant.
    func apply(to site: inout Configuration, for use: Settings.Use) throws {
        site.proxies = try proxies()
        site.metrics = try metrics(for: use)
        site.drain = .seconds(try number("TALKA_DRAIN", 0...600) ?? 0)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        site.limits = Limits(requests: try number("TALKA_REQUESTS", 4...10_000) ?? 64)
        site.limits.threads = try number("TALKA_THREADS", 1...1_000) ?? max(8, 2 * cores)
        if let most = try number("TALKA_CONNECTIONS", 10...100_000) {
            site.limits.connections = most
        }
    }

    private func proxies() throws -> ProxyTrust {
        switch values["TALKA_TRUST_PROXY"] ?? "0" {
        case "0": return .nobody
        case "1": return .lastHop
        case let text:
            return .these(try ranges(Self.list(text), in: "TALKA_TRUST_PROXY", or: "1 or 0"))
        }
    }

    /// In a demonstration this machine; in a service nobody, unless it is said who.
    private func metrics(for use: Settings.Use) throws -> MetricsAccess {
        guard let text = values["TALKA_METRICS"] else {
            return MetricsAccess(from: use == .demonstration ? AddressRange.loopback : [])
        }
        if text == "off" { return MetricsAccess() }
        let items = Self.list(text)
        let tokens = items.filter { $0.hasPrefix("token:") }.map { String($0.dropFirst(6)) }
        guard tokens.count <= 1, tokens.allSatisfy({ $0.utf8.count >= 20 }) else {
            throw ValidationError("TALKA_METRICS may name one token, of 20 letters or more.")
        }
        let rest = items.filter { !$0.hasPrefix("token:") }
        let open = try ranges(rest, in: "TALKA_METRICS", or: "off, or token:SECRET")
        return MetricsAccess(from: open, token: tokens.first)
    }

    /// What cannot be read is not repeated where it might hold a secret.
    private func ranges(
        _ items: [String], in name: String, or others: String
    ) throws -> [AddressRange] {
        try items.map { item in
            guard let range = AddressRange(item) else {
                throw ValidationError(
                    "\(name) must be addresses or networks separated by commas, such as "
                        + "127.0.0.1, 10.0.0.0/8; or \(others).")
            }
            return range
        }
    }

    private func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ValidationError(
                "\(name) must be a number from \(range.lowerBound) to \(range.upperBound); "
                    + "it is “\(text)”.")
        }
        return number
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }
}
