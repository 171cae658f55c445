// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A registration as it is shown: in the reader's words.
struct RegistrationShowing: Sendable {
    let naming: any Naming
    let showsSystem: Bool
    /// Whether what opens the source is shown: to those who could have registered it.
    var showsKeys = false

    func json(_ members: JSONObject, _ record: Registrations.Record? = nil) -> JSON {
        var shown: JSONObject = [:]
        for (key, value) in members {
            switch key {
            case "information":
                shown[key] = .array((value.asArray ?? []).map(information))
            case "contextSourceInfo":
                if showsKeys { shown[key] = value }
            case "createdAt", "modifiedAt":
                if showsSystem { shown[key] = value }
            case _ where RegistrationReading.known.contains(key) || key == "id" || key == "type":
                shown[key] = value
            default: shown[naming.compact(key)] = value
            }
        }
        record?.add(to: &shown)
        return .object(shown)
    }

    private func information(_ json: JSON) -> JSON {
        var part = json.asObject ?? [:]
        if let entities = part["entities"]?.asArray {
            part["entities"] = .array(entities.map(entity))
        }
        for key in ["propertyNames", "relationshipNames"] {
            if let names = part[key] { part[key] = names.compacted(naming) }
        }
        return .object(part)
    }

    private func entity(_ json: JSON) -> JSON {
        var entity = json.asObject ?? [:]
        if let type = entity["type"] { entity["type"] = type.compacted(naming) }
        return .object(entity)
    }
}

extension JSON {
    /// A name, or names, in a reader's words.
    func compacted(_ naming: any Naming) -> JSON {
        switch self {
        case .string(let text): .string(naming.compact(text))
        case .array(let items): .array(items.map { $0.compacted(naming) })
        default: self
        }
    }
}
