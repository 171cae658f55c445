// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// A map to be drawn: what it shows, where, and what is said to those who do not see it.
public struct MapView: Sendable {
    /// The map's id; unique on the page.
    public var id: String
    /// What the map is called: "Applications in Galway".
    public var title: String
    /// What it shows, in a sentence or two; the page has the same things as a list.
    public var description: String
    public var frame: MapFrame
    public var features: [MapFeature]
    /// A small map in the corner that shows where in this box the frame lies.
    public var inset: Bounds?
    /// Where a smaller or larger part is shown; with it come links to zoom and move, and clusters
    /// are links.
    public var zoom: (@Sendable (Bounds) -> Href)?
    /// How the states of features look: as the tags that name them do elsewhere.
    public var tones: [String: UI.Tone] = [:]
    /// How many bytes the coast may take, at most; a small picture needs fewer.
    public var pathBytes = 24_000
    /// Whether the frame is divided into nine numbered parts.
    public var isDivided = false

    /// A map.
    public init(
        id: String, title: String, description: String, frame: MapFrame,
        features: [MapFeature] = [], inset: Bounds? = nil,
        zoom: (@Sendable (Bounds) -> Href)? = nil
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.frame = frame
        self.features = features
        self.inset = inset
        self.zoom = zoom
    }

    /// The classes of a feature's mark.
    func classes(_ feature: MapFeature) -> String {
        let tone = feature.status.flatMap { tones[$0] }
        return tone.map { "map-feature map-tone-\($0.rawValue)" } ?? "map-feature"
    }

    /// The classes of the mark many features share: their tone if it is one, else that of many.
    func classes(_ features: [MapFeature]) -> String {
        let each = Set(features.map(classes))
        return each.count == 1 ? each.first ?? "" : "map-feature map-tone-many"
    }

    /// Where one thing is: the thing large enough to see its shape, on a map of its
    /// surroundings, and those on an inset of the area.
    public static func locator(
        id: String, title: String, description: String, feature: MapFeature,
        within area: Bounds = .ireland, width: Int = 480, height: Int = 360
    ) -> MapView {
        let shape = feature.geometry.bounds ?? area
        let frame = MapFrame(
            shape.padded(by: 0.75), width: width, height: height, metresMin: 1200)
        return MapView(
            id: id, title: title, description: description, frame: frame, features: [feature],
            inset: area)
    }
}
