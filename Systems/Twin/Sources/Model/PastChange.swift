// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done to the past alone, by the temporal interface (GS CIM 009, 5.6.11 to 5.6.16).
enum PastChange: Sendable {
    /// Something of the past is told: of an entity that need not be there now.
    case tell(id: String, types: [String], scope: [String], [Attribute])
    /// One instance is another, or as if it had never been.
    case replace(id: String, name: String, datasetId: String?, place: Int, Instance?)
    /// All that attributes said in a data set is forgotten.
    case forget(id: String, name: String, datasetId: String?)
    /// All that was known of an entity is forgotten.
    case forgetAll(id: String)

    var id: String {
        switch self {
        case .tell(let id, _, _, _), .replace(let id, _, _, _, _), .forget(let id, _, _),
            .forgetAll(let id):
            id
        }
    }

    private static let origin = Stamp(microseconds: 0)

    var json: JSON {
        switch self {
        case .tell(let id, let types, let scope, let attributes):
            var told = Entity(id: id, types: types, createdAt: Self.origin, modifiedAt: Self.origin)
            (told.scope, told.attributes) = (scope, attributes)
            var writer = JSONWriter()
            EntityCode.write(told, into: &writer)
            return ["T", (try? EntityCode.parsed(writer.bytes)) ?? .null]
        case .replace(let id, let name, let datasetId, let place, let instance):
            var kept: JSON = .null
            if let instance {
                var writer = JSONWriter()
                EntityCode.write(instance, EntityCode.Times(Self.origin, Self.origin), into: &writer)
                kept = (try? EntityCode.parsed(writer.bytes)) ?? .null
            }
            return ["R", .string(id), .string(name), .optional(datasetId), .integer(place), kept]
        case .forget(let id, let name, let datasetId):
            return ["F", .string(id), .string(name), .optional(datasetId)]
        case .forgetAll(let id): return ["G", .string(id)]
        }
    }

    init?(_ json: JSON) {
        guard case .array(let items) = json, items.count >= 2, let sort = items[0].asString else {
            return nil
        }
        let id = items[1].asString ?? ""
        switch (sort, items.count) {
        case ("T", 2):
            guard let told = try? EntityCode.entity(items[1]) else { return nil }
            self = .tell(id: told.id, types: told.types, scope: told.scope, told.attributes)
        case ("R", 6):
            guard let name = items[2].asString, let place = items[4].asInteger else { return nil }
            var instance: Instance?
            if !items[5].isNull {
                instance = try? EntityCode.instance(items[5], EntityCode.Times(Self.origin, Self.origin))
                if instance == nil { return nil }
            }
            self = .replace(
                id: id, name: name, datasetId: items[3].asString, place: Int(place), instance)
        case ("F", 4):
            guard let name = items[2].asString else { return nil }
            self = .forget(id: id, name: name, datasetId: items[3].asString)
        case ("G", 2): self = .forgetAll(id: id)
        default: return nil
        }
    }
}
