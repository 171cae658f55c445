// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// One line of a summary: what it is, and what it says.
    public struct Row: Sendable {
        public var key: String
        public var value: HTML
        /// What can be done about it, such as "Change"; the row's key is heard with each.
        public var actions: [Link]

        /// A line with a text.
        public init(_ key: String, _ text: String, actions: [Link] = []) {
            self.init(key, "\(text)" as HTML, actions: actions)
        }

        /// A line with HTML.
        public init(_ key: String, _ value: HTML, actions: [Link] = []) {
            self.key = key
            self.value = value
            self.actions = actions
        }
    }

    /// A line with a link to change the answer.
    public func row(_ key: String, _ value: HTML, change: Href) -> Row {
        Row(key, value, actions: [Link(self("web.change"), change)])
    }

    /// Keys and values, as a list of descriptions. A value that is empty says so.
    public func summaryList(_ rows: [Row]) -> HTML {
        let hasActions = rows.contains { !$0.actions.isEmpty }
        return """
            <dl class="summary-list">
            \(rows.map { row in
                """
                <div><dt>\(row.key)</dt>\
                <dd>\(if: row.value.isEmpty, notProvided, else: row.value)</dd>\
                \(if: hasActions, """
                    <dd class="actions">\(actions(row.actions, of: row.key))</dd>
                    """)</div>

                """
            })</dl>
            """
    }

    /// A summary with a title and a frame of its own: for several like things on one page.
    public func summaryCard(_ title: String, actions: [Link] = [], _ body: HTML) -> HTML {
        """
        <section class="card">
        <div class="card-head"><h2>\(title)</h2>\
        \(if: !actions.isEmpty, """
            <p class="actions">\(self.actions(actions, of: title))</p>
            """)</div>
        \(body)
        </section>
        """
    }

    /// The same with a summary list in it.
    public func summaryCard(_ title: String, actions: [Link] = [], rows: [Row]) -> HTML {
        summaryCard(title, actions: actions, summaryList(rows))
    }

    /// What stands where there is no value.
    public var notProvided: HTML {
        "<span class=\"none\">\(self("web.none"))</span>"
    }

    private func actions(_ links: [Link], of key: String) -> HTML {
        links.map { link($0.text, $0.href, about: key) }.joined(by: " ")
    }

    /// Facts that each say whence they are and of when.
    public struct Fact: Sendable {
        public var key: String
        public var value: HTML
        public var source: Link?
        /// When it was so, already in words: "since 1 January 2026".
        public var when: String?
        /// Whether the source is certain.
        public var isCertain: Bool

        /// A fact with its source.
        public init(
            _ key: String, _ value: HTML, source: Link? = nil, when: String? = nil,
            isCertain: Bool = true
        ) {
            self.key = key
            self.value = value
            self.source = source
            self.when = when
            self.isCertain = isCertain
        }
    }

    /// Facts with source and date under each.
    public func factList(_ facts: [Fact]) -> HTML {
        """
        <dl class="summary-list facts">
        \(facts.map { fact in
            """
            <div><dt>\(fact.key)</dt><dd>\(if: fact.value.isEmpty, notProvided, else: fact.value)\
            \(provenance(source: fact.source, when: fact.when, isCertain: fact.isCertain))</dd>\
            </div>

            """
        })</dl>
        """
    }

    /// Source, date and doubt, small, under a fact.
    func provenance(source: Link?, when: String?, isCertain: Bool) -> HTML {
        var parts: [HTML] = []
        if let when { parts.append("\(when)") }
        if let source {
            parts.append("\(self("web.source")) <a href=\"\(source.href)\">\(source.text)</a>")
        }
        if !isCertain { parts.append(tag(self("web.uncertain"), .attention)) }
        return parts.isEmpty ? "" : "<span class=\"provenance\">\(parts.joined(by: " · "))</span>"
    }
}
