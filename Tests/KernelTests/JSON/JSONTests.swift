// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing

@Suite struct JSONTests {
    @Test func readingAndWritingKeepsOrderAndDigits() throws {
        let text = #"{"b":1.10,"a":[-0,1e5,12345678901234567890,9223372036854775807],"é":null}"#
        let json = try JSON(parsing: text)
        #expect(json.text() == text)
        #expect(json["b"]?.lexeme == "1.10")
        #expect(json["a"]?[3] == .integer(Int64.max))
        #expect(json["a"]?[2]?.asInteger == nil)
    }

    @Test func literalsBuildTrees() {
        var json: JSON = ["name": "Ó Sé", "age": 3, "share": 0.5, "tags": ["a", nil, true]]
        json["age"] = 4
        json["name"] = nil
        #expect(json.text() == #"{"age":4,"share":0.5,"tags":["a",null,true]}"#)
    }

    @Test func canonicalFormSortsByBytesAndEscapesLittle() throws {
        let json = try JSON(
            parsing: #" {"\u20ac":1, "a\/b":"\u0041\u001f\n\"", "B" : {"z":1,"y":2}} "#)
        let canonical = String(decoding: json.canonical, as: UTF8.self)
        #expect(canonical == #"{"B":{"y":2,"z":1},"a/b":"A\u001f\n\"","€":1}"#)
    }

    @Test func equalityLooksAtBytesAndIgnoresTheOrderOfMembers() throws {
        #expect(JSON.string("e\u{301}") != JSON.string("\u{E9}"))
        let one: JSON = ["a": 1, "b": [2]]
        let two: JSON = ["b": [2], "a": 1]
        #expect(one == two)
        #expect(Set([one, two]).count == 1)
        #expect(one.canonical == two.canonical)
        let text = "{\"e\u{301}\":1,\"\u{E9}\":2}"
        #expect(try JSON(parsing: text).asObject?.count == 2)
    }

    @Test func largeObjectsFindAndRemoveTheirMembers() {
        var members = JSONObject()
        for number in 0..<500 { members["key \(number)"] = .integer(number) }
        #expect(members["key 499"] == 499)
        members["key 0"] = nil
        #expect(members["key 1"] == 1 && members["key 0"] == nil && members.count == 499)
        let appended = members.append("key 7", 8)
        #expect(!appended)
        #expect(members["key 7"] == 7)
    }

    @Test(arguments: [
        ("", #"{"a":{"b":[10,{"c/d":1,"m~n":2}]},"":3}"#), ("/a/b/0", "10"), ("/a/b/1/c~1d", "1"),
        ("/a/b/1/m~0n", "2"), ("/", "3"), ("/a/b/2", nil), ("/a/b/00", nil), ("/a/b/-", nil),
        ("a", nil), ("/a/b/0/x", nil), ("/nothing", nil),
    ])
    func pointers(pointer: String, expected: String?) throws {
        let json = try JSON(parsing: #"{"a":{"b":[10,{"c/d":1,"m~n":2}]},"":3}"#)
        #expect(json[pointer: pointer]?.text() == expected)
    }

    @Test func prettyPrinting() {
        let json: JSON = ["b": [1, []], "a": [:]]
        #expect(json.pretty() == "{\n  \"b\": [\n    1,\n    []\n  ],\n  \"a\": {}\n}\n")
        #expect(json.pretty(sortingKeys: true).hasPrefix("{\n  \"a\""))
    }

    @Test func writerWritesWithoutATree() throws {
        var writer = JSONWriter()
        writer.object {
            $0.field("id", "x\u{1}\t")
            $0.field("none", nil as String?)
            $0.array("list") {
                $0.value(1)
                $0.value(-1.5)
                $0.value(Int64.min)
                $0.object { $0.field("on", true) }
                $0.array { _ in }
            }
            $0.field("tree", ["k": "v"])
        }
        let expected =
            #"{"id":"x\u0001\t","none":null,"list":[1,-1.5,-9223372036854775808,"#
            + #"{"on":true},[]],"tree":{"k":"v"}}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
        #expect(try JSON(parsing: writer.bytes).text() == expected)
    }

    @Test func numbersFromTextAndDouble() {
        #expect(JSONNumber(lexeme: "1.50")?.double == 1.5)
        #expect(JSONNumber(lexeme: "10")?.lexeme == "10")
        for text in ["", " 1", "1 ", "01", "+1", "0x1", ".5", "1.", "NaN", "true", "1\n"] {
            #expect(JSONNumber(lexeme: text) == nil, "\(text)")
        }
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(lexeme: "1e999")?.double == nil)
        #expect(JSON.decimal(1e-7).text() == "1e-07")
        #expect((try? JSON(parsing: "1e-07")) != nil)
    }

    @Test func errorsSayWhere() {
        let error = #expect(throws: JSONError.self) {
            try JSON(parsing: "{\n  \"é\": 1,\n  \"é\": 2\n}")
        }
        #expect(error?.reason == .duplicateKey)
        #expect(error?.line == 3)
        #expect(error?.column == 3)
        #expect(error?.offset == 15)
    }

    @Test func depthAndDuplicatesAreChosen() throws {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(throws: JSONError.self) { try JSON(parsing: deep) }
        #expect(try JSON(parsing: deep, limits: .init(depth: 65)).asArray?.count == 1)
        let twice = #"{"a":1,"b":2,"a":3}"#
        let limits = JSON.Limits(duplicateKeys: .lastStands)
        #expect(try JSON(parsing: twice, limits: limits).text() == #"{"a":3,"b":2}"#)
    }
}
