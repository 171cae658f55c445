// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// The head of every page: name, place, and in a menu search, account, the main ways to go and
    /// the other languages. The style sheet folds the menu up where the screen is narrow.
    func header(_ frame: Frame) -> HTML {
        """
        <header class="site-head">
        <div class="bar">
        <a class="wordmark" href="\(frame.home)">\(Self.mark)<span>\(frame.site)</span></a>
        \(frame.place.map { "<a class=\"place\" href=\"\($0.home)\">\($0.name)</a>" })
        <details class="menu"><summary>\(self("web.menu"))</summary>
        \(frame.search.map(headSearch))
        \(account(frame))
        <div class="ways">
        \(if: !frame.navigation.isEmpty, """
            <nav class="main-navigation" aria-label="\(self("web.navigation"))">\
            <ul>\(frame.navigation.map { "<li>\(navigationLink($0))</li>" })</ul></nav>
            """)
        \(if: frame.translations.count > 1, languageSwitch(frame.translations))
        </div>
        </details>
        </div>
        \(if: frame.isDemonstration, demonstrationBanner)
        </header>
        """
    }

    private func headSearch(_ href: Href) -> HTML {
        """
        <form class="head-search" action="\(href)" method="get" role="search" \
        aria-label="\(self("web.search"))">
        <label class="unseen" for="head-search">\(self("web.search"))</label>
        <input id="head-search" type="search" name="q" placeholder="\(self("web.search"))">
        <button type="submit">\(self("web.search.button"))</button>
        </form>
        """
    }

    private func account(_ frame: Frame) -> HTML {
        if frame.account.isEmpty && frame.signOut == nil { return "" }
        return """
            <nav class="account" aria-label="\(self("web.account"))">\
            \(frame.person.map { "<span class=\"person\">\($0)</span>" })
            <ul>\(frame.account.map { "<li>\(navigationLink($0))</li>" })\
            \(frame.signOut.map {
                "<li>\(buttonForm($0.href, self("web.sign.out"), .quiet, hidden: $0.hidden))</li>"
            })</ul></nav>
            """
    }

    private var demonstrationBanner: HTML {
        """
        <div class="demonstration"><p>\(tag(self("web.demonstration.tag"), .active)) \
        \(self("web.demonstration.text"))</p></div>
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

    /// The mark: five neighbours in a ring, holding hands, seen from above.
    static let mark: HTML = """
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" \
        focusable="false"><path d="M16 5.2Q18 10.6 26.3 12.7Q21.7 16.3 22.3 24.7Q16 21.5 9.7 24.7\
        Q10.3 16.3 5.7 12.7Q14 10.6 16 5.2Z" fill="none" stroke="currentColor" stroke-width="2.6" \
        stroke-linejoin="round"/><g fill="currentColor"><circle cx="16" cy="5" r="3.4"/>\
        <circle cx="26.5" cy="12.6" r="3.4"/><circle cx="22.5" cy="24.9" r="3.4"/>\
        <circle cx="9.5" cy="24.9" r="3.4"/><circle cx="5.5" cy="12.6" r="3.4"/></g></svg>
        """
}
