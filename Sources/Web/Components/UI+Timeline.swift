// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// Something that happened.
    public struct Event: Sendable {
        public var title: String
        /// When: made with `ui.day` or `ui.moment`.
        public var when: HTML
        /// Who did it.
        public var by: String?
        public var body: HTML
        /// Whether it is one of the few that decide the case.
        public var isMajor: Bool

        /// Something that happened.
        public init(
            _ title: String, when: HTML, by: String? = nil, isMajor: Bool = false, _ body: HTML = ""
        ) {
            self.title = title
            self.when = when
            self.by = by
            self.isMajor = isMajor
            self.body = body
        }
    }

    /// The history of a case, in the order given. `level` is that of the events' headings.
    public func timeline(_ events: [Event]) -> HTML {
        """
        <ol class="timeline">
        \(events.map { event in
            """
            <li\("class", event.isMajor ? "major" : nil)><h3>\(event.title)</h3>
            <p class="meta">\(event.when)\(event.by.map { " · \($0)" })</p>
            \(event.body)</li>

            """
        })</ol>
        """
    }
}
