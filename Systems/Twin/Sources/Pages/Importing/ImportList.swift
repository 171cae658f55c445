// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What was taken in last, with the way to undo it.
struct ImportList {
    private let room: TwinRoom
    private var ui: UI { room.ui }

    init(_ room: TwinRoom) { self.room = room }

    /// Nothing, if nothing was.
    var html: HTML {
        get throws {
            let all = try Import.all(in: room.twin)
            if all.isEmpty { return "" }
            let columns = ["when", "type", "wrote", "actions"].map { UI.Column(ui("twin.undo.column.\($0)")) }
            return """
                <h2>\(ui("twin.undo.latest"))</h2>
                \(ui.table(ui("twin.undo.latest"), columns, all.map(row), isCaptionSeen: false))
                """
        }
    }

    private func row(_ done: Import) -> [HTML] {
        let undo = ui.link(
            ui("twin.undo.go"), room.undoing(done.id),
            about: ui.count("twin.entities.found", done.count))
        return [
            room.moment(done.at), "\(room.names(done.types))",
            "\(ui.count("twin.entities.found", done.count))", undo,
        ]
    }
}

extension TwinRoom {
    /// The page on which an import is undone.
    func undoing(_ id: String) -> Href { home.inside("import", "undo").with(["import": id]) }
}
