// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Kernel

/// The coastlines a map chooses from: a detailed one where the network is at home, a wide one for
/// the rest.
public struct Coastlines: Sendable {
    /// Drawn where the view lies in its box, or nearly.
    public let detailed: Coastline
    /// Drawn everywhere else.
    public let wide: Coastline

    /// Coastlines of one's own.
    public init(detailed: Coastline, wide: Coastline) {
        self.detailed = detailed
        self.wide = wide
    }

    /// Ireland and Britain, and Europe, from the files that come with Talka; read at first use.
    /// Without the files maps are drawn without a coast.
    public static let bundled = Coastlines(
        detailed: read("ireland-britain"), wide: read("europe"))

    func best(for frame: MapFrame) -> Coastline {
        // A view a little wider than the box is better drawn in detail than in a coarse coast.
        let view = frame.bounds
        let room = detailed.box.padded(by: 0.15)
        return room.contains(view.southWest) && room.contains(view.northEast) ? detailed : wide
    }

    private static func read(_ name: String) -> Coastline {
        guard let folder = Bundle.module.resourceURL,
            let data = try? Data(
                contentsOf: folder.appendingPathComponent("Assets/map/\(name).txt")),
            let coastline = try? Coastline([UInt8](data))
        else { return .none }
        return coastline
    }
}
