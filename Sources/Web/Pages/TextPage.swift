// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Pages that are only text: `PAGE.title`, `PAGE.lead`, and for each section `PAGE.SECTION` with
/// its `.text`, in paragraphs.
enum TextPage {
    static func help(_ request: Request) -> Page {
        page("help", ["find", "apply", "say", "account", "language", "wrong", "contact"], request)
    }

    static func accessibility(_ request: Request) -> Page {
        page(
            "accessibility", ["aim", "how", "known", "tested", "tell", "prepared"], request)
    }

    static func page(_ name: String, _ sections: [String], _ request: Request) -> Page {
        let ui = request.ui
        var page = Page(
            ui("\(name).title"),
            """
            <h1>\(ui("\(name).title"))</h1>
            <p class="lead">\(ui("\(name).lead"))</p>
            \(sections.map { section in
                """
                <h2>\(ui("\(name).\(section)"))</h2>
                \(ui.prose(ui("\(name).\(section).text")))

                """
            })
            """)
        page.description = ui("\(name).lead")
        return page
    }
}
