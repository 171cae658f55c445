// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// What is asked in one field: the same for every kind of input.
    public struct Ask: Sendable, Hashable {
        /// The name the value is sent under. The element's id is `field-NAME`.
        public var name: String
        /// What is asked.
        public var label: String
        /// Help that stands above the input.
        public var hint: String?
        /// What is wrong with what was sent.
        public var error: String?
        /// Whether the label says that the field may stay empty.
        public var isOptional: Bool
        /// Whether the label is the heading of the page: one question on one page.
        public var isHeading: Bool
        /// The language of what is typed, where it is not the page's: a BCP 47 code.
        public var language: String?

        /// What is asked in one field.
        public init(
            _ name: String, label: String, hint: String? = nil, error: String? = nil,
            isOptional: Bool = false, isHeading: Bool = false, language: String? = nil
        ) {
            self.name = name
            self.label = label
            self.hint = hint
            self.error = error
            self.isOptional = isOptional
            self.isHeading = isHeading
            self.language = language
        }

        /// The id of the (first) input: where the error summary leads.
        public var id: String { UI.fieldID(name) }
        var hintID: String { "\(id)-hint" }
        var errorID: String { "\(id)-error" }
        var countID: String { "\(id)-count" }

        /// How what is typed runs follows from it, where it is of a language of its own.
        var direction: String? { language == nil ? nil : "auto" }

        /// The ids that describe the input, for `aria-describedby`; nil where there are none.
        func describedBy(count: Bool = false) -> String? {
            let ids = [
                hint == nil ? nil : hintID, error == nil ? nil : errorID, count ? countID : nil,
            ].compactMap(\.self)
            return ids.isEmpty ? nil : ids.joined(separator: " ")
        }
    }

    /// The id of the input that asks for `name`. An id cannot hold spaces.
    public static func fieldID(_ name: String) -> String {
        "field-" + name.map { $0.isWhitespace ? "-" : $0 }
    }

    /// A field with a label of its own: label, hint, error, then the input.
    func field(_ ask: Ask, _ control: HTML) -> HTML {
        let label: HTML =
            "<label class=\"label\" for=\"\(ask.id)\">\(labelText(ask))</label>"
        return """
            <div class="field\(if: ask.error != nil, " has-error")">
            \(if: ask.isHeading, "<h1 class=\"label-heading\">\(label)</h1>", else: label)
            \(hintAndError(ask))\(control)
            </div>
            """
    }

    /// A field of several inputs under one legend.
    func group(_ ask: Ask, _ controls: HTML, class name: StaticString = "") -> HTML {
        let text = HTML(text: labelText(ask))
        return """
            <div class="field\(if: ask.error != nil, " has-error")">
            <fieldset\("aria-describedby", ask.describedBy())>
            <legend class="label">\
            \(if: ask.isHeading, "<h1 class=\"label-heading\">\(text)</h1>", else: text)</legend>
            \(hintAndError(ask))<div class="\(HTML(stringLiteral: name))">
            \(controls)
            </div>
            </fieldset>
            </div>
            """
    }

    private func labelText(_ ask: Ask) -> String {
        ask.isOptional ? self("web.optional", ["label": ask.label]) : ask.label
    }

    private func hintAndError(_ ask: Ask) -> HTML {
        var html = HTML()
        if let hint = ask.hint {
            html += "<p class=\"hint\" id=\"\(ask.hintID)\">\(hint)</p>\n"
        }
        if let error = ask.error {
            html += """
                <p class="error" id="\(ask.errorID)">\(unseen(self("web.error.prefix"))) \
                \(error)</p>

                """
        }
        return html
    }
}
