// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

@Suite struct TemporalQueryTests {
    private func query(_ text: String, isRequired: Bool = false) throws -> TemporalQuery {
        var parameters: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            parameters[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        return try TemporalQuery(parameters: parameters, isRequired: isRequired)
    }

    @Test func relationsHaveTheirBounds() throws {
        let nine = try #require(Stamp("2026-01-01T09:00:00Z"))
        let ten = try #require(Stamp("2026-01-01T10:00:00Z"))
        let before = try query("timerel=before&timeAt=2026-01-01T10:00:00Z")
        #expect(before.contains(nine) && !before.contains(ten))
        let after = try query("timerel=after&timeAt=2026-01-01T10:00:00Z&timeproperty=modifiedAt&lastN=3")
        #expect(!after.contains(nine) && after.contains(ten))
        #expect(after.property == .modifiedAt)
        #expect(after.lastN == 3)
        let between = try query(
            "timerel=between&timeAt=2026-01-01T09:00:00Z&endTimeAt=2026-01-01T10:00:00Z")
        #expect(between.contains(nine) && !between.contains(ten))
        #expect(try query("").contains(nine))
    }

    @Test(arguments: [
        ("timerel=during&timeAt=2026-01-01T10:00:00Z", "?timerel"), ("timerel=before", "?timeAt"),
        ("timeAt=2026-01-01T10:00:00Z", "?timerel"), ("endTimeAt=2026-01-01T10:00:00Z", "?timerel"),
        ("timerel=between&timeAt=2026-01-01T10:00:00Z", "?endTimeAt"),
        ("timerel=after&timeAt=yesterday", "?timeAt"), ("timerel=after&timeAt=2026-01-01", "?timeAt"),
        ("timerel=between&timeAt=2026-01-01T10:00:00Z&endTimeAt=2025-01-01T10:00:00Z", "?endTimeAt"),
        ("timeproperty=soldAt", "?timeproperty"), ("lastN=0", "?lastN"), ("lastN=x", "?lastN"),
        ("lastN=99999999999999999999", "?lastN"),
    ])
    func faultsAreNamed(text: String, pointer: String) throws {
        let problem = try #require(throws: TwinProblem.self) { try query(text) }
        #expect(problem.kind == .badRequestData)
        #expect(problem.pointer == pointer)
    }

    @Test func bodiesAreReadAlike() throws {
        let read = try TemporalQuery(
            json: ["timerel": "before", "timeAt": "2026-01-01T10:00:00Z", "timeproperty": "createdAt"])
        #expect(read.property == .createdAt)
        for json: JSON in [5, [:], ["timerel": 5], ["timerel": "before", "timeAt": "x"]] {
            #expect(throws: TwinProblem.self) { try TemporalQuery(json: json) }
        }
        #expect(throws: TwinProblem.self) { try query("", isRequired: true) }
    }

    @Test(arguments: [
        ("PT0S", 0, 0), ("P0D", 0, 0), ("PT4M", 0, 240_000_000), ("P1W", 0, 604_800_000_000),
        ("P3Y6M4DT12H30M5S", 42, 390_605_000_000), ("PT0.5S", 0, 500_000), ("PT1,5S", 0, 1_500_000),
        ("P1DT1H", 0, 90_000_000_000), ("PT36H", 0, 129_600_000_000),
    ])
    func durations(text: String, months: Int, microseconds: Int64) {
        let duration = ISODuration(text)
        #expect(duration?.months == months)
        #expect(duration?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "P", "PT", "1D", "P1", "P1H", "PT1D", "P1DT", "P-1D", "P1.5D", "P1M1Y", "P1W1D", "P1D1D",
        "PT1S1M",
        "P2026-01-01", "PT٣S", "P999999999999Y", "PT99999999999999999999S", "P 1D", "p1d",
    ])
    func noDurations(text: String) {
        #expect(ISODuration(text) == nil)
    }

    @Test func monthsAreCountedByTheCalendar() throws {
        let start = try #require(Stamp("2026-01-31T12:00:00Z"))
        let month = try #require(ISODuration("P1M"))
        #expect(month.step(1, from: start).description == "2026-02-28T12:00:00Z")
        #expect(month.step(2, from: start).description == "2026-03-31T12:00:00Z")
        #expect(month.step(.max, from: start) >= start)
        #expect(ISODuration("PT1H")?.step(.max, from: start) != nil)
        #expect(ISODuration("P9999Y11MT88888888H")?.step(28, from: start) != nil)
        // Beyond the last moment there is, nothing comes before it again.
        for text in ["P1Y2M3DT4H4294967296M6.5S", "P8000YT10H"] {
            let long = try #require(ISODuration(text))
            #expect(long.step(1, from: start) <= long.step(2, from: start), "\(text)")
        }
    }
}
