// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// Something on a map.
public struct MapFeature: Sendable, Hashable {
    /// The thing's id; unique on the page.
    public var id: String
    public var geometry: Geometry
    /// What it is called; also what is heard of its link.
    public var label: String
    /// Where its link leads.
    public var href: Href?
    /// A word for its state, such as `open`; ``MapView/tones`` says how it looks. Colour is never
    /// all that tells.
    public var status: String?

    /// Something on a map.
    public init(
        id: String, geometry: Geometry, label: String, href: Href? = nil, status: String? = nil
    ) {
        self.id = id
        self.geometry = geometry
        self.label = label
        self.href = href
        self.status = status
    }
}
