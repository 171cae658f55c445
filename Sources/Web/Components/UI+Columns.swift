// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// What the page is about, and beside it, on wide screens, what goes with it.
    public func columns(_ main: HTML, aside: HTML) -> HTML {
        "<div class=\"columns\"><div>\(main)</div><div>\(aside)</div></div>"
    }

    /// The greeting of a home page. Its title is the page's heading.
    public func hero(_ title: String, lead: String, _ body: HTML = "") -> HTML {
        """
        <div class="hero">\(Self.mark)<h1>\(title)</h1><p class="lead">\(lead)</p>
        <div>\(body)</div></div>
        """
    }
}
