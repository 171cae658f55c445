// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The quick way, for long rows of numbers: a sensor's readings as they lie in the twin's segments.
extension Aggregation {
    /// Brings numbers together. `times` are microseconds, oldest first, one for each value; all of them
    /// are in the range of the query.
    func numberBuckets(_ times: [Int64], _ values: [Double], _ query: TemporalQuery) -> [Bucket] {
        precondition(times.count == values.count, "each value has a time")
        return values.withUnsafeBufferPointer { values in
            spans(times, query).map { span in
                Bucket(
                    start: span.start, end: span.end,
                    values: self.values(UnsafeBufferPointer(rebasing: values[span.range])))
            }
        }
    }

    /// The values of one period, for each method.
    private func values(_ numbers: UnsafeBufferPointer<Double>) -> [JSON?] {
        let summary = Summary(numbers)
        return methods.map { method in
            switch method {
            case .totalCount: .integer(numbers.count)
            case .distinctCount: .integer(Summary.distinct(numbers))
            case .sum: JSON.plain(summary.sum)
            case .avg: JSON.plain(summary.sum / Double(numbers.count))
            case .min: JSON.plain(summary.least)
            case .max: JSON.plain(summary.most)
            case .sumsq: JSON.plain(summary.squares)
            case .stddev: JSON.plain(Summary.deviation(numbers, mean: summary.sum / Double(numbers.count)))
            }
        }
    }

    /// Sums in one go; four at a time, so that one addition does not wait for the other.
    private struct Summary {
        var sum = 0.0
        var squares = 0.0
        var least = Double.infinity
        var most = -Double.infinity

        init(_ numbers: UnsafeBufferPointer<Double>) {
            var sums = SIMD4<Double>.zero
            var squared = SIMD4<Double>.zero
            var low = SIMD4<Double>(repeating: .infinity)
            var high = SIMD4<Double>(repeating: -.infinity)
            var index = 0
            while index + 4 <= numbers.count {
                let four = SIMD4(numbers[index], numbers[index + 1], numbers[index + 2], numbers[index + 3])
                sums += four
                squared += four * four
                low = pointwiseMin(low, four)
                high = pointwiseMax(high, four)
                index += 4
            }
            sum = sums.sum()
            squares = squared.sum()
            least = low.min()
            most = high.max()
            while index < numbers.count {
                let number = numbers[index]
                sum += number
                squares += number * number
                least = Swift.min(least, number)
                most = Swift.max(most, number)
                index += 1
            }
        }

        /// The deviation of a sample; of a single value, none.
        static func deviation(_ numbers: UnsafeBufferPointer<Double>, mean: Double) -> Double {
            guard numbers.count > 1 else { return 0 }
            var sum = 0.0
            for number in numbers { sum += (number - mean) * (number - mean) }
            return (sum / Double(numbers.count - 1)).squareRoot()
        }

        static func distinct(_ numbers: UnsafeBufferPointer<Double>) -> Int {
            var seen = Set<UInt64>(minimumCapacity: Swift.min(numbers.count, 4_096))
            // Adding zero makes a negative zero the plain one.
            for number in numbers { seen.insert((number + 0).bitPattern) }
            return seen.count
        }
    }
}

/// Which values belong to which period.
extension Aggregation {
    struct Span {
        let start: Stamp
        let end: Stamp
        let range: Range<Int>
    }

    /// The periods that have values, oldest first. They are counted from where the query begins, or from
    /// the first value where it has no beginning.
    func spans(_ times: [Int64], _ query: TemporalQuery) -> [Span] {
        guard let first = times.first, let last = times.last else { return [] }
        let origin: Stamp
        switch query.relation {
        case .after(let start)?, .between(let start, _)?: origin = start
        default: origin = Stamp(microseconds: first)
        }
        if period.isZero {
            let end: Stamp
            switch query.relation {
            case .before(let bound)?, .between(_, let bound)?: end = bound
            default: end = Stamp(microseconds: last)
            }
            return [Span(start: origin, end: end, range: 0..<times.count)]
        }
        var spans: [Span] = []
        var index = 0
        var number: Int64 = 0
        while index < times.count {
            number = self.number(of: times[index], from: origin, atLeast: number)
            let end = period.step(number &+ 1, from: origin)
            let begin = index
            index += 1
            while index < times.count, times[index] < end.microseconds { index += 1 }
            spans.append(Span(start: period.step(number, from: origin), end: end, range: begin..<index))
        }
        return spans
    }

    /// How many whole periods lie between the beginning and a moment after it.
    private func number(of time: Int64, from origin: Stamp, atLeast least: Int64) -> Int64 {
        let distance = time &- origin.microseconds
        guard period.months > 0 else { return distance.quotientFloor(period.microseconds) }
        // No month is longer than 31 days; what is left is stepped through.
        let most = Int64(period.months) * 31 * 86_400_000_000 + period.microseconds
        var number = Swift.max(least, distance.quotientFloor(most))
        while period.step(number + 1, from: origin).microseconds <= time,
            period.step(number + 1, from: origin) > period.step(number, from: origin)
        {
            number += 1
        }
        return number
    }
}

extension JSON {
    /// A number without a fraction where it has none; nil where it is not finite.
    static func plain(_ value: Double) -> JSON? {
        guard value.isFinite else { return nil }
        if value.rounded() == value, abs(value) < 9_007_199_254_740_992 { return .integer(Int64(value)) }
        return .decimal(value)
    }
}
