// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Testing

struct DocumentTests {
    private static var pages: [Repository.File] { Repository.files.filter { $0.name.hasSuffix(".md") } }
    /// The largest file taken in, in bytes. Pictures for the README are smaller, too.
    private static let largest = 1 << 20

    /// A page's lines outside blocks of code.
    private func prose(_ page: Repository.File) -> [Substring] {
        var isCode = false
        return page.lines.filter { line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isCode.toggle()
                return false
            }
            return !isCode
        }
    }

    @Test func everyPageHasOneTitle() {
        let found = Self.pages.filter { page in
            prose(page).filter { $0.hasPrefix("# ") }.count != 1
        }.map(\.path)
        #expect(found.isEmpty, list(found))
    }

    @Test func linksLeadToFilesThatAreThere() {
        var found: [String] = []
        for page in Self.pages {
            let folder = page.url.deletingLastPathComponent()
            for match in prose(page).joined(separator: "\n").matches(of: /\]\(([^)\s]+)\)/) {
                let target = match.1.prefix { $0 != "#" }
                if target.isEmpty || target.contains(":") { continue }
                let url = folder.appending(path: String(target))
                if !FileManager.default.fileExists(atPath: url.standardizedFileURL.path) {
                    found.append("\(page.path): \(target)")
                }
            }
        }
        #expect(found.isEmpty, list(found))
    }

    @Test func decisionsAreNumberedWithoutGaps() {
        let names = Repository.files.filter { $0.path.hasPrefix("docs/decisions/") }.map(\.name)
        let numbers = names.compactMap { name -> Int? in
            name.wholeMatch(of: /([0-9]{4})-[a-z0-9]+(-[a-z0-9]+)*\.md/).flatMap { Int($0.1) }
        }
        #expect(numbers.count == names.count, list(names))
        #expect(numbers == Array(1...max(1, numbers.count)), list(names))
    }

    @Test func nothingNamesTheMachineItWasWrittenOn() {
        // Put together, so that this file does not find itself.
        let paths = ["work", "home", "Users", "root", "private/tmp"].map { "/\($0)/" }
        var found: [String] = []
        for file in Repository.files where isText(file) {
            for (index, line) in file.lines.enumerated() {
                for path in paths where names(line, path) {
                    found.append("\(file.path):\(index + 1): \(line.prefix(100))")
                }
            }
        }
        #expect(found.isEmpty, list(found))
    }

    /// Whether a line names a path from the root of a disk, not within an address or another path.
    private func names(_ line: Substring, _ path: String) -> Bool {
        line.ranges(of: path).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && !"._-)}/".contains(before)
        }
    }

    private func isText(_ file: Repository.File) -> Bool {
        !["png", "jpg", "ico", "woff2", "pdf", "sqlite", "zip"].contains(file.url.pathExtension)
    }

    @Test func nothingLargeIsTakenIn() {
        let found = Repository.files.filter { $0.size > Self.largest }.map { "\($0.path): \($0.size) bytes" }
        #expect(found.isEmpty, list(found))
    }
}
