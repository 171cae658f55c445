// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing
import Web

@Suite struct MapTests {
    private let ui = UI(words: Words(), language: .english)

    private func feature(_ number: Int, _ place: Point, status: String? = nil) -> MapFeature {
        MapFeature(
            id: "f\(number)", geometry: .point(place), label: "Case <\(number)>",
            href: "/case/\(number)", status: status)
    }

    private func view(_ features: [MapFeature], _ bounds: Bounds = .ireland) -> MapView {
        MapView(
            id: "m", title: "Cases", description: "Where they are",
            frame: MapFrame(bounds, width: 600, height: 720), features: features,
            zoom: { "/register?bounds=\($0.text)" })
    }

    /// Points spread by a fixed rule, so that a failure can be seen again.
    private func spread(_ count: Int) -> [MapFeature] {
        var state: UInt64 = 42
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(UInt64(1) << 31)
        }
        return (0..<count).map {
            feature($0, Point(longitude: -10 + next() * 4, latitude: 51.6 + next() * 3.4))
        }
    }

    private func count(_ part: String, in text: String) -> Int {
        text.split(separator: part, omittingEmptySubsequences: false).count - 1
    }

    @Test func theCoastComesWithTalka() {
        #expect(Coastlines.bundled.detailed.box.contains(Bounds.ireland.center))
        #expect(Coastlines.bundled.wide.box == Bounds.europe)
        let html = ui.map(view([])).string
        #expect(html.contains("class=\"map-land\" d=\"M"))
        #expect(html.contains("class=\"map-lake\""))
        #expect(html.contains("class=\"map-border\""))
    }

    @Test(arguments: [
        Bounds.ireland, .greatBritain, .europe,
        Bounds(west: -9.3, south: 53, east: -8.7, north: 53.4),
        Bounds(west: -6.3, south: 53.3, east: -6.2, north: 53.4),
        Bounds(west: 8, south: 47, east: 8.1, north: 47.1),
        Bounds(west: -180, south: -85, east: 180, north: 85),
        Bounds(west: 170, south: -40, east: 175, north: -35),
    ])
    func everyViewIsSmallAndStrict(bounds: Bounds) {
        let html = ui.map(view(spread(800), bounds)).string
        #expect(html.utf8.count < 60_000)
        for forbidden in ["style=", "<script", "<style", "onclick", "javascript:", "NaN", "inf"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
    }

    @Test func inlandIsAllLandAndSeaIsAllSea() throws {
        // Athlone, and a hundred kilometres west of Galway.
        let inland = ui.map(view([], Bounds(west: -7.95, south: 53.3, east: -7.7, north: 53.4)))
            .string
        let sea = ui.map(view([], Bounds(west: -11.2, south: 53.1, east: -11, north: 53.3))).string
        #expect(inland.contains("class=\"map-land\""))
        #expect(!sea.contains("class=\"map-land\""))
    }

    @Test func marksAreLinksWithTheirNamesEscaped() {
        let one = feature(1, Point(longitude: -6.26, latitude: 53.35), status: "open")
        var view = view([one])
        view.tones = ["open": .good]
        let html = ui.map(view).string
        #expect(html.contains("<a href=\"/case/1\" aria-label=\"Case &lt;1&gt;\">"))
        #expect(html.contains("map-tone-good"))
        #expect(!html.contains("Case <1>"))
    }

    @Test func aMarkLooksAsItsStateDoesAndOneForManyLikeNone() {
        let place = Point(longitude: -6.26, latitude: 53.35)
        func drawn(_ statuses: [String]) -> String {
            var view = view(statuses.enumerated().map { feature($0, place, status: $1) })
            view.tones = ["valid": .active, "lodged": .active, "refused": .bad]
            return ui.map(view).string
        }
        #expect(drawn(["refused"]).contains("map-feature map-tone-bad map-mark"))
        #expect(drawn(["valid", "lodged"]).contains("map-tone-active map-cluster"))
        #expect(drawn(["valid", "refused"]).contains("map-tone-many map-cluster"))
        #expect(drawn(["a\" onload=\"x"]).contains("class=\"map-feature map-mark\""))
    }

    @Test func townsAreNamedInTheReadersLanguageAndNeverOverEachOther() {
        let texts = ["en", "ga"].map { code in
            let language: Language = code == "ga" ? .irish : .english
            return UI(words: Words(), language: language).map(view([])).string
        }
        #expect(texts[0].contains(">Galway</text>") && texts[1].contains(">Gaillimh</text>"))
        let near = Bounds(west: -6.8, south: 53.1, east: -6.5, north: 53.3)
        #expect(ui.map(view([], near)).string.contains(">Naas</text>"))
        let sea = Bounds(west: -11.2, south: 53.1, east: -11, north: 53.3)
        #expect(count("map-places", in: ui.map(view([], sea)).string) == 0)
    }

    @Test func nearOnesStandTogetherAndNoneIsLost() throws {
        let features = spread(500)
        let html = ui.map(view(features)).string
        let single = count("map-mark\"", in: html)
        let counts = html.split(separator: "aria-hidden=\"true\">").dropFirst()
            .compactMap { Int($0.prefix { $0.isNumber }) }
        #expect(single + counts.reduce(0, +) == 500)
        #expect(single + counts.count <= 90)
        #expect(html.contains("href=\"/register?bounds=-"))
    }

    @Test func whatIsOutOfViewIsNotDrawn() {
        let far = feature(1, Point(longitude: 20, latitude: 50))
        #expect(count("map-mark\"", in: ui.map(view([far])).string) == 0)
    }

    @Test func withoutLinksTheDrawingIsOnePicture() {
        let plain = MapView(
            id: "m", title: "T & U", description: "D",
            frame: MapFrame(.ireland, width: 400, height: 400))
        let html = ui.map(plain).string
        #expect(html.contains("role=\"img\" aria-labelledby=\"m-title\""))
        #expect(html.contains("<title id=\"m-title\">T &amp; U</title>"))
        #expect(ui.map(view([])).string.contains("role=\"group\""))
    }

    @Test func aLocatorShowsTheShapeAndWhereItIs() {
        let ring = [(-6.261, 53.349), (-6.259, 53.349), (-6.259, 53.35), (-6.261, 53.349)]
            .map { Point(longitude: $0.0, latitude: $0.1) }
        let site = MapFeature(id: "site", geometry: .polygon([ring]), label: "The site")
        let locator = MapView.locator(id: "l", title: "Site", description: "D", feature: site)
        let html = ui.map(locator).string
        #expect(html.contains("map-feature map-shape"))
        #expect(html.contains("map-inset") && html.contains("map-here"))
        #expect(html.utf8.count < 20_000)
    }

    @Test func framesShowTheirBoundsAndNotMuchMore() {
        let bounds = Bounds(west: -9, south: 53, east: -8, north: 53.2)
        let frame = MapFrame(bounds, width: 500, height: 500)
        #expect(frame.bounds.contains(bounds.southWest) && frame.bounds.contains(bounds.northEast))
        #expect(abs(frame.bounds.east - frame.bounds.west - 1) < 1e-9)
        let middle = frame.place(frame.bounds.center)
        #expect(abs(middle.x - 250) < 1e-6 && abs(middle.y - 250) < 2)
        let point = MapFrame(
            Bounds(west: -8, south: 53, east: -8, north: 53), width: 500, height: 400,
            metresMin: 1000)
        #expect(abs(point.metresPerUnit * 500 - 1000) < 1)
        let ninths = (0..<9).map(frame.ninth)
        #expect(ninths[4].contains(frame.bounds.center))
        #expect(abs(ninths[0].north - frame.bounds.north) < 1e-9)
        #expect(abs(ninths[8].east - frame.bounds.east) < 1e-9)
        #expect(frame.moved(east: 0.5, south: 0).west > frame.bounds.west)
    }
}
