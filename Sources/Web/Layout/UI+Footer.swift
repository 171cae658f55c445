// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// The foot of every page: help first and always in the same place, then the other languages.
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
            \(if: frame.translations.count > 1, languageSwitch(frame.translations))
            <p class="colophon">\(Self.mark) \(self("web.colophon"))</p>
            </div>
            </footer>
            """
    }

    private func languageSwitch(_ translations: [Frame.Translation]) -> HTML {
        """
        <nav class="languages" aria-label="\(self("web.languages"))"><ul>\
        \(translations.map { translation in
            let code = translation.language.code
            return translation.language == language
                ? "<li><span aria-current=\"true\" lang=\"\(code)\">\(translation.name)</span></li>"
                : """
                    <li><a href="\(translation.href)" hreflang="\(code)" lang="\(code)" \
                    rel="alternate">\(translation.name)</a></li>
                    """
        })</ul></nav>
        """
    }
}
