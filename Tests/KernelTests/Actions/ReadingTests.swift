// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

/// What is sent to an action, read whole: all problems at once, nothing lost.
struct ReadingTests {
    private let whole = Action<Item, Item>("put", by: [.signedIn], to: ["new"]) { _, _, _ in }.kind
    private let partial = Action<Item, Item>(
        "amend", by: [.signedIn], from: ["new"], isPartial: true
    ) { _, _, _ in }.kind

    private func problems(_ read: () throws(Problems) -> ReadInput) -> [String] {
        do throws(Problems) {
            _ = try read()
            return []
        } catch { return error.all.map { "\($0.field ?? "-") \($0.code)" } }
    }

    @Test func readsAForm() throws {
        let input = try whole.read(form: ["title": " Tea ", "count": "4", "fragile": "no", "csrf": "x"])
        #expect(input.given == ["title", "count", "fragile"])
        #expect(input.values["title"] == "Tea" && input.values["count"] == 4)
        #expect(input.values["remark"] == Value.null && input.values["csrf"] == nil)
        // What the system fills itself is not taken from anybody.
        let derived = try whole.read(form: ["title": "a", "count": "1", "fragile": "1", "details": "{}"])
        #expect(derived.values["details"] == nil && !derived.given.contains("details"))
    }

    @Test func collectsAllProblemsInTheOrderOfTheFields() {
        let form = ["title": "", "count": "x", "day": "never", "size": "huge"]
        #expect(
            problems { () throws(Problems) in try whole.read(form: form) } == [
                "title required", "count not_a_whole_number", "fragile select", "size not_a_choice",
                "day not_a_day",
            ])
    }

    @Test func leavesWhatAPartialSaveDoesNotSend() throws {
        let input = try partial.read(form: ["remark": "", "count": "3"])
        #expect(input.given == ["remark", "count"])
        #expect(input.values == ["remark": .null, "count": 3])
        let empty = problems { () throws(Problems) in try partial.read(form: ["title": ""]) }
        #expect(empty == ["title required"])
        let json = try partial.read(json: ["remark": .null])
        #expect(json.values == ["remark": .null])
    }

    @Test func readsWhatAProgramSent() throws {
        let input = try whole.read(json: ["title": "Tea", "count": 4, "fragile": true])
        #expect(input.given == ["title", "count", "fragile"] && input.values["fragile"] == 1)
        let wrong: JSON = ["titel": "Tea", "count": "4", "details": ["a": 1], "fragile": true]
        #expect(
            problems { () throws(Problems) in try whole.read(json: wrong) } == [
                "titel unknown", "title required", "count wrong_type",
            ])
        #expect(problems { () throws(Problems) in try whole.read(json: []) } == ["- not_an_object"])
    }

    @Test func isNamedAsItIsWritten() {
        let kind = Action<Item, Nothing>("ask_twice", by: [], from: ["new"], to: ["done"]) { _, _, _ in }.kind
        #expect(kind.key == "test.ask_twice" && kind.segment == "ask-twice" && !kind.isCreating)
        #expect(!kind.permits(.system("clock"), on: nil) && !kind.permits(.visitor, on: nil))
    }

    @Test func limitsATokenToItsScopes() {
        let id = RecordID.new(at: Instant(milliseconds: 1))
        func may(_ scopes: Set<String>?) -> Bool {
            whole.permits(Actor(.person(id), scopes: scopes), on: nil)
        }
        #expect(may(nil) && may(["write"]) && may(["read", "write:test"]))
        #expect(!may([]) && !may(["read"]) && !may(["write:other"]) && !may(["writer"]))
    }
}
