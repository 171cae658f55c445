// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// A formal letter or notice, such as a decision: on screen a sheet, in print a page of A4.
    public struct Letter: Sendable {
        /// Who writes: the name, then the lines of the address.
        public var sender: [String]
        public var addressee: [String]
        /// The day, made with `ui.day`.
        public var date: HTML
        /// What the letter is called by: label and value.
        public var references: [(String, String)]
        public var title: String
        public var body: HTML
        /// The name and the office of who signs.
        public var signature: [String]
        /// Small print: the law it is given under, how to appeal.
        public var foot: HTML

        /// A formal letter.
        public init(
            title: String, sender: [String], addressee: [String], date: HTML,
            references: [(String, String)] = [], signature: [String] = [], foot: HTML = "",
            _ body: HTML
        ) {
            self.title = title
            self.sender = sender
            self.addressee = addressee
            self.date = date
            self.references = references
            self.signature = signature
            self.foot = foot
            self.body = body
        }
    }

    /// A formal letter or notice. Its title is the page's heading.
    public func letter(_ letter: Letter) -> HTML {
        func lines(_ lines: [String]) -> HTML {
            lines.map { HTML(text: $0) }.joined(by: "<br>")
        }
        return """
            <article class="letter">
            <div class="letter-sender"><strong>\(letter.sender.first ?? "")</strong>\
            <p>\(lines(Array(letter.sender.dropFirst())))</p></div>
            <div class="letter-to"><p>\(lines(letter.addressee))</p>
            <dl><div><dt>\(self("web.letter.date"))</dt><dd>\(letter.date)</dd></div>\
            \(letter.references.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl></div>
            <h1>\(letter.title)</h1>
            \(letter.body)
            \(if: !letter.signature.isEmpty,
                "<p class=\"letter-signature\">\(lines(letter.signature))</p>")
            \(if: !letter.foot.isEmpty, "<div class=\"letter-foot\">\(letter.foot)</div>")
            </article>
            """
    }
}
