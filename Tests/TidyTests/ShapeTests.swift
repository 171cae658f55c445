// SPDX-License-Identifier: EUPL-1.2

import Testing

/// Sizes, and what no file may lack or contain.
struct ShapeTests {
    private static let longestLine = 110
    private static let longestFunction = 60

    /// Files that are longer than they should be, with the size they may not outgrow. Take a line
    /// away when one is mended; add none.
    private static let longFiles: [String: Int] = [:]

    /// Lines that may be as long as they are: addresses and fixed texts in tests.
    private func isExempt(_ line: Substring) -> Bool {
        line.contains("https://") || line.contains("http://")
    }

    @Test func filesAreShort() {
        let found = Repository.swift.compactMap { file -> String? in
            let limit = Self.longFiles[file.path] ?? (file.isProduct ? 400 : 600)
            let count = file.lines.count
            return count > limit ? "\(file.path): \(count) lines" : nil
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func linesAreShort() {
        var found: [String] = []
        for file in Repository.swift {
            for (index, line) in file.lines.enumerated()
            where line.utf8.count > Self.longestLine && line.count > Self.longestLine
                && !isExempt(line) {
                found.append("\(file.path):\(index + 1): \(line.count) columns")
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func functionsAreShort() {
        var found: [String] = []
        for file in Repository.swift {
            for function in file.code.functions where function.length > Self.longestFunction {
                found.append("\(file.path):\(function.line): \(function.length) lines")
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func filesSayTheirLicence() {
        let found = Repository.swift.filter { file in
            let first = file.name == "Package.swift" ? 1 : 0
            return file.lines.dropFirst(first).first != "// SPDX-License-Identifier: EUPL-1.2"
        }.map(\.path)
        #expect(found.isEmpty, list(found))
    }

    /// What stops the program, goes unsaid, or was left for later.
    @Test(arguments: [
        "try!", "fatalError(", " as!", "nonisolated(unsafe)", "@_", "unsafeBitCast", "@testable",
        "assertionFailure(", "DispatchQueue.main", "RunLoop", "Thread.sleep",
    ])
    func codeIsWithout(_ part: String) {
        var found: [String] = []
        // The simulation runs every task itself, by the toolchain's own seam for that; the twin's
        // languages are tried word by word, beside what users meet.
        let allowed = ["@_": "Tests/Simulation/Scheduler.swift", "@testable": "Systems/Twin/Tests/"][part]
        for file in Repository.swift
        where file.code.text.contains(part) && !(allowed.map(file.path.hasPrefix) ?? false) {
            for (index, line) in file.code.lines.enumerated() where line.contains(part) {
                found.append("\(file.path):\(index + 1): \(part)")
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func productUnwrapsNothingByForce() {
        var found: [String] = []
        let forced = /[\w\)\]]!(?:[\s\.\),\]\[:?]|$)/
        for file in Repository.product {
            for (index, line) in file.code.lines.enumerated()
            where line.firstMatch(of: forced) != nil {
                found.append("\(file.path):\(index + 1): \(line.drop { $0 == " " })")
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func uncheckedSendabilityIsProved() {
        var found: [String] = []
        for file in Repository.product {
            let lines = file.lines
            for (index, line) in lines.enumerated() where line.contains("@unchecked Sendable") {
                let before = index > 0 ? lines[index - 1].drop { $0 == " " } : ""
                if !before.hasPrefix("//") { found.append("\(file.path):\(index + 1)") }
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func nothingIsLeftForLater() {
        // Put together, so that this file does not find itself.
        let later: Set<Substring> = ["TO\("DO")", "FIX\("ME")", "XX\("X")", "HA\("CK")"]
        var found: [String] = []
        for file in Repository.files where file.isSwift || file.name.hasSuffix(".md") {
            let text = file.text
            if !later.contains(where: { text.contains($0) }) { continue }
            for (index, line) in file.lines.enumerated() {
                let words = line.split { !$0.isLetter }
                if later.isDisjoint(with: words) { continue }
                found.append("\(file.path):\(index + 1): \(line)")
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func onlyTheCommandLinePrints() {
        var found: [String] = []
        for file in Repository.product where !file.path.hasPrefix("Sources/talka/") {
            for (index, line) in file.code.lines.enumerated()
            where line.firstMatch(of: /(^|[^\w.])(print|debugPrint|dump|NSLog)\(/) != nil
                && !line.contains("func ") && !line.contains("Self.print") {
                found.append("\(file.path):\(index + 1): \(line)")
            }
        }
        #expect(found.isEmpty, list(found))
    }
}
