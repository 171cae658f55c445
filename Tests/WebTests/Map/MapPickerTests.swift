// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing
import Web

@Suite struct MapPickerTests {
    private let ui = UI(words: Words(), language: .english)
    private let picker = MapPicker(id: "map", input: "place", name: "place")

    private func values(of name: String, in html: String) -> [String] {
        html.split(separator: "name=\"\(name)\" value=\"").dropFirst()
            .map { String($0.prefix { $0 != "\"" }) }
    }

    @Test func ninePartsNarrowTheMapDownToAHouse() throws {
        let site = Point(longitude: -9.0568, latitude: 53.2707)
        var shown = picker
        for _ in 0..<8 {
            let html = ui.mapPicker(shown).string
            let parts = values(of: "place.view", in: html).prefix(9)
            #expect(parts.count == 9)
            let part = try #require(
                parts.first { Bounds($0)?.padded(by: 0.01).contains(site) == true })
            let step = MapPicker.step(for: "place", in: FormData([("place.view", part)]))
            guard case .show(let bounds)? = step else {
                Issue.record("no step in \(part)")
                return
            }
            shown.view = bounds
        }
        let html = ui.mapPicker(shown).string
        let chosen = try #require(values(of: "place.choose", in: html).first)
        let step = MapPicker.step(for: "place", in: FormData([("place.choose", chosen)]))
        #expect(step == .choose(chosen))
        #expect(try Point(typed: chosen).distance(to: site) < 60)
    }

    @Test func aFormWithoutItsButtonsIsNoStep() {
        let form = FormData([("place", "53.1, -8"), ("other.view", "1,2,3,4")])
        #expect(MapPicker.step(for: "place", in: form) == nil)
        #expect(MapPicker.step(for: "place", in: FormData([("place.view", "nonsense")])) == nil)
    }

    @Test func enterInAnEarlierInputDoesNotMoveTheMap() throws {
        let html = ui.mapPicker(picker).string
        let first = try #require(html.range(of: "type=\"submit\""))
        #expect(html[first.upperBound...].hasPrefix(" tabindex=\"-1\" hidden>"))
    }

    @Test func whatIsChosenIsShownAndHandedToTheScript() {
        var chosen = picker
        chosen.value = .point(Point(longitude: -6.26, latitude: 53.35))
        let html = ui.mapPicker(chosen).string
        #expect(html.contains("map-mark"))
        #expect(html.contains("data-value=\"{&quot;type&quot;:&quot;Point&quot;"))
        #expect(html.contains("data-input=\"place\""))
        #expect(!html.contains("style="))
    }

    @Test func tilesAreTakenFromSafeAddressesOnly() throws {
        let good = "https://tiles.example/{z}/{x}/{y}.png"
        let tiles = try #require(MapTiles(address: good, attribution: "© A & B"))
        #expect(tiles.origin == "https://tiles.example")
        let html = ui.mapPicker(picker, tiles: tiles).string
        #expect(html.contains("data-tiles=\"\(good)\" data-attribution=\"© A &amp; B\""))
        #expect(MapTiles(address: "/tiles/{z}/{x}/{y}.png", attribution: "")?.origin == nil)
        for bad in [
            "http://a/{z}/{x}/{y}", "//a/{z}/{x}/{y}", "javascript:{z}{x}{y}", "https://a/{z}/{x}",
        ] {
            #expect(MapTiles(address: bad, attribution: "") == nil, "\(bad)")
        }
    }
}
