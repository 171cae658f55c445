// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// All an entity's attributes have said, a row each, as CSV.
struct HistoryFile {
    private let room: TwinRoom
    private let entity: Entity
    private let until: Stamp

    init(_ room: TwinRoom, _ entity: Entity, until: Stamp?) {
        self.room = room
        self.entity = entity
        self.until = until ?? room.now
    }

    var response: Response {
        get throws {
            guard let history = try room.twin.read({ $0.history(of: entity.id) }) else {
                throw Refusal.notFound
            }
            let (room, until) = (room, until)
            return Response(
                headers: [
                    ("content-type", Format.csv.media),
                    ("content-disposition", "attachment; filename=\"\(room.tenant.slug)-history.csv\""),
                ],
                body: .stream { writer in
                    var csv = CSVWriter()
                    csv.row(Self.columns.map { .plain($0) })
                    for attribute in history.attributes {
                        for instance in attribute.instances where instance.modifiedAt <= until {
                            csv.row(Self.row(room.name(attribute.name), instance))
                        }
                        try await writer.write(csv.take())
                    }
                })
        }
    }

    private static let columns = [
        "attribute", "datasetId", "value", "unitCode", "observedAt", "modifiedAt", "deletedAt",
    ]

    private static func row(_ name: String, _ instance: Instance) -> [CSVWriter.Cell] {
        func text(_ text: String?) -> CSVWriter.Cell { text.map { .text($0) } ?? .empty }
        func stamp(_ stamp: Stamp?) -> CSVWriter.Cell { stamp.map { .plain($0.description) } ?? .empty }
        return [
            .text(name), text(instance.datasetId),
            instance.deletedAt == nil ? EntityFile.cell(instance) : .empty, text(instance.unitCode),
            stamp(instance.observedAt), stamp(instance.modifiedAt), stamp(instance.deletedAt),
        ]
    }
}
