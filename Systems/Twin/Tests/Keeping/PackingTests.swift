// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

/// What is kept is what was there, and the same bytes however it came about.
@Suite struct PackingTests {
    private func again(_ kept: KeptEntity) throws -> KeptEntity {
        var contents = Contents()
        contents.restore(kept, at: 0)
        let bytes = CheckpointPacking(contents: contents).entities(0..<1)
        let read = try #require(try CheckpointUnpacking.entities(bytes).first?.kept)
        var other = Contents()
        other.restore(read, at: 0)
        #expect(CheckpointPacking(contents: other).entities(0..<1) == bytes)
        return read
    }

    @Test func anEntityIsReadBackAsItWas() throws {
        let entity = try Sent.stamped(
            #""one":{"value":1,"unitCode":"\u00e9"},"two":{"value":1,"unitCode":"e\u0301"},"#
                + #""huge":{"value":123456789012345678901234567890}"#)
        let read = try again(KeptEntity(id: entity.id, entity: entity, past: nil))
        #expect(read.entity == entity && read.id == entity.id && read.past == nil)
        // Two texts that look alike are two.
        let units = read.entity?.attributes.compactMap { $0.instances[0].unitCode.map { Array($0.utf8) } }
        #expect(units?.suffix(2) == [Array("\u{e9}".utf8), Array("e\u{301}".utf8)])
    }

    private static func instance(_ value: JSON, at seconds: Int64, observed: Int64? = nil) -> Instance {
        var instance = Instance(.property(value), at: Stamp(microseconds: 1_000_000))
        instance.modifiedAt = Stamp(microseconds: seconds * 1_000_000)
        instance.observedAt = observed.map { Stamp(microseconds: $0 * 1_000_000) }
        return instance
    }

    private static let values: [[JSON]] = [
        [1, 2, 3], [.decimal(1.5), .decimal(-0.0), .decimal(2.25)], [.decimal(1.0 / 3), .decimal(1e300)],
        [1, "text", 2, .decimal(0.5)], ["a", "b"], [.integer(1 << 60), 1], [true, 7],
        [21, .decimal(21.5), 22], [.decimal(21.5), 22, .decimal(22.0)], [.decimal(21.5), .decimal(22.0), 23],
    ]

    /// A sensor that writes 21 and 21.5, or 21.0 and 21.5, is told by its numbers alone.
    @Test(arguments: [([21, .decimal(21.5), 22], 0), ([.decimal(21.5), 22, .decimal(0.1)], 0),
        ([.decimal(21.0), .decimal(21.5)], 0), ([.decimal(21.5), .decimal(22.0), 23], 1),
        ([.decimal(21.5), 22, .decimal(-0.0)], 1)] as [([JSON], Int)])
    func wholeNumbersAndFractionsStandInOneSeries(_ values: [JSON], _ keptWhole: Int) {
        var series = Series()
        for (place, value) in values.enumerated() {
            series.append(Self.instance(value, at: Int64(10 + place)))
        }
        #expect(series.places.map { series[$0].value } == values.map(AttributeValue.property))
        #expect(series.others.count == keptWhole)
    }

    /// Whoever writes milliseconds writes three digits, whatever the last of them is.
    @Test func momentsOfOneFormStandInOneSeries() throws {
        var series = Series()
        for moment in ["00.120", "01.123", "02.000"] {
            let json = "\"t\":{\"value\":1,\"observedAt\":\"2026-01-01T00:00:\(moment)Z\"}"
            series.append(try #require(try Sent.entity(json).attributes.first?.instances.first))
        }
        #expect(series.others.isEmpty && series.places.allSatisfy { series[$0].observedDigits == 3 })
    }

    @Test(arguments: values)
    func aSeriesIsReadBackAsItWas(_ values: [JSON]) throws {
        var series = Series()
        for (place, value) in values.enumerated() {
            let instance = Self.instance(
                value, at: Int64(10 + place), observed: place.isMultiple(of: 2) ? Int64(place) : nil)
            series.append(instance, isTold: place == 1)
        }
        series.append(Self.instance("gone", at: 100).gone(at: Stamp(microseconds: 100_000_000)))
        series.replace(0, by: nil)
        let key = EntityHistory.Key(name: "t", datasetId: "urn:d:1")
        let head = EntityHistory.Head(
            since: Sent.now, types: ["T"], scope: ["/A"], createdAt: Sent.now, expiresAt: Sent.later)
        let past = EntityHistory(
            heads: [head], order: [key], series: [key: series],
            forgotten: [nil: Sent.now, key: Sent.later, .init(name: "u", datasetId: nil): Sent.now])
        let read = try #require(try again(KeptEntity(id: "urn:e:1", entity: nil, past: past)).past)
        let same = try #require(read.series[key])
        #expect(read.heads == [head] && read.order == [key] && read.forgotten == past.forgotten)
        #expect(same.places == series.places && same.removed == series.removed)
        for place in series.places where !series.removed.contains(place) {
            #expect(same[place] == series[place])
            #expect(same.isTold(place) == series.isTold(place))
        }
    }

    /// What is forgotten keeps the places of what stays, and nothing of what it said.
    @Test func aSeriesForgetsWhatCameBefore() throws {
        var series = Series()
        for place in 0..<1_200 { series.append(Self.instance(.integer(place), at: Int64(place))) }
        #expect(!series.reaches(before: Stamp(microseconds: 0)))
        let moment = Stamp(microseconds: 1_000_500_000)
        #expect(series.reaches(before: moment))
        series.forget(before: moment)
        // What stood then is still known.
        #expect(series.places == 1_000..<1_200 && !series.reaches(before: moment))
        #expect(series.instance(at: moment)?.value == .property(1_000))
        #expect(series.instance(at: Stamp(microseconds: 1_100_000_000))?.value == .property(1_100))
        series.append(Self.instance(7, at: 2_000))
        #expect(series.places.last == 1_200 && series[1_200].value == .property(7))
        let all = Stamp(microseconds: 9_000_000_000)
        series.append(series[1_200].gone(at: Stamp(microseconds: 3_000_000_000)))
        series.forget(before: all)
        #expect(series.places.isEmpty)
    }

    @Test(arguments: 0..<40)
    func damageIsSeenAndNeverMore(_ place: Int) throws {
        let entity = try Sent.entity(Sent.everything)
        var contents = Contents()
        contents.restore(KeptEntity(id: entity.id, entity: entity, past: nil), at: 0)
        let bytes = CheckpointPacking(contents: contents).entities(0..<1)
        #expect(throws: PackReader.Damaged.self) {
            try CheckpointUnpacking.entities(Array(bytes.prefix(place * bytes.count / 40)))
        }
        // Other bytes are read as something else or not at all: that they are others the digest tells.
        var altered = bytes
        altered[place * bytes.count / 40] ^= 0x55
        _ = try? CheckpointUnpacking.entities(altered)
    }
}
