// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// A day in three inputs, `NAME-day`, `NAME-month` and `NAME-year`, as GOV.UK asks for one:
    /// a memorable day is typed faster than it is found in a calendar.
    /// - Parameter purpose: for `autocomplete`; `bday` for a date of birth.
    public func dateInput(_ ask: Ask, value: DateParts = DateParts(), purpose: String? = nil)
        -> HTML
    {
        let isWrong = ask.error != nil
        func part(_ name: StaticString, _ value: String, _ label: String) -> HTML {
            let part = HTML(stringLiteral: name)
            // The day's input carries the field's id, so that the error summary leads to it.
            let id = part == "day" ? ask.id : "\(ask.id)-\(part.string)"
            return """
                <div class="date-part">
                <label for="\(id)">\(label)</label>
                <input class="input width-\(if: part == "year", "short", else: "tiny")" id="\(id)" \
                name="\(ask.name)-\(part)" type="text" inputmode="numeric" value="\(value)"\
                \("autocomplete", purpose.map { "\($0)-\(part.string)" })\
                \("aria-invalid", isWrong ? "true" : nil)>
                </div>
                """
        }
        return group(
            ask,
            """
            \(part("day", value.day, self("web.date.day")))
            \(part("month", value.month, self("web.date.month")))
            \(part("year", value.year, self("web.date.year")))
            """, class: "date-parts")
    }

    /// A day in a single line, in ISO form; for filters, where a calendar helps.
    public func dayInput(_ ask: Ask, value: String = "") -> HTML {
        field(
            ask,
            """
            <input class="input width-medium" id="\(ask.id)" name="\(ask.name)" type="date" \
            value="\(value)"\("aria-describedby", ask.describedBy())\
            \("aria-invalid", ask.error == nil ? nil : "true")>
            """)
    }
}
