// SPDX-License-Identifier: EUPL-1.2

/// The blanks of a template: what stands in double square brackets, `[[name of the controller]]`.
struct Blanks: Sendable, Hashable {
    /// What the blanks ask for, each once, in order.
    let names: [String]
    private let text: String
    private static let most = 200

    init(in text: String) {
        self.text = text
        var names: [String] = []
        for match in text.matches(of: /\[\[([^\[\]\n]{1,200})\]\]/) {
            let name = String(match.1)
            if !names.contains(name), names.count < Self.most { names.append(name) }
        }
        self.names = names
    }

    /// The text with these blanks filled; those without an answer stay.
    func filled(_ answers: [String: String]) -> String {
        text.replacing(/\[\[([^\[\]\n]{1,200})\]\]/) { match in
            answers[String(match.1)].flatMap { $0.isEmpty ? nil : $0 } ?? String(match.0)
        }
    }
}
