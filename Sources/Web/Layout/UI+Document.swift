// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// A whole document: a page in its frame. It holds no style and no script of its own, so it
    /// works under the strictest content security policy.
    public func document(_ page: Page, in frame: Frame) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(language.code)">
        \(head(page, frame))
        <body>
        <a class="skip-link" href="#main">\(self("web.skip"))</a>
        \(header(frame))
        <div class="page \(page.width.rawValue)">
        \(breadcrumbs(page.breadcrumbs))\
        \(page.back.map { backLink($0.href, $0.text) })\
        \(page.sides)
        <main id="main" tabindex="-1">
        \(page.notice.map(banner))
        \(page.main)
        </main>
        </div>
        \(footer(frame))
        </body>
        </html>

        """
    }

    /// A page without anything around it, for when there is no time for more.
    func bareDocument(_ page: Page, style: Href) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(language.code)">
        <head>
        <meta charset="utf-8">
        <title>\(page.title)</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <link rel="stylesheet" href="\(style)">
        </head>
        <body>
        <div class="page reading"><main id="main">
        \(page.main)
        </main></div>
        </body>
        </html>

        """
    }

    /// The page's title as browsers show it: `Error: Title – Place – Site`.
    func fullTitle(_ page: Page, _ frame: Frame) -> String {
        let names = [page.title, frame.place?.name, frame.site].compactMap(\.self)
        let title = names.enumerated().filter {
            $0.offset == 0 || names[$0.offset - 1] != $0.element
        }
        .map(\.element).joined(separator: " – ")
        return page.hasErrors ? self("web.error.title", ["title": title]) : title
    }

    private func head(_ page: Page, _ frame: Frame) -> HTML {
        """
        <head>
        <meta charset="utf-8">
        <title>\(fullTitle(page, frame))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        \(page.description.map { "<meta name=\"description\" content=\"\($0)\">\n" })\
        \(if: page.isPrivate, "<meta name=\"robots\" content=\"noindex\">\n")\
        \(page.canonical.map { "<link rel=\"canonical\" href=\"\($0)\">\n" })\
        <link rel="icon" href="\(frame.files.icon)" type="image/svg+xml">
        <link rel="stylesheet" href="\(frame.files.style)">
        <link rel="stylesheet" href="\(frame.files.print)" media="print">
        \(frame.place?.theme.map { "<link rel=\"stylesheet\" href=\"\($0)\">\n" })\
        \(page.styles.map { "<link rel=\"stylesheet\" href=\"\($0)\">\n" })\
        \(page.feeds.map(feed))\
        \(frame.translations.map {
            "<link rel=\"alternate\" hreflang=\"\($0.language.code)\" href=\"\($0.href)\">\n"
        })\
        \(page.data.map { HTML.data($0) })\
        <script src="\(frame.files.script)" defer></script>
        \(page.scripts.map { "<script src=\"\($0)\" defer></script>\n" })\
        </head>
        """
    }

    /// The page in another form; readers of feeds look for the bare type.
    private func feed(_ feed: Page.Feed) -> HTML {
        let type = String(feed.type.prefix { $0 != ";" })
        return """
            <link rel="alternate" type="\(type)" title="\(feed.title)" href="\(feed.href)">

            """
    }
}
