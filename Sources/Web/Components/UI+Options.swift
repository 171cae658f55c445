// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// One of the answers offered by radios, checkboxes or a select.
    public struct Option: Sendable {
        public var value: String
        public var label: String
        public var hint: String?
        /// A further question that belongs to this answer; seen while it is chosen.
        public var reveal: HTML?

        /// One of the answers offered.
        public init(_ value: String, _ label: String, hint: String? = nil, reveal: HTML? = nil) {
            self.value = value
            self.label = label
            self.hint = hint
            self.reveal = reveal
        }
    }

    /// One answer out of a few. With `isInline` two short answers stand side by side.
    public func radios(
        _ ask: Ask, _ options: [Option], chosen: String? = nil, isInline: Bool = false
    ) -> HTML {
        group(
            ask,
            items(ask, options, type: "radio") { $0 == chosen },
            class: isInline ? "options inline" : "options")
    }

    /// Yes or no, sent as `true` and `false`.
    public func yesNo(_ ask: Ask, chosen: Bool? = nil) -> HTML {
        radios(
            ask, [Option("true", self("web.yes")), Option("false", self("web.no"))],
            chosen: chosen.map { $0 ? "true" : "false" }, isInline: true)
    }

    /// Any number of answers, each sent under the same name.
    public func checkboxes(_ ask: Ask, _ options: [Option], chosen: Set<String> = []) -> HTML {
        group(ask, items(ask, options, type: "checkbox") { chosen.contains($0) }, class: "options")
    }

    /// One box to tick, sent as `true`.
    public func checkbox(_ ask: Ask, isChosen: Bool = false) -> HTML {
        let option: HTML = """
            <div class="options"><div class="option">
            <input type="checkbox" id="\(ask.id)" name="\(ask.name)" value="true"\
            \("checked", isChosen)\("aria-describedby", ask.describedBy())>
            <label for="\(ask.id)">\(ask.label)</label>
            \(ask.hint.map { "<p class=\"hint\" id=\"\(ask.hintID)\">\($0)</p>" })
            </div></div>
            """
        return """
            <div class="field\(if: ask.error != nil, " has-error")">
            \(ask.error.map {
                """
                <p class="error" id="\(ask.errorID)">\(unseen(self("web.error.prefix"))) \($0)</p>
                """
            })\(option)
            </div>
            """
    }

    /// One answer out of many. Radios are better up to about ten. With `empty` the list begins
    /// with an answer that is none.
    public func select(
        _ ask: Ask, _ options: [Option], chosen: String? = nil, empty: String? = nil
    ) -> HTML {
        field(
            ask,
            """
            <select class="input" id="\(ask.id)" name="\(ask.name)"\
            \("aria-describedby", ask.describedBy())\
            \("aria-invalid", ask.error == nil ? nil : "true")>
            \(empty.map { "<option value=\"\">\($0)</option>" })\
            \(options.map { option in
                """
                <option value="\(option.value)"\("selected", option.value == chosen)>\
                \(option.label)</option>
                """
            })
            </select>
            """)
    }

    private func items(
        _ ask: Ask, _ options: [Option], type: StaticString, isChosen: (String) -> Bool
    ) -> HTML {
        var html = HTML()
        for (index, option) in options.enumerated() {
            // The first input carries the field's id, so that the error summary leads to it.
            let id = index == 0 ? ask.id : "\(ask.id)-\(index + 1)"
            html += """
                <div class="option">
                <input type="\(HTML(stringLiteral: type))" id="\(id)" name="\(ask.name)" \
                value="\(option.value)"\("checked", isChosen(option.value))\
                \("aria-describedby", option.hint == nil ? nil : "\(id)-hint")>
                <label for="\(id)">\(option.label)</label>
                \(option.hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" })
                </div>
                \(option.reveal.map { "<div class=\"reveal\">\($0)</div>" })

                """
        }
        return html
    }
}
