// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Testing

/// Numbers set by a law say which, and since when.
struct RuleFileTests {
    private static var files: [Repository.File] {
        Repository.files.filter { $0.path.contains("/Rules/") && $0.name.hasSuffix(".json") }
    }

    @Test func thereAreRules() { #expect(!Self.files.isEmpty) }

    @Test(arguments: files)
    func everyValueHasItsSourceAndFirstDay(_ file: Repository.File) throws {
        let content = try JSONSerialization.jsonObject(with: Data(contentsOf: file.url))
        var found: [String] = []
        var count = 0
        visit(content, "") { path, object in
            guard path.wholeMatch(of: /.*\/values\/[0-9]+/) != nil else { return }
            count += 1
            let from = object["from"] as? String ?? ""
            let source = object["source"] as? String ?? ""
            if from.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil { found.append("\(path): from") }
            if source.count < 8 { found.append("\(path): source") }
        }
        #expect(count > 0)
        #expect(found.isEmpty, list(found))
    }

    private func visit(_ value: Any, _ path: String, _ body: (String, [String: Any]) -> Void) {
        if let object = value as? [String: Any] {
            body(path, object)
            for (key, inner) in object.sorted(by: { $0.key < $1.key }) {
                visit(inner, "\(path)/\(key)", body)
            }
        } else if let array = value as? [Any] {
            for (index, inner) in array.enumerated() { visit(inner, "\(path)/\(index)", body) }
        }
    }
}
