// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// What a tag or a clock says about how things stand. The text says it too: colour never does
    /// alone.
    public enum Tone: String, Sendable {
        case plain, active, good, attention, bad
    }

    /// A state in one or two words.
    public func tag(_ text: String, _ tone: Tone = .plain) -> HTML {
        "<strong class=\"tag \(tone.rawValue)\">\(text)</strong>"
    }

    /// A message about what has just happened, or what everyone on the page should know.
    public struct Notice: Sendable {
        public var tone: Tone
        public var text: HTML

        /// A message at the head of a page; `.good` where something succeeded.
        public init(_ text: HTML, _ tone: Tone = .good) {
            self.text = text
            self.tone = tone
        }
    }

    /// A message at the head of a page. One that tells of success is announced at once.
    public func banner(_ notice: Notice) -> HTML {
        let isDone = notice.tone == .good
        return """
            <div class="banner \(notice.tone.rawValue)" \
            role="\(if: isDone, "alert", else: "region")" aria-labelledby="banner-title"\
            \("data-focus", isDone)\("tabindex", isDone ? "-1" : nil)>
            <h2 id="banner-title">\(self(isDone ? "web.notice.done" : "web.notice.important"))</h2>
            <div>\(notice.text)</div>
            </div>
            """
    }

    /// A text set apart from what surrounds it.
    public func inset(_ body: HTML) -> HTML {
        "<div class=\"inset\">\(body)</div>"
    }

    /// What happens if one does, or does not do, something.
    public func warning(_ text: String) -> HTML {
        """
        <p class="warning"><span class="warning-mark" aria-hidden="true">!</span>\
        <strong>\(unseen(self("web.warning"))) \(text)</strong></p>
        """
    }

    /// More, for those who want it.
    public func details(_ summary: String, isOpen: Bool = false, _ body: HTML) -> HTML {
        """
        <details\("open", isOpen)><summary>\(summary)</summary>
        <div>\(body)</div></details>
        """
    }

    /// What a list says when nothing is in it, and what to do then.
    public func emptyState(_ title: String, _ body: HTML = "") -> HTML {
        "<div class=\"empty\"><p class=\"empty-title\">\(title)</p>\(body)</div>"
    }

    /// It is done: the heading of the page that ends a journey, with the reference to keep.
    public func panel(_ title: String, referenceLabel: String? = nil, reference: String? = nil)
        -> HTML
    {
        """
        <div class="panel"><h1>\(title)</h1>\(reference.map {
            "<p>\(referenceLabel.map { "\($0)<br>" as HTML })<strong>\($0)</strong></p>"
        })</div>
        """
    }
}
