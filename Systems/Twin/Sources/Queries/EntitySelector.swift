// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which entities are meant, by their types and ids (GS CIM 009, 5.2.33).
struct EntitySelector: Sendable {
    /// Nil: any.
    let types: TypeSelection?
    let ids: IDSelection

    init(types: TypeSelection?, ids: IDSelection) {
        self.types = types
        self.ids = ids
    }

    /// Reads an element of `entities`, which has a type. An id takes precedence over a pattern.
    init(json: JSON, naming: any Naming, at pointer: String) throws(TwinProblem) {
        let clause = "5.2.33"
        guard let members = json.asObject else {
            throw .bad("A selection of entities is an object.", at: pointer, clause: clause)
        }
        for name in ["type", "idPattern"] {
            if let value = members[name], value.asString == nil {
                throw .bad("“\(name)” is a text.", at: "\(pointer)/\(name)", clause: clause)
            }
        }
        guard let type = members["type"]?.asString else {
            throw .bad("A selection of entities needs “type”.", at: pointer + "/type", clause: clause)
        }
        types = try TypeSelection(type, naming: naming, at: pointer + "/type")
        ids = try EntitySelector.ids(members, at: pointer)
    }

    private static func ids(_ members: JSONObject, at pointer: String) throws(TwinProblem) -> IDSelection {
        guard let id = members["id"] else {
            return try IDSelection(list: nil, pattern: members["idPattern"]?.asString, at: pointer + "/")
        }
        let list: [String]
        if let one = id.asString {
            list = [one]
        } else {
            list = try NameList.read(id, at: pointer + "/id", clause: "5.2.33")
        }
        return IDSelection(ids: try IDSelection.checked(list, at: pointer + "/id"), pattern: nil)
    }

    func matches(_ entity: Entity) -> Bool {
        ids.matches(entity.id) && types?.matches(entity.types) ?? true
    }
}
