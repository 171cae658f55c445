// SPDX-License-Identifier: EUPL-1.2

import Web

extension GuideText {
    /// The text as a page shows it.
    public var html: HTML {
        blocks.map { block -> HTML in
            switch block {
            case .paragraph(let inlines): "<p>\(Self.html(inlines))</p>"
            case .list(true, let items): "<ol>\(Self.items(items))</ol>"
            case .list(false, let items): "<ul>\(Self.items(items))</ul>"
            }
        }.joined(by: "\n")
    }

    private static func items(_ items: [[Inline]]) -> HTML {
        items.map { "<li>\(html($0))</li>" as HTML }.joined(by: "")
    }

    static func html(_ inlines: [Inline]) -> HTML {
        inlines.map { inline -> HTML in
            switch inline {
            case .text("\n"): "<br>"
            case .text(let text): HTML(text: text)
            case .emphasis(let inner): "<em>\(html(inner))</em>"
            case .strong(let inner): "<strong>\(html(inner))</strong>"
            case .code(let text): "<code>\(text)</code>"
            case .link(let inner, let address):
                // What is no address a page may lead to stays text.
                Href(address).map { "<a href=\"\($0)\" rel=\"nofollow\">\(html(inner))</a>" }
                    ?? html(inner)
            }
        }.joined(by: "")
    }
}
