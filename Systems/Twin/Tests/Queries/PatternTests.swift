// SPDX-License-Identifier: EUPL-1.2

import Testing

@testable import Twin

@Suite struct PatternTests {
    @Test(arguments: [
        ("abc", "xxabcxx", true), ("^abc$", "abc", true), ("^abc$", "abcd", false), ("a.c", "abc", true),
        ("a*", "", true), ("^a+$", "aaa", true), ("^a+$", "", false), ("^(ab|cd)+$", "abcdab", true),
        ("^(ab|cd)+$", "abc", false), ("^a{2,3}$", "aa", true), ("^a{2,3}$", "aaaa", false),
        ("^a{2}$", "aa", true), ("^a{2,}$", "aaaaa", true), ("^a{,2}$", "aaa", false), ("[a-c]x", "bx", true),
        ("[^a-c]x", "bx", false), ("[]x]", "]", true), ("[a-]", "-", true), ("\\d{3}", "a123", true),
        ("^\\w+\\s\\w+$", "ab cd", true), ("\\D", "12", false), ("[\\d.]+$", "1.2", true),
        ("a\\.b", "axb", false),
        ("[[:alpha:]]+[[:digit:]]", "ab1", true), ("^.*?b$", "aab", true), ("(?:a|b)c", "bc", true),
        ("(?i)^HELLO", "hello you", true), ("(?i)[A-Z]é", "bÉ", true), ("\\bcat\\b", "a cat sat", true),
        ("\\bcat\\b", "concat", false), ("^é+$", "ééé", true),
        ("^urn:ngsi-ld:Building:.*$", "urn:ngsi-ld:Building:1", true),
        ("^urn:ngsi-ld:Building", "urn:ngsi-ld:House:1", false), ("a|^b", "ab", true), ("x{a}", "x{a}", true),
        ("(|a)+b", "aab", true), ("()*x", "x", true), ("\\u0041", "A", true), ("^[^\\s]+$", "a b", false),
        ("^$", "", true), ("$", "abc", true), ("a$b", "ab", false), ("^(a*)*$", "aaa", true),
        (".*", "", true),
        ("^abc.*", "abcdef", true), ("^[\\D]$", "1", false), ("urn:.*:[0-9]{3}", "urn:x:123", true),
        ("^[c-eb-ca]+$", "abcde", true), ("^[b-dA-C]+$", "Ba", false), ("(?i)^[À-ÞX]+$", "éX", true),
        ("(?i)^[^A-C]$", "b", false), ("^[^\\W_]$", "_", false), ("[z-zx-x]", "y", false),
    ])
    func finds(_ pattern: String, _ text: String, _ isFound: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == isFound, "\(pattern) in \(text)")
    }

    @Test(arguments: [
        "(", ")", "[", "a**b[", "*", "+a", "a{3,2}", "\\", "(?=a)", "(?!a)", "(?<=a)", "(?P<n>a)", "(a)\\1",
        "[z-a]",
        "[[:nope:]]", "\\k<a>", "\\p{L}", "a++", "^*", "\\xZZ",
    ])
    func refuses(_ pattern: String) {
        #expect { try Pattern(pattern) } throws: { ($0 as? TwinProblem)?.kind == .badRequestData }
    }

    @Test func whatOthersHangOnTakesNoTime() throws {
        let text = String(repeating: "a", count: 200_000) + "!"
        #expect(try !Pattern("(a+)+$").matches(text))
        #expect(try !Pattern("^(a|aa)+$").matches(text))
        #expect(try !Pattern("(a*)*b").matches(text))
        #expect(try !Pattern("(.*a){20}b").matches(text))
        #expect(try !Pattern("^(a?){500}a{500}b$").matches(text))
        // Each range stands for hundreds of capitals, and each of these for a small letter.
        let ranges = String(repeating: "Ā-Ͽ", count: 600)
        #expect(try !Pattern("(?i)[\(ranges)][\(ranges.prefix(30))]").matches(text))
    }

    @Test func tooMuchIsRefused() {
        for pattern in [
            String(repeating: "a", count: 3_000), "(a{1000}){1000}", String(repeating: "(", count: 1_500),
            "a{99999}",
        ] {
            #expect { try Pattern(pattern) } throws: { ($0 as? TwinProblem)?.kind == .tooComplexQuery }
        }
    }

    @Test func beginnings() throws {
        #expect(try Pattern("^urn:a:.*").prefix == "urn:a:")
        #expect(try Pattern("urn:a").prefix.isEmpty)
        #expect(try Pattern("^ab?c").prefix == "a")
        #expect(try Pattern("^a|b").prefix.isEmpty)
    }
}
