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

    /// The last parts of the IRIs under which names are told, in small letters and in the order they are
    /// looked for.
    private static let names = ["title", "name", "preflabel", "label"]

    /// Nil: it says none.
    var text: String? {
        for name in Self.names {
            let attribute = entity.attributes.first { Self.ending(of: $0.name) == name }
            if let text = attribute?.leading.flatMap(text(of:)), !text.isEmpty {
                return String(text.prefix(120))
            }
        }
        return nil
    }

    /// Its name, or else its id.
    var shown: String { text ?? entity.id }

    /// Whether an attribute tells a name.
    static func tells(_ attribute: String) -> Bool { names.contains(ending(of: attribute)) }

    /// The last part of an IRI; names of columns such as Name become attributes, too.
    private static func ending(of iri: String) -> String {
        iri.split { $0 == "/" || $0 == "#" }.last?.lowercased() ?? ""
    }

    private func text(of instance: Instance) -> String? {
        switch instance.value {
        case .property(let json): json.asString
        case .language: ValueText(room).text(instance)
        default: nil
        }
    }

    /// A way to its page: by its name, with its id below, or by its id alone.
    func link(to href: Href) -> HTML {
        guard let text else { return room.ui.link(entity.id, href) }
        return "\(room.ui.link(text, href))<br><span class=\"hint address\">\(entity.id)</span>"
    }
}
