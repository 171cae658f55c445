// SPDX-License-Identifier: EUPL-1.2

import Synchronization

/// What can be written out as lines of Prometheus' text format.
public protocol Meter: Sendable {
    /// `counter`, `gauge` or `histogram`.
    static var sort: String { get }

    /// Writes its samples.
    /// - Parameter labels: what stands between the braces, such as `tenant="kildare"`; may be empty.
    func write(_ name: String, _ labels: String, into text: inout String)
}

/// Counts what only ever becomes more.
public final class Counter: Meter {
    public static let sort = "counter"
    private let count = Atomic<Int>(0)

    public init() {}

    public func add(_ more: Int = 1) { count.add(more, ordering: .relaxed) }

    public var value: Int { count.load(ordering: .relaxed) }

    /// Its one line.
    public func write(_ name: String, _ labels: String, into text: inout String) {
        text += Sample.line(name, labels, "\(value)")
    }
}

/// Says how much there is now.
public final class Gauge: Meter {
    public static let sort = "gauge"
    private let bits = Atomic<UInt64>(0)

    public init() {}

    public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// Its one line.
    public func write(_ name: String, _ labels: String, into text: inout String) {
        text += Sample.line(name, labels, Sample.text(value))
    }
}

/// Counts how often something was at most so much, for each of a few bounds.
public final class Histogram: Meter {
    public static let sort = "histogram"
    /// Bounds for what takes from a millisecond to half a minute, in seconds.
    public static let seconds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30,
    ]
    /// Bounds for how many there are of something, up to the largest group of a commit.
    public static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128]

    private struct State {
        /// One more than there are bounds: the last is for what is beyond them all.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// - Parameter bounds: rising.
    public init(_ bounds: [Double] = Histogram.seconds) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts one.
    public func record(_ value: Double) {
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[place] += 1
            state.sum += value
        }
    }

    /// Counts one that took so long.
    public func record(_ duration: Duration) { record(duration.inSeconds) }

    /// How many were counted.
    public var count: Int { state.withLock { $0.counts.reduce(0, +) } }

    /// A line for each bound, the sum and the count.
    public func write(_ name: String, _ labels: String, into text: inout String) {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        let before = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (bound, count) in zip(bounds.map(Sample.text) + ["+Inf"], counts) {
            total += count
            text += Sample.line("\(name)_bucket", "\(before)le=\"\(bound)\"", "\(total)")
        }
        text += Sample.line("\(name)_sum", labels, Sample.text(sum))
        text += Sample.line("\(name)_count", labels, "\(total)")
    }
}

extension Duration {
    /// So many seconds and parts of one.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// So many milliseconds, to the hundredth, for people and logs.
    public var inMilliseconds: Double { (inSeconds * 100_000).rounded() / 100 }
    /// Whole millionths of a second.
    var inMicroseconds: Int { Int(inSeconds * 1_000_000) }
}

/// The lines of the text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
enum Sample {
    static func line(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    /// A whole number without a point; what is no number as the format wants it.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int(exactly: value).map(String.init) ?? "\(value)"
    }

    /// A label's value between its quotes.
    static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
