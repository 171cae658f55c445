// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What is said of an entity, a row each, with the ways to say something else and to delete it.
struct AttributesTable {
    /// How much of a value is shown; all of it is in the files.
    private static let longest = 2_000
    private static let long = 60

    private let room: TwinRoom
    private let entity: Entity
    /// In the past of which it is looked at.
    private let moment: Stamp?
    private var ui: UI { room.ui }

    init(_ room: TwinRoom, _ entity: Entity, at moment: Stamp?) {
        (self.room, self.entity, self.moment) = (room, entity, moment)
    }

    var html: HTML {
        let rows = entity.attributes.flatMap { attribute in
            attribute.instances.map { row(attribute.name, $0) }
        }
        let names = ["attribute", "value", "observed", "when", "more", "actions"]
        // A column in which nothing stands only takes room.
        let shown = names.indices.filter { index in index < 2 || rows.contains { $0[index] != room.nothing } }
        return """
            \(ui.table(
                ui("twin.attributes"), shown.map { UI.Column(ui("twin.column.\(names[$0])")) },
                rows.map { row in shown.map { row[$0] } }))
            \(if: isChangeable, """
                <p>\(ui.link(ui("twin.set.add"), room.change(entity.id))) · \
                \(ui.link(ui("twin.delete.whole"), room.deletion(entity.id)))</p>
                """)
            """
    }

    /// Whether its reader may say something else of it: here and now, and not of what is published.
    private var isChangeable: Bool {
        room.mayWrite && moment == nil && (try? room.twin.read { $0.mark(of: entity.id) }) == nil
    }

    /// The ways to change a value and to delete it.
    private func ways(_ name: String, _ instance: Instance) -> HTML {
        guard isChangeable else { return room.nothing }
        let about = room.name(name)
        let deletion = room.deletion(entity.id, name, instance.datasetId)
        var ways = [ui.link(ui("twin.connections.delete"), deletion, about: about)]
        if instance.datasetId == nil, TypedValue(instance) != nil {
            let change = room.change(entity.id, name)
            ways.insert(ui.link(ui("twin.connections.change"), change, about: about), at: 0)
        }
        return ways.joined(by: " · ")
    }

    private func row(_ name: String, _ instance: Instance) -> [HTML] {
        let more = instance.attributes.map { "\(room.name($0.name)): \(ValueText(room).brief($0))" }
            + (instance.datasetId.map { ["datasetId: \($0)"] } ?? [])
        return [
            "\(room.name(name))", value(instance),
            instance.observedAt.map(room.moment) ?? room.nothing, room.moment(instance.modifiedAt),
            more.isEmpty ? room.nothing : "\(more.joined(separator: " · "))", ways(name, instance),
        ]
    }

    /// What it points at is linked, if it is there.
    private func value(_ instance: Instance) -> HTML {
        switch instance.value {
        case .relationship(let ids, _), .listRelationship(let ids):
            let find = room.call().linked(at: moment)
            return ids.map { id -> HTML in
                guard let other = find(id) else { return "\(id)" }
                return ui.link(EntityName(room, other).shown, room.href(of: id, at: moment))
            }.joined(by: ", ")
        default:
            let text = ValueText(room).cut(ValueText(room).text(instance), Self.longest)
            // What is long may be one word, and is then broken anywhere.
            return text.count > Self.long ? "<span class=\"address\">\(text)</span>" : "\(text)"
        }
    }
}
