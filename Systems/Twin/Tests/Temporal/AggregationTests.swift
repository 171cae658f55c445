// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

@Suite struct AggregationTests {
    private func history(_ values: [String], _ key: String = "value") throws -> History {
        let instances = values.enumerated().map { index, value in
            #"{"\#(key)":\#(value),"observedAt":"2026-01-01T00:0\#(index):00Z"}"#
        }
        let reading = HistoryReading(naming: PlainNaming(), now: Sent.now) { "urn:i:1" }
        return try reading.history(
            try Sent.object(#"{"id":"urn:x:1","type":"T","a":[\#(instances.joined(separator: ","))]}"#))
    }

    private func result(
        _ history: History, _ methods: [Aggregation.Method], _ period: String = "PT0S",
        _ query: TemporalQuery = TemporalQuery()
    ) throws -> JSON {
        let aggregation = Aggregation(methods, period: ISODuration(period) ?? .zero)
        let series = try aggregation.series(of: history, query)
        var writer = JSONWriter()
        HistoryWriting(Representation(PlainNaming()), query)
            .write(series, aggregation, of: history, into: &writer)
        return try JSON(parsing: writer.bytes)["a"] ?? .null
    }

    private func one(
        _ values: [String], _ method: Aggregation.Method, _ key: String = "value"
    ) throws -> JSON? {
        let methods = method == .totalCount ? [method] : [.totalCount, method]
        let json = try result(history(values, key), methods)
        return json[method.rawValue]?[0]?[0]
    }

    @Test(arguments: [
        (["1", "2", "3", "3"], Aggregation.Method.totalCount, JSON.integer(4)),
        (["1", "2", "3", "3.0"], .distinctCount, .integer(3)), (["1", "2", "3", "3"], .sum, .integer(9)),
        (["1", "2", "3", "3"], .avg, .decimal(2.25)), (["1", "-2.5", "3"], .min, .decimal(-2.5)),
        (["1", "2", "3"], .max, .integer(3)), (["2", "4", "6"], .stddev, .integer(2)),
        (["2"], .stddev, .integer(0)),
        (["1", "2", "3"], .sumsq, .integer(14)),
        (["true", "false", "true"], .sum, .integer(2)), (["true", "false"], .avg, .decimal(0.5)),
        (["true", "false"], .min, .integer(0)), (["true", "true"], .max, .integer(1)),
        (["true", "true"], .distinctCount, .integer(1)), (["true", "false"], .sumsq, .integer(1)),
        ([#""b""#, #""a""#], .min, .string("a")), ([#""b""#, #""a""#], .max, .string("b")),
        ([#""b""#, #""b""#], .distinctCount, .integer(1)),
        (["[1,2]", "[]"], .sum, .integer(2)), (["[1,2]", "[]"], .avg, .integer(1)),
        (["[1,2]", "[]"], .max, .integer(2)), (["[1,2]", "[1,2]"], .distinctCount, .integer(1)),
        ([#"{"x":1}"#, #"{"x":1}"#], .distinctCount, .integer(1)),
        ([#"{"@type":"Date","@value":"2026-01-02"}"#, #"{"@type":"Date","@value":"2026-01-01"}"#],
            .min, .string("2026-01-01")),
        ([#"{"@type":"Time","@value":"10:00:00Z"}"#, #"{"@type":"Time","@value":"11:00:00Z"}"#], .avg,
            .string("10:30:00Z")),
    ])
    func methodsByKindOfValue(values: [String], method: Aggregation.Method, expected: JSON) throws {
        #expect(try one(values, method) == expected)
    }

    @Test(arguments: [
        ([#""b""#], Aggregation.Method.avg), ([#""b""#], .sum), ([#"{"x":1}"#], .min), (["[1]"], .stddev),
        (["[1]"], .sumsq), ([#"{"@type":"Date","@value":"2026-01-01"}"#], .avg),
    ])
    func whereAMethodHasNoMeaning(values: [String], method: Aggregation.Method) throws {
        #expect(try one(values, method) == nil)
        #expect(try result(history(values), [.totalCount, method])[method.rawValue] == [])
        let problem = try #require(throws: TwinProblem.self) { try result(history(values), [method]) }
        #expect(problem.kind == .invalidRequest)
    }

    @Test func relationshipsAreCounted() throws {
        #expect(try one([#""urn:x:1""#, #""urn:x:2""#, #""urn:x:1""#], .distinctCount, "object") == 2)
        #expect(try one([#""urn:x:1""#], .max, "object") == nil)
        #expect(try one([#"{"en":"x"}"#], .totalCount, "languageMap") == 1)
        #expect(try one(["[1,2,3]"], .max, "valueList") == 3)
    }

    @Test func periodsAreCountedFromTheBeginning() throws {
        let history = try history(["1", "2", "3", "4", "5"])
        let json = try result(history, [.sum, .totalCount], "PT2M")
        #expect(
            json == [
                "type": "Property",
                "sum": [
                    [3, "2026-01-01T00:00:00Z", "2026-01-01T00:02:00Z"],
                    [7, "2026-01-01T00:02:00Z", "2026-01-01T00:04:00Z"],
                    [5, "2026-01-01T00:04:00Z", "2026-01-01T00:06:00Z"],
                ],
                "totalCount": [
                    [2, "2026-01-01T00:00:00Z", "2026-01-01T00:02:00Z"],
                    [2, "2026-01-01T00:02:00Z", "2026-01-01T00:04:00Z"],
                    [1, "2026-01-01T00:04:00Z", "2026-01-01T00:06:00Z"],
                ],
            ])
        var query = TemporalQuery()
        query.relation = .after(try #require(Stamp("2025-12-31T23:59:00Z")))
        let shifted = try result(history, [.max], "PT2M", query)
        #expect(shifted["max"]?[0] == [1, "2025-12-31T23:59:00Z", "2026-01-01T00:01:00Z"])
        let months = try result(history, [.max], "P1M", query)
        #expect(months["max"] == [[5, "2025-12-31T23:59:00Z", "2026-01-31T23:59:00Z"]])
    }

    @Test func theWholeSpan() throws {
        let history = try history(["1", "2", "3"])
        #expect(
            try result(history, [.avg])["avg"] == [[2, "2026-01-01T00:00:00Z", "2026-01-01T00:02:00Z"]])
        var query = TemporalQuery()
        let start = try #require(Stamp("2025-01-01T00:00:00Z"))
        let end = try #require(Stamp("2027-01-01T00:00:00Z"))
        query.relation = .between(start, end)
        #expect(
            try result(history, [.avg], "PT0S", query)["avg"]
                == [[2, "2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]])
    }

    @Test func parameters() throws {
        let read = try Aggregation(parameters: ["aggrMethods": "max,avg,max", "aggrPeriodDuration": "PT4M"])
        #expect(read.methods == [.max, .avg])
        #expect(read.period == ISODuration("PT4M"))
        #expect(try Aggregation(parameters: ["aggrMethods": "sum"]).period.isZero)
        for parameters in [
            [:], ["aggrMethods": ""], ["aggrMethods": "median"], ["aggrMethods": "sum,"],
            ["aggrMethods": "sum", "aggrPeriodDuration": "1h"],
        ] {
            #expect(throws: TwinProblem.self) { try Aggregation(parameters: parameters) }
        }
    }

    @Test func numbersTheQuickWayAreTheSame() {
        let times = (0..<1_000).map { Int64($0) * 1_000_000 }
        let values = (0..<1_000).map { Double($0 % 17) - 3.5 }
        let aggregation = Aggregation(Aggregation.Method.allCases, period: ISODuration("PT7S") ?? .zero)
        let buckets = aggregation.numberBuckets(times, values, TemporalQuery())
        #expect(buckets.count == 143)
        let third = Array(values[14..<21])
        let mean = third.reduce(0, +) / 7
        #expect(buckets[2].values[0] == 7)
        #expect(buckets[2].values[2]?.asDouble == third.reduce(0, +))
        #expect(buckets[2].values[3]?.asDouble == mean)
        #expect(buckets[2].values[4]?.asDouble == third.min())
        #expect(buckets[2].values[5]?.asDouble == third.max())
        let deviation = (third.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 6).squareRoot()
        #expect(abs((buckets[2].values[6]?.asDouble ?? 0) - deviation) < 1e-12)
    }

    @Test func tinyPeriodsOverLongSpansAreBounded() {
        let times: [Int64] = [-12_000_000_000_000_000, 0, 250_000_000_000_000_000]
        for period in ["PT0.000001S", "P1M", "P1MT1S", "P9999Y"] {
            let aggregation = Aggregation([.sum], period: ISODuration(period) ?? .zero)
            let buckets = aggregation.numberBuckets(times, [1, 2, 3], TemporalQuery())
            #expect(!buckets.isEmpty && buckets.count <= 3)
        }
    }

    @Test func infinitelyManyAreNotWritten() throws {
        #expect(try one(["1e308", "1e308"], .sum) == nil)
        #expect(try one(["1e400"], .totalCount) == 1)
    }
}
