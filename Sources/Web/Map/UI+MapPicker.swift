// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// A map on which a place is chosen; it stands beside the text input it fills.
    public func mapPicker(
        _ picker: MapPicker, tiles: MapTiles? = nil, coast: Coastlines = .bundled
    ) -> HTML {
        let frame = picker.frame
        var view = MapView(
            id: picker.id, title: self("map.pick.title"),
            description: self("map.pick.description"), frame: frame)
        view.isDivided = true
        if let value = picker.value {
            view.features = [
                MapFeature(id: "chosen", geometry: value, label: self("map.pick.chosen"))
            ]
        }
        return """
            <div class="map" id="\(picker.id)" data-map="pick" data-input="\(picker.input)" \
            data-view="\(frame.bounds.text)" data-area="\(picker.area.text)" \
            \(mapLive(tiles))\
            \(picker.value.map { "data-value=\"\($0.json.text())\" " })\
            data-label="\(self("map.pick.keys"))" data-marked="\(self("map.pick.marked"))">
            \(mapControls())
            <div class="map-choosing"><div class="map-stage">\(mapDrawing(view, coast))</div>
            \(mapSteps(picker, frame))</div>
            <p class="map-marked" role="status"></p>
            <p class="map-source">\(self("map.source"))</p>
            </div>
            """
    }

    /// A map of features from an address that answers in GeoJSON (`properties.label`, `.href` and
    /// `.status`), which JavaScript makes movable; without it, as ``map(_:coast:)`` draws it.
    public func map(
        _ view: MapView, live address: Href, tiles: MapTiles? = nil, coast: Coastlines = .bundled
    ) -> HTML {
        """
        <div class="map" data-map="view" data-view="\(view.frame.bounds.text)" \
        data-features="\(address)" data-tones="\(tones(view))" \(mapLive(tiles))\
        data-label="\(view.title)" \
        data-cluster="\(self("map.cluster"))">
        \(mapControls())
        \(map(view, coast: coast))
        </div>
        """
    }

    /// The tone of each state, as the script reads it: `valid:active refused:bad`.
    private func tones(_ view: MapView) -> String {
        view.tones.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.rawValue)" }
            .joined(separator: " ")
    }

    private func mapLive(_ tiles: MapTiles?) -> HTML {
        """
        data-coast="/assets/map/ireland-britain.txt /assets/map/europe.txt" \
        data-places="/assets/map/places.txt" \
        \(tiles.map { "data-tiles=\"\($0.address)\" data-attribution=\"\($0.attribution)\" " })
        """
    }

    /// Shown by JavaScript, which they need.
    private func mapControls() -> HTML {
        let ways = ["in", "out", "move.north", "move.south", "move.west", "move.east"]
        let signs = ["+", "−", "↑", "↓", "←", "→"]
        let buttons = zip(ways, signs).map { way, sign -> HTML in
            let name = self("map.\(way)")
            return """
                <button type="button" data-go="\(way)" aria-label="\(name)" title="\(name)">\
                \(sign)</button>
                """
        }
        return """
            <div class="map-controls" role="group" aria-label="\(self("map.pick.controls"))" \
            hidden>\(buttons)</div>
            """
    }

    /// The way without JavaScript. The unnamed button comes first so that Enter in an input
    /// before the map sends the form, as it would without a map.
    private func mapSteps(_ picker: MapPicker, _ frame: MapFrame) -> HTML {
        let parts = (0..<9).map { index -> HTML in
            let name = self("map.pick.part", ["number": String(index + 1)])
            return mapButton("\(picker.name).view", frame.ninth(index).text, "\(index + 1)", name)
        }
        let middle = frame.bounds.center.rounded(decimals: 6)
        let wider = mapButton(
            "\(picker.name).view", frame.zoomed(by: 3).text, self("map.pick.wider"), nil)
        let choose = mapButton(
            "\(picker.name).choose", "\(middle.latitude), \(middle.longitude)",
            self("map.pick.middle"), nil)
        return """
            <button type="submit" tabindex="-1" hidden></button>
            <fieldset class="map-steps">
            <legend>\(self("map.pick.steps"))</legend>
            <div class="map-parts">\(parts)</div>
            <div class="map-ways">\(wider)\(choose)</div>
            </fieldset>
            """
    }

    private func mapButton(
        _ name: String, _ value: String, _ text: String, _ label: String?
    ) -> HTML {
        """
        <button type="submit" name="\(name)" value="\(value)" formnovalidate\
        \("aria-label", label)>\(text)</button>
        """
    }
}
