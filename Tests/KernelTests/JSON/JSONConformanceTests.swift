// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing

/// RFC 8259 case by case: what must be read, what must not, and what we choose where the standard
/// leaves a choice.
@Suite struct JSONConformanceTests {
    @Test func readsAllThatIsJSON() {
        for (text, compact) in JSONCases.valid {
            do {
                #expect(try JSON(parsing: text).text() == compact, "\(text)")
            } catch {
                Issue.record("\(text): \(error)")
            }
        }
    }

    @Test func refusesAllThatIsNot() {
        for (reason, texts) in JSONCases.invalid {
            for text in texts {
                do {
                    let json = try JSON(parsing: text)
                    Issue.record("\(text) was read as \(json)")
                } catch {
                    #expect(error.reason == reason, "\(text.debugDescription)")
                }
            }
        }
    }

    @Test func refusesBytesThatAreNotUTF8() {
        for (reason, texts) in JSONCases.invalidBytes {
            for bytes in texts {
                do {
                    let json = try JSON(parsing: bytes)
                    Issue.record("\(bytes) was read as \(json)")
                } catch {
                    #expect(error.reason == reason, "\(bytes)")
                }
            }
        }
    }

    @Test func everyPrefixOfATextIsRefused() throws {
        let text = #"{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00\n",true,false,null,{"é":{}}]}"#
        let bytes = Array(text.utf8)
        _ = try JSON(parsing: bytes)
        for count in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSON(parsing: bytes.prefix(count)) }
        }
    }

    @Test func anyByteAnywhereNeitherCrashesNorGetsThroughUnseen() {
        let bytes = Array(#"{"a":[1,-2.5e3,"x\u00e9"],"b":null}"#.utf8)
        for place in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[place] = byte
                guard let json = try? JSON(parsing: changed) else { continue }
                #expect((try? JSON(parsing: json.encoded())) == json)
                #expect((try? JSON(parsing: json.canonical)) == json)
            }
        }
    }

    @Test func aHundredThousandBracketsAreTooDeepRatherThanAStackOverflow() {
        for open in ["[", "{\"a\":", "[{\"\":"] {
            let error = #expect(throws: JSONError.self) {
                try JSON(parsing: String(repeating: open, count: 100_000))
            }
            #expect(error?.reason == .tooDeep)
        }
    }

    @Test func thereAreManyCases() {
        let invalid = JSONCases.invalid.map(\.1.count) + JSONCases.invalidBytes.map(\.1.count)
        #expect(JSONCases.valid.count + invalid.reduce(0, +) >= 250)
    }
}
