// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Routes to pages of a tenant's twin, each of which is shown in its room.
struct TwinPaths: Sendable {
    static let root = "/t/:tenant/twin"
    let hub: TwinHub

    init(_ hub: TwinHub) { self.hub = hub }

    /// A page to look at.
    func show(
        _ path: String, formats: Set<Format> = [],
        _ answer: @escaping @Sendable (TwinRoom) async throws -> Response
    ) -> Route {
        Route(.get, "\(Self.root)\(path)", .everyone, formats: formats, system: "twin") { [hub] in
            try await answer(try TwinRoom($0, hub))
        }
    }

    /// A form that is sent.
    func take(_ path: String, _ answer: @escaping @Sendable (TwinRoom) async throws -> Response) -> Route {
        let staff: Set<Role> = [.officer, .manager, .administrator]
        return Route(.post, "\(Self.root)\(path)", .roles(staff), system: "twin") { [hub] in
            try await answer(try TwinRoom($0, hub))
        }
    }
}
