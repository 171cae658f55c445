// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Things with places, as maps read them: a GeoJSON FeatureCollection (RFC 7946).
public struct FeatureCollection: Sendable {
    /// One thing: its place, if it has one, and what is known of it.
    public struct Feature: Sendable {
        public var id: String
        public var place: Geometry?
        public var properties: JSONObject

        /// A feature.
        public init(id: String, place: Geometry?, properties: JSONObject) {
            self.id = id
            self.place = place
            self.properties = properties
        }

        /// The feature as GeoJSON.
        public var json: JSON {
            [
                "type": "Feature", "id": .string(id), "geometry": place?.json ?? .null,
                "properties": .object(properties),
            ]
        }
    }

    public var features: [Feature]
    /// Members beside the features, such as links (RFC 7946, section 6.1).
    public var more: JSONObject

    /// A collection of features.
    public init(_ features: [Feature], more: JSONObject = [:]) {
        self.features = features
        self.more = more
    }

    /// The collection as GeoJSON.
    public var json: JSON {
        var members: JSONObject = [
            "type": "FeatureCollection", "features": .array(features.map(\.json)),
        ]
        for (name, value) in more { members[name] = value }
        return .object(members)
    }
}
