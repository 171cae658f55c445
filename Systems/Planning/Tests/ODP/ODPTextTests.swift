// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Testing

@Suite struct ODPTextTests {
    private let plain = Array(ODPFixtures.application.pretty().utf8)

    private func refusal(_ bytes: [UInt8], max: Int = 1_000_000) -> ODPProblem? {
        let reader = ODPReader(zone: ODPFixtures.zone, bytesMax: max)
        guard case .failure(let refusal)? = reader.read(bytes: bytes).first else { return nil }
        return refusal.problems.first
    }

    private func isTaken(_ bytes: [UInt8]) -> Bool { refusal(bytes) == nil }

    @Test func whatOtherProgramsWriteIsRead() throws {
        #expect(isTaken(plain))
        #expect(isTaken([0xEF, 0xBB, 0xBF] + plain))
        let text = String(decoding: plain, as: UTF8.self)
        #expect(isTaken(Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8)))
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
            #expect(isTaken([UInt8](try #require(text.data(using: encoding)))))
        }
    }

    @Test func whatIsNoTextIsToldApart() {
        #expect(refusal([])?.code == .empty)
        #expect(refusal(Array(" \n".utf8))?.code == .empty)
        #expect(refusal([0x1F, 0x8B, 8, 0, 1])?.code == .compressed)
        #expect(refusal([0x50, 0x4B, 3, 4, 1])?.code == .compressed)
        #expect(refusal([0, 1, 2])?.code == .notText)
        #expect(refusal(plain, max: 100)?.code == .tooLarge)
        #expect(refusal(plain, max: 100)?.values["limit"] == "100")
    }

    @Test(arguments: [
        ("<html>", ODPProblem.Code.notJSON, "1", "1"), (#"{"a": NaN}"#, .notJSON, "1", "7"),
        ("{\n\"a\": 1,\n}", .notJSON, "3", "1"), (#"{"a": 1, "a": 2}"#, .keyTwice, "1", "10"),
        ("{\"a\": 1} {}", .notJSON, "1", "10"), ("{\"a\": \"\u{1}\"}", .notJSON, "1", "8"),
    ])
    func faultsAreNamedWithTheirPlace(
        text: String, code: ODPProblem.Code, line: String, column: String
    ) {
        let problem = refusal(Array(text.utf8))
        #expect(problem?.code == code)
        #expect(problem?.values["line"] == line)
        #expect(problem?.values["column"] == column)
        #expect(problem?.phrase.key == "odp.problem.\(code.rawValue)")
    }

    @Test func nestingWithoutEndIsRefused() {
        #expect(refusal(Array(String(repeating: "[", count: 100_000).utf8))?.code == .tooDeep)
        let nested = String(repeating: #"{"a":"#, count: 100_000)
        #expect(refusal(Array(nested.utf8))?.code == .tooDeep)
    }

    @Test func aListWithoutEndIsRefused() {
        let reader = ODPReader(zone: ODPFixtures.zone, casesMax: 2)
        let answers = reader.read(file: [[:], [:], [:]])
        guard answers.count == 1, case .failure(let refusal) = answers[0] else {
            Issue.record("read")
            return
        }
        #expect(refusal.problems.map(\.code) == [.tooManyCases])
    }

    @Test func muchOfTheSameIsReadInGoodTime() throws {
        let files = (0..<20_000).map { number -> JSON in
            ["name": "f", "url": .string("https://f.example/\(number)"), "odd": 1]
        }
        let sent = try ODPFixtures.read(ODPFixtures.application.with("files", .array(files)))
        #expect(sent.documents.count == 20_000)
        #expect(sent.unused.count == 20_000)
    }
}
