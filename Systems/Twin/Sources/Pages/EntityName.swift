// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What an entity is called for people: what it says of its name or title, in the reader's language.
struct EntityName {
    private let room: TwinRoom
    private let entity: Entity

    init(_ room: TwinRoom, _ entity: Entity) {
        (self.room, self.entity) = (room, entity)
    }

    /// The last parts of the IRIs under which names are told, in the order they are looked for.
    private static let names = ["title", "name", "prefLabel", "label"]

    /// Nil: it says none.
    var text: String? {
        for name in Self.names {
            let ends = ["/\(name)", "#\(name)"]
            let attribute = entity.attributes.first { ends.contains(where: $0.name.hasSuffix) }
            if let text = attribute?.leading.flatMap(text(of:)), !text.isEmpty {
                return String(text.prefix(120))
            }
        }
        return nil
    }

    private func text(of instance: Instance) -> String? {
        switch instance.value {
        case .property(let json): json.asString
        case .language(let map):
            [room.ui.language.code, "en", "@none"].lazy.compactMap { map[$0]?.asString }.first
                ?? map.first { $0.value.asString != nil }?.value.asString
        default: nil
        }
    }

    /// A way to its page: by its name, with its id below, or by its id alone.
    func link(to href: Href) -> HTML {
        guard let text else { return room.ui.link(entity.id, href) }
        return "\(room.ui.link(text, href))<br><span class=\"hint address\">\(entity.id)</span>"
    }
}
