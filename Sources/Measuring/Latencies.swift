// SPDX-License-Identifier: EUPL-1.2

/// How long each of many things took, in milliseconds.
public struct Latencies: Sendable {
    private var values: [Double] = []

    public init() {}

    public init(_ milliseconds: [Double]) { values = milliseconds }

    public var count: Int { values.count }

    public mutating func add(_ milliseconds: Double) { values.append(milliseconds) }

    public mutating func add(_ others: Latencies) { values += others.values }

    /// The smallest value that so large a share of them does not exceed (nearest rank); 0 of none.
    /// - Parameter share: 0 to 1; 0.99 for the 99th percentile.
    public func percentile(_ share: Double) -> Double { percentiles([share])[0] }

    /// Several percentiles, sorted for once.
    public func percentiles(_ shares: [Double]) -> [Double] {
        let sorted = values.sorted()
        return shares.map { share in
            guard !sorted.isEmpty else { return 0 }
            let rank = Int((share * Double(sorted.count)).rounded(.up))
            return sorted[min(max(rank, 1), sorted.count) - 1]
        }
    }

    /// The middle of a few figures, such as those of several rounds: the upper one of an even number.
    public static func median(_ figures: [Double]) -> Double {
        let sorted = figures.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}

/// What was measured in a while: how many a second, and how long one took, in milliseconds.
public struct Summary: Sendable, Codable, Hashable {
    /// Those that succeeded.
    public let perSecond: Double
    public let p50: Double
    public let p99: Double
    public let slowest: Double
    public let failures: Int
    /// Milliseconds of processor time one took; nil: not measured.
    public let processor: Double?

    /// - Parameters:
    ///   - seconds: how long it was measured.
    ///   - processor: seconds of processor time they took in all; nil: not measured.
    public init(
        _ latencies: Latencies, failures: Int = 0, seconds: Double, processor: Double? = nil
    ) {
        self.processor = processor.map { $0 * 1_000 / Double(max(1, latencies.count)) }
        let found = latencies.percentiles([0.5, 0.99, 1])
        perSecond = seconds > 0 ? Double(max(0, latencies.count - failures)) / seconds : 0
        p50 = found[0]
        p99 = found[1]
        slowest = found[2]
        self.failures = failures
    }

    /// The medians of several rounds, and every failure.
    public init(medianOf rounds: [Summary]) {
        perSecond = Latencies.median(rounds.map(\.perSecond))
        p50 = Latencies.median(rounds.map(\.p50))
        p99 = Latencies.median(rounds.map(\.p99))
        slowest = rounds.map(\.slowest).max() ?? 0
        failures = rounds.map(\.failures).reduce(0, +)
        let costs = rounds.compactMap(\.processor)
        processor = costs.isEmpty ? nil : Latencies.median(costs)
    }
}
