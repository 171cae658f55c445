// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// What the address of a schema says: `https://theopensystemslab.github.io/`, then
/// `digital-planning-data-schemas/v0.7.7/schemas/application.json`.
enum ODPSchema {
    private static let home = "digital-planning-data-schemas/"

    static func isKnown(_ address: String) -> Bool { address.contains(home) }

    /// `v0.7.7` or `@next`; nil for any other address.
    static func version(_ address: String?) -> String? {
        guard let address, let start = address.range(of: home)?.upperBound else { return nil }
        let version = address[start...].prefix { $0 != "/" }
        return version.isEmpty ? nil : String(version)
    }
}
