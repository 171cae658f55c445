// SPDX-License-Identifier: EUPL-1.2

/// The names of types and attributes, each held once: entities say the same few again and again.
struct CommonNames: Sendable {
    /// Names beyond so many are held as they come, so that nobody fills a table with names.
    private static let most = 100_000

    private var names: [String: String] = [:]

    /// The same entity, with names that others have, too.
    mutating func shared(_ entity: Entity) -> Entity {
        var entity = entity
        entity.types = entity.types.map { shared($0) }
        entity.attributes = entity.attributes.map { Attribute(shared($0.name), $0.instances) }
        return entity
    }

    private mutating func shared(_ name: String) -> String {
        if let known = names[name] { return known }
        if names.count < Self.most { names[name] = name }
        return name
    }
}
