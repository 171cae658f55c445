// SPDX-License-Identifier: EUPL-1.2

import Measuring
import Testing

struct LatenciesTests {
    @Test func aPercentileIsAValueThatWasMeasured() {
        let latencies = Latencies((1...100).reversed().map(Double.init))
        #expect(latencies.percentiles([0, 0.5, 0.99, 1]) == [1, 50, 99, 100])
        #expect(Latencies([7]).percentile(0.99) == 7)
        #expect(Latencies().percentile(0.99) == 0)
    }

    @Test func whatFailedIsNotCountedAsDone() {
        let summary = Summary(Latencies([1, 2, 3, 4]), failures: 1, seconds: 2)
        #expect(summary.perSecond == 1.5)
        #expect(summary.p50 == 2)
        #expect(summary.slowest == 4)
    }

    @Test func oneRoundOfThreeThatWentWrongDoesNotCount() {
        let rounds = [10.0, 1, 11].map { Summary(Latencies([$0]), seconds: 1 / $0) }
        #expect(Summary(medianOf: rounds).perSecond == 10)
        #expect(Summary(medianOf: rounds).p50 == 10)
    }

    @Test func sidesAreMeasuredInTurn() async throws {
        var order = ""
        let found = try await Rounds.alternate(2, [
            { order += "a"; return order.count }, { order += "b"; return order.count },
        ])
        #expect(order == "abab")
        #expect(found == [[1, 3], [2, 4]])
    }

    @Test func aimThatWasMissedIsSaid() {
        var report = Report()
        report.figure("ratio", 0.5, aim: .atLeast(0.4))
        #expect(report.isReached)
        report.figure("p99", 25, " ms", aim: .atMost(20))
        #expect(!report.isReached)
        #expect(report.text(asJSON: false).hasSuffix("p99: 25.0 ms (aim: at most 20.0 ms; MISSED)"))
    }
}
