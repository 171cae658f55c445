// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// One thing that is wrong with what was sent.
    public struct Mistake: Sendable, Hashable {
        /// The name of the field; nil: the form as a whole.
        public var field: String?
        public var message: String
        /// The id to lead to, where it is not the field's first input.
        public var target: String?

        /// One thing that is wrong with what was sent.
        public init(_ field: String?, _ message: String, target: String? = nil) {
            self.field = field
            self.message = message
            self.target = target
        }
    }

    /// Every mistake at the head of the page, each leading to its field; nothing if there is none.
    /// `role="alert"` stands on an inner element and the focus goes to the outer one
    /// (talka.js), as GOV.UK found best for screen readers.
    public func errorSummary(_ mistakes: [Mistake]) -> HTML {
        if mistakes.isEmpty { return "" }
        return """
            <div class="error-summary" tabindex="-1" data-focus>
            <div role="alert">
            <h2>\(self("web.errors.heading"))</h2>
            <ul>\(mistakes.map { "<li>\(link(to: $0))</li>" })</ul>
            </div>
            </div>
            """
    }

    /// The same from the kernel's problems.
    public func errorSummary(_ problems: Problems) -> HTML {
        errorSummary(problems.all.map { Mistake($0.field, text(of: $0)) })
    }

    /// What is wrong with one field, in words: the first problem it has.
    public func error(_ field: String, in problems: Problems) -> String? {
        problems.all.first { $0.field == field }.map { text(of: $0) }
    }

    /// How long somebody has to wait, in words.
    public func wait(_ seconds: Int) -> String {
        count("web.wait", max(1, (seconds + 59) / 60))
    }

    private func link(to mistake: Mistake) -> HTML {
        guard let field = mistake.field else { return "\(mistake.message)" }
        let id = mistake.target ?? Self.fieldID(field)
        return "<a href=\"\(Href("#\(id)" as String) ?? .nowhere)\">\(mistake.message)</a>"
    }
}
