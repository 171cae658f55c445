// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// A figure with what it counts.
    public struct Figure: Sendable {
        public var value: String
        public var label: String
        public var note: String?
        public var href: Href?

        /// A figure with what it counts.
        public init(_ value: String, _ label: String, note: String? = nil, _ href: Href? = nil) {
            self.value = value
            self.label = label
            self.note = note
            self.href = href
        }
    }

    /// A few figures side by side.
    public func figures(_ figures: [Figure]) -> HTML {
        """
        <dl class="figures">\(figures.map { figure in
            let label: HTML = figure.href.map { "<a href=\"\($0)\">\(figure.label)</a>" }
                ?? "\(figure.label)"
            return """
                <div><dt>\(label)</dt><dd class="value">\(figure.value)</dd>\
                \(figure.note.map { "<dd class=\"note\">\($0)</dd>" })</div>
                """
        })</dl>
        """
    }

    /// How many of how many, as words and as a bar; the words alone say it all.
    /// - Parameter text: "24 of 31 authorities".
    public func meter(_ label: String, _ value: Int, of total: Int, text: String) -> HTML {
        let share = total > 0 ? min(max(value * 100 / total, 0), 100) : 0
        return """
            <div class="meter"><p><span>\(label)</span> <strong>\(text)</strong></p>\
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" \
            focusable="false"><rect class="track" width="100" height="4"/>\
            <rect class="share" width="\(share)" height="4"/></svg></div>
            """
    }

    /// Ways to go on, each with a line of what it is: the home page of a part.
    public func cards(_ cards: [(link: Link, text: String)]) -> HTML {
        """
        <ul class="cards">\(cards.map {
            "<li><h2><a href=\"\($0.link.href)\">\($0.link.text)</a></h2><p>\($0.text)</p></li>"
        })</ul>
        """
    }
}
