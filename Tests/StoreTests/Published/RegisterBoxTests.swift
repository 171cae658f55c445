// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What lies in a box, wherever the box and the places lie.
struct RegisterBoxTests {
    private static let finest = 360.0 / 16_384
    private static let everywhere = Bounds(west: -180, south: -90, east: 180, north: 90)

    private func references(_ page: RegisterPage) -> Set<String> { Set(page.items.map(\.reference)) }

    /// Whatever is asked, on whichever way it is found: what touches the box and nothing else.
    private func expect(
        _ places: [String: Geometry], in box: Bounds, _ press: PressNetwork
    ) throws {
        let expected = Set(places.filter { $0.value.bounds?.intersects(box) == true }.keys)
        for order in RegisterQuery.Order.allCases {
            for text in [nil, "place", "p"] {
                let query = RegisterQuery(
                    text: text, bounds: box, order: order, limit: 1_000, isCounted: true)
                // Nothing begins with a word of one letter.
                let expected = text == "p" ? [] : expected
                let page = try press.register.page(query)
                #expect(references(page) == expected, "\(box) \(text ?? "") \(order)")
                #expect(page.items.count == expected.count)
                #expect(page.count?.value == expected.count)
            }
        }
    }

    private func put(_ places: [String: Geometry], _ press: PressNetwork) async throws {
        for (index, (reference, place)) in places.sorted(by: { $0.key < $1.key }).enumerated() {
            var bulletin = Bulletin()
            (bulletin.reference, bulletin.title) = (reference, "A place")
            bulletin.day = index % 3 == 0 ? nil : Day(iso: "2026-01-0\(1 + index % 9)")
            bulletin.place = place
            try await press.perform(Press.put.kind, bulletin.values)
        }
    }

    private static func box(_ bounds: Bounds) -> Geometry {
        let corners = [
            (bounds.west, bounds.south), (bounds.east, bounds.south), (bounds.east, bounds.north),
            (bounds.west, bounds.north), (bounds.west, bounds.south),
        ]
        return .polygon([corners.map { Point(longitude: $0.0, latitude: $0.1) }])
    }

    /// On the edges of cells, at the ends of the earth, large and small.
    private static let places: [String: Geometry] = [
        "origin": .point(Point(longitude: 0, latitude: 0)),
        "edge": .point(Point(longitude: finest * 3, latitude: finest)),
        "below": .point(Point(longitude: finest * 3 - 0.000_01, latitude: finest)),
        "naas": .point(Point(longitude: -6.66, latitude: 53.22)),
        "east": .point(Point(longitude: 180, latitude: 10)),
        "west": .point(Point(longitude: -180, latitude: 10)),
        "pole": .point(Point(longitude: 20, latitude: 90)),
        "south": .point(Point(longitude: -20, latitude: -90)),
        "site": box(Bounds(west: -6.7, south: 53.2, east: -6.698, north: 53.201)),
        "farm": box(Bounds(west: -6.71, south: 53.15, east: -6.6, north: 53.22)),
        "county": box(Bounds(west: -7.1, south: 52.9, east: -6.5, north: 53.4)),
        "continent": box(Bounds(west: -25, south: 33, east: 45, north: 72)),
    ]

    @Test func findsWhatTouchesIt() async throws {
        let press = try await PressNetwork()
        try await put(Self.places, press)
        try await press.put("nowhere", "A place")
        await press.test.network.settle()
        let point = Bounds(west: -6.66, south: 53.22, east: -6.66, north: 53.22)
        let boxes = [
            Self.everywhere, point,
            Bounds(west: 0, south: 0, east: 0, north: 0),
            Bounds(west: Self.finest * 3, south: Self.finest, east: 1, north: 1),
            Bounds(west: -1, south: -1, east: Self.finest * 3, north: Self.finest),
            Bounds(west: -6.70, south: 53.19, east: -6.62, north: 53.25),
            Bounds(west: -6.699, south: 53.200_5, east: -6.698_9, north: 53.200_6),
            Bounds(west: -10.7, south: 51.3, east: -5.9, north: 55.5),
            Bounds(west: 170, south: -80, east: 180, north: 80),
            Bounds(west: -180, south: -80, east: -170, north: 80),
            Bounds(west: -180, south: 80, east: 180, north: 90),
            Bounds(west: -180, south: -90, east: 180, north: -89),
            Bounds(west: 100, south: 10, east: 101, north: 11),
            // Long and narrow, both ways.
            Bounds(west: -180, south: 53.21, east: 180, north: 53.23),
            Bounds(west: -6.67, south: -90, east: -6.65, north: 90),
        ]
        for box in boxes { try expect(Self.places, in: box, press) }
    }

    @Test func aPlaceThatMovesIsFoundWhereItIs() async throws {
        let press = try await PressNetwork()
        let (naas, sligo) = (
            Bounds(west: -6.70, south: 53.19, east: -6.62, north: 53.25),
            Bounds(west: -8.52, south: 54.24, east: -8.43, north: 54.30)
        )
        let id = try await press.put("a", "A place", at: naas.center)
        await press.test.network.settle()
        let before = press.test.clock.now
        func found(_ box: Bounds, _ asOf: Instant? = nil) throws -> Set<String> {
            references(try press.register.page(RegisterQuery(bounds: box, asOf: asOf)))
        }
        #expect(try found(naas) == ["a"] && found(sligo) == [])
        press.test.clock.pass(seconds: 5)
        let moved: Geometry = .point(sligo.center)
        try await press.perform(Press.amend.kind, on: id, ["place": moved.stored])
        await press.test.network.settle()
        #expect(try found(naas) == [] && found(sligo) == ["a"])
        #expect(try found(naas, before) == ["a"] && found(sligo, before) == [])
        try await press.perform(Press.withdraw.kind, on: id)
        await press.test.network.settle()
        #expect(try found(naas) == [] && found(sligo) == [] && found(Self.everywhere) == [])
    }

    /// More in every part than is looked at one by one, in small places and all over the map.
    @Test func findsTheNewestOfManyByPages() async throws {
        let press = try await PressNetwork()
        try await press.perform(Press.putMany.kind, ["count": 3_000, "title": "House"])
        await press.test.network.settle()
        var query = RegisterQuery(kind: "press.bulletin", limit: 1_000)
        var all: [RegisterItem] = []
        repeat {
            let page = try press.register.page(query)
            all += page.items
            query.cursor = page.next
        } while query.cursor != nil
        #expect(all.count == 3_000)
        for box in [
            Bounds(west: -8, south: 53, east: -7.9, north: 53.1),
            Bounds(west: -7.95, south: 52, east: -7, north: 53.2), Self.everywhere,
        ] {
            let expected = all.filter { $0.point.map(box.contains) == true }.map(\.reference)
            for text in [nil, "house"] {
                var query = RegisterQuery(text: text, bounds: box, limit: 300, isCounted: true)
                var found: [String] = []
                repeat {
                    let page = try press.register.page(query)
                    found += page.items.map(\.reference)
                    #expect(page.count?.value == 200 && page.count?.isExact == false)
                    query.cursor = page.next
                } while query.cursor != nil
                #expect(found == expected, "\(box)")
            }
        }
    }
}
