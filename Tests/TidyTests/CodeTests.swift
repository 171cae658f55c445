// SPDX-License-Identifier: EUPL-1.2

import Testing

/// The checks are no better than what reads the code for them.
struct CodeTests {
    @Test func blanksWhatIsNoCode() {
        let text = #"""
            let a = "try! { " // fatalError(
            /* one
            two */ let b = /[0-9]{1,2}"/
            let c = "x \(f("as!", g(1))) {"
            let d = #"raw " \(no)"# + """
              many {
              """
            """#
        let lines = Code(text).lines
        #expect(lines.count == text.split(separator: "\n").count)
        let code = lines.joined(separator: "\n")
        for gone in ["try!", "fatalError", "one", "as!", "{", "raw", "many", "no"] {
            #expect(!code.contains(gone))
        }
        #expect(code.contains("let b = /") && code.contains("f(\"\", g(1))"))
    }

    @Test func keepsStringsWhenAskedTo() {
        let code = Code(#"let a = "b \"c\" \(d("e"))" // "f""#, keepsStrings: true)
        #expect(code.text == #"let a = "b \"c\" \(d("e"))" "#)
    }

    @Test func measuresFunctions() {
        let text = """
            protocol P {
                func none(_ x: Int) -> Int
                init()
            }
            struct S {
                init() { self.init(1) }
                public static func long(
                    _ body: () -> Void = {}
                ) -> Int {
                    if true { print("}") }
                    return 1
                }
            }
            """
        let functions = Code(text).functions
        #expect(functions.map(\.line) == [6, 7])
        #expect(functions.map(\.length) == [1, 6])
    }
}
