// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

extension System {
    /// The twin: what is known of the world now, was known before, and is told to whoever asks.
    public static let twin = System("twin", records: [], actions: [])
}

/// The twin's ways in.
public enum TwinFace {
    /// - Throws: `Fault` if the system's words are not beside the program.
    public static func face(_ hub: TwinHub = TwinHub()) throws -> Face {
        Face(
            .twin, routes: TwinPages.routes(hub), work: [TwinPages.entrance],
            words: try SystemResources.words(in: .module),
            about: { try TwinPages.about($0, $1, hub) },
            feeds: { site in [{ store, _ in try hub.begin(in: store, site) }] },
            ending: { await hub.end() },
            doors: [TwinDoor(hub: hub).door])
    }

    /// Whether the twins of a store hold what their lines say.
    public static let check: LedgerChecking = { try TwinCheck(store: $0).find() }
}
