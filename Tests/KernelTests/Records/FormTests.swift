// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

struct FormTests {
    struct Part: Form {
        var title = ""
        var size: Item.Size?
        var other: Int?
        static let fields: Fields<Part> = [
            .text("title", \.title), .choice("size", \.size), .integer("other", \.other, in: 0...9),
        ]
    }

    struct Whole: Form {
        var item = Item()
        var why = ""
        static let fields: Fields<Whole> =
            [.text("why", \.why)] + Item.fields.map { $0.within(\.item) }
    }

    @Test func becomesValuesAndBack() {
        var item = Item()
        item.title = "Tea"
        item.count = 4
        item.size = .large
        item.day = Day(iso: "2026-01-06")
        #expect(item.values.count == Item.fields.count)
        #expect(item.values["count"] == 4 && item.values["size"] == "large")
        #expect(item.values["weight"] == Value.null && item.values["files"] == Value.null)
        #expect(Item(values: item.values).values == item.values)
    }

    @Test func keepsDefaultsForWhatDoesNotFit() {
        let item = Item(values: ["title": 5, "count": "x", "size": "huge", "fragile": 1, "no": 1])
        #expect(item.title == "" && item.count == 0 && item.size == nil && item.isFragile)
    }

    @Test func takesWhatAnotherFormHasByTheSameName() {
        var part = Part()
        part.title = "Tea"
        part.size = .small
        part.other = 3
        var item = Item()
        item.remark = "kept"
        item.take(from: part)
        #expect(item.title == "Tea" && item.size == .small && item.remark == "kept")
        part.title = "Coffee"
        part.size = nil
        item.take(["size"], from: part)
        #expect(item.title == "Tea" && item.size == nil)
    }

    @Test func holdsAnotherFormsFieldsWithinIt() {
        #expect(Whole.fields.map(\.name) == ["why"] + Item.fields.map(\.name))
        #expect(Whole.fields.allSatisfy { $0.name == "why" || !$0.description.isRequired })
        let whole = Whole(values: ["title": "Tea", "why": "thirst"])
        #expect(whole.item.title == "Tea" && whole.why == "thirst")
        #expect(whole.values["title"] == "Tea")
    }

    @Test func requiresWhatIsNotOptional() {
        let required = Item.fields.filter(\.description.isRequired).map(\.name)
        #expect(required == ["title", "count", "fragile"])
        #expect(!Item.field("files").isRequired && Item.field("details").isDerived)
        #expect(Item.field("holder").privacy == .staff)
    }
}
