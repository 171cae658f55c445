// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// A register of any size to measure on: published applications of all authorities over twelve
/// years, unevenly spread over authorities, states, days and places. The same number gives the same
/// application in every run.
public struct RegisterStories: Sendable {
    /// The authorities, those with most applications first.
    public let authorities: [String]
    private let facts: StoryFacts
    private let words: RegisterWords
    private let authorityPlaces: ZipfPlaces
    private let streetPlaces: ZipfPlaces
    private let seed: UInt64

    private static let days = 12 * 365
    private static let lastDay = Day(year: 2026, month: 10, day: 30)

    /// - Throws: `Fault` when the facts are not beside the program.
    public init(seed: UInt64 = 1) throws {
        facts = try StoryFacts()
        words = try RegisterWords()
        self.seed = seed
        var numbers = SeededNumbers(seed: seed)
        authorities = facts.places.keys.filter { $0 != "exampleshire" }.sorted()
            .shuffled(using: &numbers)
        // The largest has some 16 times as many as the smallest.
        authorityPlaces = ZipfPlaces(authorities.count, shift: 1)
        streetPlaces = ZipfPlaces(words.streets.count, shift: 20)
    }

    /// One of so many applications; those with higher numbers are newer.
    public func item(_ number: Int, of count: Int) -> PublishedItem? {
        var numbers = SeededNumbers(seed: seed &+ UInt64(number) &* 0x9e37_79b9)
        let slug = authorities[authorityPlaces.one(&numbers)]
        guard let place = facts.places[slug]?.one(&numbers), let last = Self.lastDay else {
            return nil
        }
        let age = (count - number) * Self.days / max(count, 1)
        var application = Application()
        let received = last.adding(days: -age - Int(numbers.next() % 4))
        describe(&application, in: place, &numbers)
        let state = settle(&application, received, &numbers)
        application.fileNumber = "\(received.year % 100)/\(number % 100_000)"
        let at = Instant(milliseconds: Int64(received.number) * 86_400_000 + Int64(number % 36_000) * 1_000)
        let id = RecordID(at: at, random: (numbers.next(), UInt16(truncatingIfNeeded: number)))
        let stored = Stored(id: id, version: 3, state: state, recordedAt: at, fields: application)
        return PublishedItem(
            tenant: slug, record: id, version: 3, at: at,
            publication: Application.publication(of: stored))
    }

    private func describe(
        _ application: inout Application, in place: StoryFacts.Place, _ numbers: inout SeededNumbers
    ) {
        let length = 8 + Int(abs(Self.spread(&numbers)) * 28)
        application.proposal = (0..<length).map { _ in words.word(&numbers) }
            .joined(separator: " ").capitalisedFirst
        let townland = words.townlands.one(&numbers) ?? ""
        let street = words.streets[streetPlaces.one(&numbers)]
        let isRural = numbers.next() % 100 < 45
        application.address = isRural
            ? "\(townland), \(place.name)" : "\(1 + numbers.next() % 180) \(street), \(place.name)"
        application.site = site(near: place.point, &numbers)
        application.type = numbers.next() % 10 < 8 ? "permission" : "retention"
        application.developmentClass = facts.developments.one(&numbers)?.feeClass
        application.floorAreaNew = Decimal(20 + Int(numbers.next() % 400))
        application.siteArea = Decimal(string: "0.\(10 + numbers.next() % 90)")
        application.applicantName = facts.name(&numbers)
        application.agentName = numbers.next() % 3 == 0 ? facts.agents.one(&numbers) : nil
        application.newspaperName = facts.newspapers.one(&numbers)
    }

    /// How it stands: the newest are open, the others as decisions fall.
    private func settle(
        _ application: inout Application, _ received: Day, _ numbers: inout SeededNumbers
    ) -> State {
        application.lodgedOn = received
        application.receivedOn = received
        application.validOn = received.adding(days: 2)
        application.newspaperNoticeOn = received.adding(days: -5)
        application.siteNoticeOn = received.adding(days: -4)
        application.sayUntil = received.adding(days: 34)
        let lot = numbers.next() % 100
        let isOpen = Self.lastDay.map { $0 - received < 50 } ?? false
        if isOpen { return lot < 78 ? .valid : .furtherInformation }
        if lot < 3 { return .furtherInformation }
        if lot < 9 { return .withdrawn }
        if lot < 11 { return .deemedWithdrawn }
        let isGranted = lot < 88
        application.decision = isGranted ? .granted : .refused
        application.decidedOn = received.adding(days: 50 + Int(numbers.next() % 60))
        application.decisionReasons = facts.texts["refusal_reasons"]?.one(&numbers)
        return isGranted ? .granted : .refused
    }

    /// A plot some way from the middle of a place, seldom far.
    private func site(near point: Point, _ numbers: inout SeededNumbers) -> Geometry {
        let longitude = point.longitude + Self.spread(&numbers) * 0.05
        let latitude = point.latitude + Self.spread(&numbers) * 0.03
        let corners = [(0.0, 0.0), (0.000_45, 0.0), (0.000_45, 0.000_36), (0.0, 0.000_36), (0.0, 0.0)]
        return .polygon([
            corners.map {
                Point(longitude: longitude + $0.0, latitude: latitude + $0.1).rounded(decimals: 6)
            }
        ])
    }

    /// A number about 0, seldom beyond 1: twice the sum of four evenly drawn ones.
    private static func spread(_ numbers: inout SeededNumbers) -> Double {
        (0..<4).reduce(0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &numbers) }
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
