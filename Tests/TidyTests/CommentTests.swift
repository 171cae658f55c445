// SPDX-License-Identifier: EUPL-1.2

import Testing

/// What others call is said in a sentence where it is declared.
struct CommentTests {
    /// Kept by the language's own conventions, or said once in the protocol.
    private static let understood: Set<Substring> = [
        "encode", "hash", "settle", "publication", "next", "makeAsyncIterator", "AsyncIterator",
    ]

    @Test func publicTypesAndFunctionsAreExplained() {
        let declaration = #/
            \s*public\ (?:(?:static|final|mutating|indirect|consuming)\ )*
            (?:struct|class|enum|protocol|actor|func)\ ([\w]+|[^\w\s]+)[^\n]*
            /#
        let folders = ["Kernel", "Outgoing", "Store", "Web", "Interfaces"].map { "Sources/\($0)/" }
        var found: [String] = []
        for file in Repository.product
        where folders.contains(where: { file.path.hasPrefix($0) }) {
            let lines = file.lines
            for (index, line) in lines.enumerated() where line.contains("public ") {
                guard let match = line.wholeMatch(of: declaration) else { continue }
                // What stands whole on one line, and an operator, speak for themselves.
                let isPlain = line.hasSuffix("}") || match.1.first?.isLetter == false
                if isPlain || Self.understood.contains(match.1) { continue }
                let above = lines[..<index].last { !$0.drop { $0 == " " }.hasPrefix("@") } ?? ""
                if !above.drop(while: { $0 == " " }).hasPrefix("///") {
                    found.append("\(file.path):\(index + 1): \(match.1)")
                }
            }
        }
        #expect(found.isEmpty, list(found))
    }
}
