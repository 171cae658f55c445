// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What a bench found, line by line: figures, and aims with whether they were reached.
public struct Report: Sendable {
    /// What a figure should be.
    public enum Aim: Sendable {
        case atLeast(Double)
        case atMost(Double)

        func isReached(by value: Double) -> Bool {
            switch self {
            case .atLeast(let limit): value >= limit
            case .atMost(let limit): value <= limit
            }
        }

        var text: String {
            switch self {
            case .atLeast(let limit): "at least \(Report.number(limit))"
            case .atMost(let limit): "at most \(Report.number(limit))"
            }
        }
    }

    private var lines: [String] = []
    private var figures: JSONObject = [:]
    /// Whether every aim so far was reached.
    public private(set) var isReached = true

    public init() {}

    /// Something to read, without a figure of its own.
    public mutating func say(_ text: String) { lines.append(text) }

    /// A figure.
    /// - Parameter unit: put behind it, with a blank where one belongs: ` ms`, `/s`.
    public mutating func figure(_ name: String, _ value: Double, _ unit: String = "") {
        figures[name] = .decimal(value)
        lines.append("\(name): \(Self.number(value))\(unit)")
    }

    /// A figure that has an aim.
    public mutating func figure(
        _ name: String, _ value: Double, _ unit: String = "", aim: Aim
    ) {
        let isReached = aim.isReached(by: value)
        figures[name] = ["value": .decimal(value), "reached": .bool(isReached)]
        lines.append(
            "\(name): \(Self.number(value))\(unit) (aim: \(aim.text)\(unit); "
                + "\(isReached ? "reached" : "MISSED"))")
        if !isReached { self.isReached = false }
    }

    /// Something that must hold for the figures to mean anything.
    public mutating func condition(_ name: String, _ holds: Bool) {
        figures[name] = .bool(holds)
        lines.append("\(name): \(holds ? "yes" : "NO")")
        if !holds { isReached = false }
    }

    /// What a load came to.
    public mutating func summary(_ name: String, _ summary: Summary) {
        figures[name] = [
            "per_second": .decimal(summary.perSecond), "p50_ms": .decimal(summary.p50),
            "p99_ms": .decimal(summary.p99), "slowest_ms": .decimal(summary.slowest),
            "failures": .integer(Int64(summary.failures)),
            "processor_ms": summary.processor.map(JSON.decimal) ?? .null,
        ]
        let processor = summary.processor.map { ", processor \(Self.number($0)) ms each" } ?? ""
        let failures = summary.failures == 0 ? "" : ", FAILURES \(summary.failures)"
        lines.append(
            "\(name): \(Self.number(summary.perSecond))/s, p50 \(Self.number(summary.p50)) ms, "
                + "p99 \(Self.number(summary.p99)) ms, slowest \(Self.number(summary.slowest)) ms"
                + processor + failures)
    }

    /// The whole as it is printed.
    public func text(asJSON: Bool) -> String {
        asJSON ? JSON.object(figures).pretty() : lines.joined(separator: "\n")
    }

    /// As many digits as say something.
    static func number(_ value: Double) -> String {
        switch abs(value) {
        case 100...: String(Int(value.rounded()))
        case 10..<100: String(format: "%.1f", value)
        default: String(format: "%.2f", value)
        }
    }
}
