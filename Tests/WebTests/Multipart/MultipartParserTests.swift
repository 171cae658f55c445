// SPDX-License-Identifier: EUPL-1.2
import Testing
import Web

/// A part with all its content.
private struct Whole: Equatable, CustomStringConvertible {
    var part: MultipartPart
    var content: [UInt8] = []
    var description: String { "\(part.name): \(String(decoding: content, as: UTF8.self))" }
}

private func parse(
    _ bytes: [UInt8], boundary: String = "abc", by size: Int = .max,
    limits: MultipartParser.Limits = .init()
) throws -> [Whole] {
    let type = "multipart/form-data; boundary=\(boundary)"
    var parser = try MultipartParser(contentType: type, limits: limits)
    var wholes: [Whole] = []
    var isOpen = false
    var start = 0
    repeat {
        let end = size == .max ? bytes.count : min(start + size, bytes.count)
        for event in try parser.feed(bytes[start..<end]) {
            switch event {
            case .begin(let part):
                #expect(!isOpen)
                isOpen = true
                wholes.append(Whole(part: part))
            case .data(let data):
                #expect(isOpen && !data.isEmpty)
                wholes[wholes.count - 1].content += data
            case .end:
                #expect(isOpen)
                isOpen = false
            }
        }
        start = end
    } while start < bytes.count
    try parser.finish()
    return wholes
}

private func body(_ lines: String...) -> [UInt8] {
    Array(lines.joined(separator: "\r\n").utf8)
}

private let good = body(
    "--abc", "Content-Disposition: form-data; name=\"title\"", "", "Two\r\n--ab\r\n\r\nlines\r",
    "--abc",
    "content-disposition:form-data;name=empty", "", "", "--abc",
    "Content-Disposition: form-data; name=\"plan\"; filename=\"Plean é.pdf\"",
    "Content-Type: application/PDF; version=1", "X-Other: ignored", "", "%PDF\r\n--abd\r\n-\0\u{1}",
    "--abc", "Content-Disposition: form-data; name=\"none\"; filename=\"\"",
    "Content-Type: application/octet-stream", "", "", "--abc--", "")

@Suite struct MultipartParserTests {
    @Test func partsAreRead() throws {
        let parts = try parse(good)
        #expect(
            parts == [
                Whole(
                    part: .init(name: "title"), content: Array("Two\r\n--ab\r\n\r\nlines\r".utf8)),
                Whole(part: .init(name: "empty")),
                Whole(
                    part: .init(
                        name: "plan", filename: "Plean é.pdf", contentType: "application/pdf"),
                    content: Array("%PDF\r\n--abd\r\n-\0\u{1}".utf8)),
                Whole(
                    part: .init(
                        name: "none", filename: "", contentType: "application/octet-stream")),
            ])
    }

    @Test func howItIsCutMakesNoDifference() throws {
        let whole = try parse(good)
        for size in 1...good.count { #expect(try parse(good, by: size) == whole) }
        for cut in 0...good.count {
            var parser = try MultipartParser(contentType: "multipart/form-data; boundary=\"abc\"")
            let events = try parser.feed(good[..<cut]) + parser.feed(good[cut...])
            try parser.finish()
            #expect(events.filter { $0 == .end }.count == whole.count)
        }
    }

    @Test(arguments: [
        ("filename=\"a\\\"b.pdf\"", "a\"b.pdf"), ("filename=\"a%22b.pdf\"", "a\"b.pdf"),
        ("filename=\"C:\\Users\\me\\plan.pdf\"", "plan.pdf"),
        ("filename=\"../../etc/passwd\"", "passwd"), ("filename=\"..\"", ""),
        ("filename=\"a; name=b.pdf\"", "a; name=b.pdf"), ("filename=plan.pdf", "plan.pdf"),
        ("filename=\"x\"; filename*=UTF-8''Plean%20%C3%A9.pdf", "Plean é.pdf"),
        ("filename*=utf-8'ga'%E2%82%AC", "€"), ("filename=\"exe\u{202E}fdp.exe\"", "exefdp.exe"),
        ("filename=\"100%.pdf\"", "100%.pdf"),
    ])
    func fileNames(parameter: String, expected: String) throws {
        let bytes = body(
            "--abc", "Content-Disposition: form-data; name=\"f\"; \(parameter)", "", "x", "--abc--")
        #expect(try parse(bytes).first?.part.filename == expected)
    }

    @Test(arguments: [
        ("Content-Disposition: form-data", MultipartFailure.noName),
        ("Content-Disposition: attachment; name=\"a\"", .badHeader),
        ("Content-Type: text/plain", .badHeader),
        ("Content-Disposition: form-data; name=\"a\"; name=\"b\"", .badHeader),
        (
            "Content-Disposition: form-data; name=\"a\r\nContent-Disposition: form-data; name=b",
            .badHeader
        ),
        (
            "Content-Disposition: form-data; name=a\r\ncontent-disposition: form-data; name=b",
            .badHeader
        ),
        ("Content-Disposition: form-data;\r\n name=\"a\"", .badHeader),
        ("Content-Disposition: form-data; name=\"a", .badHeader),
        ("Content-Disposition: form-data; name=\"a\"b", .badHeader),
        ("Content-Disposition: form-data; name=\"a\u{0}\"", .badHeader),
        ("Content-Disposition: form-data; name=\"a\nb\"", .badHeader),
        ("Content-Disposition : form-data; name=\"a\"", .badHeader),
        ("Content-Disposition: form-data; name=\"a\"; filename*=latin1''x", .badHeader),
        ("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''%0Ax", .badHeader),
        ("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''%FF", .notUTF8),
        ("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''%4", .badHeader),
        (
            "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
            .badHeader
        ),
        ("no colon", .badHeader), (": x", .badHeader),
    ])
    func badHeadersAreRefused(header: String, failure: MultipartFailure) {
        let bytes = body("--abc", header, "", "x", "--abc--")
        #expect(throws: failure) { try parse(bytes) }
        #expect(throws: failure) { try parse(bytes, by: 1) }
    }

    @Test(arguments: [
        ("", MultipartFailure.endsTooSoon), ("--abc", .endsTooSoon), ("--abc--", nil),
        ("hello\r\n--abc--", .badDelimiter), ("\r\n--abc--", .badDelimiter),
        ("--abcd--", .badDelimiter), ("--abc \r\n", .badDelimiter), ("--abc\nx", .badDelimiter),
        ("--abc\r\n\r\nx\r\n--abc--", .badHeader), ("--abc--\r\n\r\n", nil),
        ("--abc--\r\nmore", .badDelimiter),
        ("--abc\r\nContent-Disposition: form-data; name=a\r\n\r\nx", .endsTooSoon),
        ("--abc\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--abc-", .endsTooSoon),
        ("--abc\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--abcde", .badDelimiter),
    ])
    func badBodiesAreRefused(text: String, failure: MultipartFailure?) throws {
        for size in [1, 2, 5, Int.max] {
            if let failure {
                #expect(throws: failure) { try parse(Array(text.utf8), by: size) }
            } else {
                #expect(try parse(Array(text.utf8), by: size).isEmpty)
            }
        }
    }

    @Test func limitsHold() throws {
        func limits(_ change: (inout MultipartParser.Limits) -> Void) -> MultipartParser.Limits {
            var limits = MultipartParser.Limits()
            change(&limits)
            return limits
        }
        for size in [1, 7, Int.max] {
            #expect(throws: MultipartFailure.tooManyParts) {
                try parse(good, by: size, limits: limits { $0.parts = 3 })
            }
            #expect(throws: MultipartFailure.headerTooLong) {
                try parse(good, by: size, limits: limits { $0.headerBytes = 60 })
            }
            #expect(throws: MultipartFailure.partTooLong) {
                try parse(good, by: size, limits: limits { $0.fieldBytes = 18 })
            }
            #expect(throws: MultipartFailure.partTooLong) {
                try parse(good, by: size, limits: limits { $0.fileBytes = 15 })
            }
            #expect(
                try parse(
                    good, by: size,
                    limits: limits {
                        $0.fieldBytes = 19
                        $0.fileBytes = 16
                        $0.parts = 4
                    }
                ).count == 4)
        }
    }

    @Test func onceFailedAlwaysFailed() throws {
        var parser = try MultipartParser(contentType: "multipart/form-data; boundary=abc")
        #expect(throws: MultipartFailure.badDelimiter) { try parser.feed(Array("nonsense".utf8)) }
        #expect(throws: MultipartFailure.badDelimiter) { try parser.feed(good) }
        #expect(throws: MultipartFailure.badDelimiter) { try parser.finish() }
    }

    @Test(arguments: [
        ("text/plain; boundary=abc", MultipartFailure.notMultipart),
        ("multipart/form-data", .badBoundary), ("multipart/form-data; boundary=", .badHeader),
        ("multipart/form-data; boundary=\"a \"", .badBoundary),
        ("multipart/form-data; boundary=\"\"", .badBoundary),
        ("multipart/form-data; boundary=a\u{e9}", .badBoundary),
        ("multipart/form-data; boundary=\(String(repeating: "a", count: 71))", .badBoundary),
        ("multipart/form-data; boundary=a; boundary=b", .badHeader),
    ])
    func badContentTypesAreRefused(type: String, failure: MultipartFailure) {
        #expect(throws: failure) { try MultipartParser(contentType: type) }
    }

    /// Whatever is done to a body, it is read the same way in one piece as in many.
    @Test func spoiledBodiesAreReadTheSameHoweverCut() {
        var random = SplitMix(state: 20_260_106)
        let bytes = Array("\r\n-abc:;=\"\\% \0é".utf8)
        for round in 0..<1_000 {
            var spoiled = good
            for _ in 0...random.next(below: 4) {
                let place = random.next(below: spoiled.count)
                switch random.next(below: 3) {
                case 0: spoiled.remove(at: place)
                case 1: spoiled[place] = bytes[random.next(below: bytes.count)]
                default: spoiled.insert(bytes[random.next(below: bytes.count)], at: place)
                }
            }
            let whole = try? parse(spoiled)
            let pieces = try? parse(spoiled, by: 1 + random.next(below: 9))
            #expect(whole == pieces, "seed 20260106, round \(round)")
        }
    }
}

/// A generator whose run can be repeated (Vigna's splitmix64).
private struct SplitMix {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}
