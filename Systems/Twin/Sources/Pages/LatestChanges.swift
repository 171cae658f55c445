// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What changed last: the entities that were written to last, newest first, with what was written.
struct LatestChanges {
    private let room: TwinRoom
    private var ui: UI { room.ui }
    /// Only of this type; nil: of all.
    private let type: String?

    init(_ room: TwinRoom, type: String? = nil) {
        self.room = room
        self.type = type
    }

    private func entities(_ limit: Int) throws -> [Entity] {
        var found: [Entity] = []
        var least = Stamp(microseconds: .min)
        let types = type.map { Set([$0]) }
        for entity in try room.twin.view().entities(of: types) {
            guard entity.modifiedAt > least, room.access.covers(entity), !isGone(entity) else { continue }
            found.append(entity)
            // Sorted now and then only, so that a whole city costs one look at each.
            if found.count >= limit * 4 { least = Self.cut(&found, limit) }
        }
        _ = Self.cut(&found, limit)
        return found
    }

    private func isGone(_ entity: Entity) -> Bool { entity.expiresAt.map { $0 <= room.now } ?? false }

    /// Leaves the newest.
    /// - Returns: when the oldest of them changed.
    private static func cut(_ entities: inout [Entity], _ limit: Int) -> Stamp {
        entities.sort { ($1.modifiedAt, $0.id) < ($0.modifiedAt, $1.id) }
        entities = Array(entities.prefix(limit))
        return entities.count < limit ? Stamp(microseconds: .min) : entities.last?.modifiedAt
            ?? Stamp(microseconds: .min)
    }

    static let columns = ["entity", "type", "change", "when"]

    func table(_ limit: Int) throws -> HTML {
        let rows = try entities(limit).map { entity -> [HTML] in
            let values = ValueText(room)
            let changed = entity.attributes.filter { attribute in
                attribute.instances.contains { $0.modifiedAt == entity.modifiedAt }
            }
            let text = changed.prefix(4).map { "\(room.name($0.name)): \(values.brief($0))" }
            return [
                EntityName(room, entity).link(to: room.href(of: entity.id)), "\(room.names(entity.types))",
                "\(text.joined(separator: " · "))", room.moment(entity.modifiedAt),
            ]
        }
        return ui.table(
            ui("twin.latest"), Self.columns.map { UI.Column(ui("twin.column.\($0)")) }, rows,
            isCaptionSeen: false)
    }
}
