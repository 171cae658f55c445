// SPDX-License-Identifier: EUPL-1.2
import Testing
import Web

@Suite struct FormDataTests {
    @Test func textsAreReadInOrder() throws {
        let form = try FormData(urlEncoded: "b=1&a=%C3%A9+%2B&b=2&&flag&x=a=b&%5Bz%5D=")
        #expect(form.pairs.map(\.name) == ["b", "a", "b", "flag", "x", "[z]"])
        #expect(form["a"] == "é +")
        #expect(form["b"] == "1")
        #expect(form.all("b") == ["1", "2"])
        #expect(form["flag"]?.isEmpty == true)
        #expect(form["x"] == "a=b")
        #expect(form["missing"] == nil)
        #expect(form.names == ["b", "a", "flag", "x", "[z]"])
        #expect(try FormData(urlEncoded: "").pairs.isEmpty)
    }

    @Test(arguments: [
        ("a=%", FormData.Failure.badEscape), ("a=%4", .badEscape), ("a=%zz", .badEscape),
        ("%C3=1", .notUTF8), ("a=%FF", .notUTF8), ("a=%C0%80", .notUTF8),
        ("a=%ED%A0%80", .notUTF8),
    ])
    func brokenTextIsRefused(text: String, failure: FormData.Failure) {
        #expect(throws: failure) { try FormData(urlEncoded: text) }
    }

    @Test func limitsHold() throws {
        #expect(throws: FormData.Failure.tooLong) {
            try FormData(urlEncoded: "a=123", limits: .init(bytes: 4))
        }
        #expect(throws: FormData.Failure.tooMany) {
            try FormData(urlEncoded: "a&b&c", limits: .init(pairs: 2))
        }
        #expect(try FormData(urlEncoded: "a&b", limits: .init(bytes: 3, pairs: 2)).pairs.count == 2)
    }
}
