// SPDX-License-Identifier: EUPL-1.2

/// The forms of a twin's pages, filled in.
extension Office {
    /// - Parameter known: ids, by the pages they are of.
    mutating func form(_ known: [String: String]) -> (path: String, fields: [(String, String)]) {
        func id(_ page: String) -> String { known[page].map { "?id=\($0)" } ?? "" }
        switch grammar.chance.below(8) {
        case 0:
            let days = grammar.chance.pick(["", "30", "0", "99999999999999999999", "1.5"])
            return ("/branches", [("name", grammar.text()), ("moment", grammar.moment()), ("days", days)])
        case 1:
            let all = grammar.chance.pick(["each", "branch", "base", "", "x"])
            return ("/branches/merge\(id("compare"))", [("all", all), ("keep", "true")])
        case 2, 3: return ("/connections/subscription\(id("subscription"))", subscription())
        case 4: return ("/connections/source\(id("source"))", source())
        case 5:
            return (
                "/feeds/connection",
                [
                    ("name", "F"),
                    ("broker", grammar.chance.pick(["mqtt://a.example", "mqtts://u:p@b.example:1/", "x"])),
                    ("filters", grammar.chance.pick(["a/+", "#\na/#/b", "a\n\n\na", "+/\(grammar.text())"])),
                    ("version", grammar.chance.pick(["5", "3", "x"])),
                    ("quality", grammar.chance.pick(["0", "1", "2"])),
                    ("user", grammar.chance.pick(["", "u"])), ("password", grammar.chance.pick(["", "p"])),
                ]
            )
        case 6: return ("/feeds/mapping\(id("mapping"))", mapping())
        default:
            return (
                "/retention",
                [
                    ("type", grammar.chance.pick(["*", "https://a.example/T", "x"])),
                    ("number", grammar.chance.pick(["30", "0", "10000", "99999999999999999999"])),
                    ("unit", grammar.chance.pick(["days", "months", "years", "x"])),
                ]
            )
        }
    }

    private mutating func subscription() -> [(String, String)] {
        [
            ("name", grammar.text()), ("types", grammar.types()), ("pattern", sometimes { $0.pattern() }),
            ("watched", sometimes { $0.attributes() }), ("q", sometimes { $0.query() }),
            ("throttling", sometimes { $0.chance.pick(Mutation.numbers) }),
            ("interval", sometimes { $0.chance.pick(Mutation.numbers) }),
            ("until", sometimes { $0.moment() }),
            ("trigger", grammar.chance.pick(["entityCreated", "attributeDeleted", "x"])),
            ("address", grammar.chance.pick(["https://hear.example/n", "mqtt://b.example/t", "x", ""])),
            ("headers", sometimes { "X-A: \($0.text())\n\($0.text())" }), ("format", "concise"),
            ("attributes", sometimes { $0.attributes() }),
            ("accept", grammar.chance.pick(["json", "geo", "x"])),
            ("rest", sometimes { $0.subscription().text() }), ("do", sometimes { _ in "test" }),
        ]
    }

    private mutating func source() -> [(String, String)] {
        [
            ("name", grammar.text()), ("address", grammar.chance.pick(["https://s.example", "x", ""])),
            ("types", grammar.types()), ("ids", sometimes { "\($0.id())\n\($0.uri())" }),
            ("pattern", sometimes { $0.pattern() }), ("properties", sometimes { $0.attributes() }),
            ("relationships", sometimes { $0.attributes() }),
            ("mode", grammar.chance.pick(["inclusive", "exclusive", "redirect", "auxiliary", "x"])),
            ("operations", grammar.chance.pick(["federationOps", "retrieveOps", "x"])),
            ("tenant", sometimes { $0.text() }), ("headers", sometimes { "X-A: \($0.text())" }),
            ("timeout", sometimes { $0.chance.pick(Mutation.numbers) }),
            ("cooldown", sometimes { $0.chance.pick(Mutation.numbers) }),
            ("until", sometimes { $0.moment() }),
            ("rest", sometimes { $0.registration().text() }),
        ]
    }

    private mutating func mapping() -> [(String, String)] {
        [
            ("payload", grammar.chance.pick(["json", "number", "csv", "headed", "x"])),
            ("topic", grammar.chance.pick(["a/1", "a/b/c", "", "////"])), ("sample", grammar.payload()),
            ("type", grammar.type()), ("prefix", ""), ("head0", "id"), ("use0", "id"), ("name0", ""),
            ("head1", "value"), ("use1", "property"), ("name1", grammar.attribute()),
            ("do", grammar.chance.pick(["save", "listen", "try"])),
        ]
    }

    private mutating func sometimes(_ one: (inout Grammar) -> String) -> String {
        grammar.chance.percent(25) ? one(&grammar) : ""
    }
}
