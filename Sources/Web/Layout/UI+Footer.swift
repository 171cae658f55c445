// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// The foot of every page: help first and always in the same place (WCAG 3.2.6).
    func footer(_ frame: Frame) -> HTML {
        let links = (frame.help.map { [$0] } ?? []) + frame.foot
        return """
            <footer class="site-foot">
            <div class="bar">
            \(if: words.unchecked.contains(language),
                "<p class=\"unchecked\">\(self("web.unchecked"))</p>")
            \(if: !links.isEmpty, """
                <nav aria-label="\(self("web.foot"))"><ul>\
                \(links.map { "<li><a href=\"\($0.href)\">\($0.text)</a></li>" })</ul></nav>
                """)
            <p class="colophon">\(Self.mark) \(self("web.colophon"))</p>
            </div>
            </footer>
            """
    }
}
