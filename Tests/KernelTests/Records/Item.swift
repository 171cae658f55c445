// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A record with a field of every kind that must be given, and of every kind that need not.
struct Item: Record {
    enum Size: String, Choice {
        typealias Base = Size
        case small, large
    }

    var title = ""
    var remark: String?
    var count = 0
    var weight: Decimal?
    var price: Int?
    var isFragile = false
    var isOld: Bool?
    var size: Size?
    var day: Day?
    var moment: Instant?
    var place: Geometry?
    var parent: RecordID?
    var holder: RecordID?
    var files: [FileReference] = []
    var details: JSON?
    var phone: String?
    var note: String?

    static let fields: Fields<Item> = [
        .text("title", \.title, max: 10), .longText("remark", \.remark, max: 20),
        .integer("count", \.count, in: -5...5_000),
        .decimal("weight", \.weight, in: -10...5_000), .money("price", \.price),
        .flag("fragile", \.isFragile), .flag("old", \.isOld), .choice("size", \.size),
        .day("day", \.day), .instant("moment", \.moment), .geometry("place", \.place),
        .link("parent", \.parent, to: "test.item"), .person("holder", \.holder),
        .files("files", \.files, max: 2), .json("details", \.details),
        .text("phone", \.phone, privacy: .personal), .text("note", \.note, privacy: .staff),
    ]

    static let kind = RecordKind(
        Item.self, system: "test", name: "item", plural: "items", states: ["new", "done", "gone"],
        readers: [.role(.officer), .party(field: "holder")],
        list: ListShape(columns: ["title"], order: "day"), indexes: [["day"]])

    static func field(_ name: String) -> FieldDescription {
        guard let field = kind.field(name) else { preconditionFailure("no field \(name)") }
        return field
    }
}
