// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// A text that leads somewhere.
    public struct Link: Sendable, Hashable {
        public var text: String
        public var href: Href
        /// Whether it leads to the page it stands on.
        public var isCurrent: Bool

        /// A text that leads somewhere.
        public init(_ text: String, _ href: Href, isCurrent: Bool = false) {
            self.text = text
            self.href = href
            self.isCurrent = isCurrent
        }
    }

    /// A link as it stands in running text. `about` is heard but not seen, where the text alone
    /// would not say what it leads to.
    public func link(_ text: String, _ href: Href, about: String? = nil) -> HTML {
        "<a href=\"\(href)\">\(text)\(about.map { unseen(" \($0)") })</a>"
    }

    /// Back to the page before.
    public func backLink(_ href: Href, _ text: String? = nil) -> HTML {
        "<a class=\"back-link\" href=\"\(href)\">\(text ?? self("web.back"))</a>"
    }

    /// Where the page stands, from the outermost to the one above it.
    public func breadcrumbs(_ links: [Link]) -> HTML {
        if links.isEmpty { return "" }
        return """
            <nav class="breadcrumbs" aria-label="\(self("web.breadcrumbs"))"><ol>\
            \(links.map { "<li><a href=\"\($0.href)\">\($0.text)</a></li>" })</ol></nav>
            """
    }

    /// The sides of one thing, as links: what others do with tabs, but each has its address.
    public func subNavigation(_ links: [Link], label: String) -> HTML {
        """
        <nav class="sub-navigation" aria-label="\(label)"><ul>\
        \(links.map { "<li>\(navigationLink($0))</li>" })</ul></nav>
        """
    }

    func navigationLink(_ link: Link) -> HTML {
        "<a href=\"\(link.href)\"\("aria-current", link.isCurrent ? "page" : nil)>\(link.text)</a>"
    }

    /// To the pages before and after this one in a list. With neither, nothing.
    /// - Parameter position: where this page is, such as "1 to 50 of 36,000".
    public func pagination(previous: Href?, next: Href?, position: String? = nil) -> HTML {
        if previous == nil && next == nil { return "" }
        return """
            <nav class="pagination" aria-label="\(self("web.pages"))">
            \(previous.map {
                """
                <a class="previous" rel="prev" href="\($0)">\(self("web.pages.previous"))</a>
                """
            })
            \(position.map { "<span>\($0)</span>" })
            \(next.map {
                "<a class=\"next\" rel=\"next\" href=\"\($0)\">\(self("web.pages.next"))</a>"
            })
            </nav>
            """
    }

    /// The same page in other forms: `CSV · JSON · Atom`.
    public func feedLinks(_ links: [Link], label: String? = nil) -> HTML {
        if links.isEmpty { return "" }
        return """
            <p class="feeds"><span>\(label ?? self("web.feeds"))</span> \
            \(links.map { "<a href=\"\($0.href)\">\($0.text)</a>" }.joined(by: " · "))</p>
            """
    }

    /// Other things to do or to read, as a plain list of links.
    /// - Parameter inColumns: for many short ones: as many columns as there is room for.
    public func linkList(_ links: [Link], inColumns: Bool = false) -> HTML {
        """
        <ul class="link-list\(if: inColumns, " in-columns")">\
        \(links.map { "<li><a href=\"\($0.href)\">\($0.text)</a></li>" })</ul>
        """
    }
}
