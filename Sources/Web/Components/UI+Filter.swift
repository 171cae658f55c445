// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// The questions that narrow a list: a form that asks by GET, so that the answer has an
    /// address.
    /// - Parameters:
    ///   - clear: the same list without filters; shown only while one is in use.
    ///   - inUse: each filter in use, leading to the list without it.
    ///   - go: what its button says; nil: that they are applied.
    public func filterPanel(
        _ action: Href, hidden: [(String, String)] = [], inUse: [Link] = [], clear: Href? = nil,
        _ body: HTML, go: String? = nil
    ) -> HTML {
        """
        <form class="filter" method="get" action="\(action)" role="search" \
        aria-label="\(self("web.filter"))">
        \(hidden.map { self.hidden($0.0, $0.1) })\(filtersInUse(inUse, clear: clear))
        <div class="filter-fields">\(body)</div>
        \(buttons(button(go ?? self("web.filter.apply"), .secondary)))
        </form>
        """
    }

    private func filtersInUse(_ links: [Link], clear: Href?) -> HTML {
        if links.isEmpty { return "" }
        return """
            <div class="in-use"><h2>\(self("web.filter.used"))</h2>
            <ul>\(links.map {
                """
                <li><a href="\($0.href)">\(unseen(self("web.filter.remove"))) \($0.text)\
                <span aria-hidden="true"> ×</span></a></li>
                """
            })</ul>
            \(clear.map { "<p><a href=\"\($0)\">\(self("web.filter.clear"))</a></p>" })</div>
            """
    }

    /// One line to search by, with its button.
    public func searchBox(
        _ action: Href, name: String = "q", label: String, value: String = "",
        hidden: [(String, String)] = []
    ) -> HTML {
        """
        <form class="search-box" method="get" action="\(action)" role="search">
        \(hidden.map { self.hidden($0.0, $0.1) })\
        <label class="label" for="\(Self.fieldID(name))">\(label)</label>
        <div class="search-line"><input class="input" id="\(Self.fieldID(name))" \
        name="\(name)" type="search" value="\(value)">
        \(button(self("web.search.button"), .secondary))</div>
        </form>
        """
    }
}
