// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// A form that changes something. Checking is the server's work, so the browser's is off.
    /// - Parameters:
    ///   - hidden: values sent along unseen; the token against forged requests is one of them.
    ///   - isMultipart: whether files are sent.
    ///   - isGuarded: whether talka.js asks before the page is left with unsent changes.
    public func form(
        _ action: Href, hidden: [(String, String)] = [], isMultipart: Bool = false,
        isGuarded: Bool = false, _ body: HTML
    ) -> HTML {
        """
        <form method="post" action="\(action)"\
        \("enctype", isMultipart ? "multipart/form-data" : nil) novalidate data-once\
        \("data-guarded", isGuarded)>
        \(hidden.map { self.hidden($0.0, $0.1) })\(body)
        </form>
        """
    }

    /// A value sent along unseen.
    public func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">\n"
    }

    /// Questions that belong together, under one legend.
    public func fieldset(
        _ legend: String, hint: String? = nil, isHeading: Bool = false, _ body: HTML
    )
        -> HTML
    {
        """
        <fieldset class="fieldset">
        <legend class="legend">\(if: isHeading, "<h1>\(legend)</h1>", else: "\(legend)")</legend>
        \(hint.map { "<p class=\"hint\">\($0)</p>" })\(body)
        </fieldset>
        """
    }

    /// How much a button asks for attention.
    public enum ButtonKind: String, Sendable {
        /// What the page is for; one to a page.
        case primary
        case secondary
        /// Cannot be undone.
        case warning
        /// Looks like a link.
        case quiet
    }

    /// Sends its form; with a name and a value where a form has several buttons.
    public func button(
        _ label: String, _ kind: ButtonKind = .primary, name: String? = nil, value: String? = nil
    ) -> HTML {
        """
        <button class="button \(kind.rawValue)" type="submit"\("name", name)\
        \("value", value)>\(label)</button>
        """
    }

    /// A link that looks like a button: for going on, never for changing something.
    public func linkButton(_ label: String, _ href: Href, _ kind: ButtonKind = .primary) -> HTML {
        "<a class=\"button \(kind.rawValue)\" href=\"\(href)\">\(label)</a>"
    }

    /// Buttons and links side by side.
    public func buttons(_ buttons: HTML...) -> HTML {
        "<div class=\"buttons\">\(buttons.joined(by: "\n"))</div>"
    }

    /// A form that is nothing but its button, such as "Sign out".
    public func buttonForm(
        _ action: Href, _ label: String, _ kind: ButtonKind = .secondary,
        hidden: [(String, String)] = []
    ) -> HTML {
        form(action, hidden: hidden, button(label, kind))
    }
}
