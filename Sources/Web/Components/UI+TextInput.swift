// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// What is typed into one line; decides the keyboard of a telephone.
    public enum TextKind: Sendable, Hashable {
        case text, whole, decimal, email, telephone, password, address, search

        var attributes: HTML {
            switch self {
            case .text: "type=\"text\""
            case .whole: "type=\"text\" inputmode=\"numeric\""
            case .decimal: "type=\"text\" inputmode=\"decimal\""
            case .email: "type=\"email\" spellcheck=\"false\""
            case .telephone: "type=\"tel\""
            case .password: "type=\"password\" spellcheck=\"false\" autocapitalize=\"none\""
            case .address: "type=\"url\" inputmode=\"url\" spellcheck=\"false\""
            case .search: "type=\"search\""
            }
        }
    }

    /// How wide an input is: a hint at how much is expected.
    public enum Width: String, Sendable {
        case full, half, long, medium, short, tiny
    }

    /// One line of text.
    /// - Parameters:
    ///   - autocomplete: the purpose of the field (WCAG 1.3.5), such as `email`.
    ///   - list: the id of the `suggestions` it is offered.
    ///   - before: a text in front of the input, such as `€`; heard as part of the label's hint.
    ///   - after: a text behind it, such as `m²`.
    public func textInput(
        _ ask: Ask, value: String = "", kind: TextKind = .text, width: Width = .full,
        autocomplete: String? = nil, list: String? = nil, before: String? = nil, after: String? = nil
    ) -> HTML {
        let input: HTML = """
            <input class="input width-\(width.rawValue)" id="\(ask.id)" name="\(ask.name)" \
            \(kind.attributes) value="\(value)"\("autocomplete", autocomplete)\("list", list)\
            \("lang", ask.language)\("dir", ask.direction)\
            \("aria-describedby", ask.describedBy())\
            \("aria-invalid", ask.error == nil ? nil : "true")>
            """
        guard before != nil || after != nil else { return field(ask, input) }
        return field(
            ask,
            """
            <div class="with-affix">\
            \(before.map { "<span class=\"affix\" aria-hidden=\"true\">\($0)</span>" })\
            \(input)\
            \(after.map { "<span class=\"affix\" aria-hidden=\"true\">\($0)</span>" })\
            </div>
            """)
    }

    /// What may be typed into a field, among other things.
    public func suggestions(_ id: String, _ texts: [String]) -> HTML {
        "<datalist id=\"\(id)\">\(texts.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>"
    }

    /// An amount of money, typed with or without a decimal part.
    public func moneyInput(_ ask: Ask, value: String = "", symbol: String = "€") -> HTML {
        textInput(ask, value: value, kind: .decimal, width: .short, before: symbol)
    }

    /// Several lines of text, with a count of the characters left where there is a limit.
    public func textArea(
        _ ask: Ask, value: String = "", rows: Int = 6, limit: Int? = nil
    ) -> HTML {
        field(
            ask,
            """
            <textarea class="input" id="\(ask.id)" name="\(ask.name)" rows="\(rows)"\
            \("lang", ask.language)\("dir", ask.direction)\
            \("aria-describedby", ask.describedBy(count: limit != nil))\
            \("aria-invalid", ask.error == nil ? nil : "true")\
            \("data-limit", limit.map(String.init))>
            \(value)</textarea>\(limit.map { characterCount(ask, limit: $0) })
            """)
    }

    /// Without JavaScript it says the limit; with it, how many characters are left.
    private func characterCount(_ ask: Ask, limit: Int) -> HTML {
        """
        <p class="hint" id="\(ask.countID)" data-left="\(self("web.characters.left"))" \
        data-left-one="\(self("web.characters.left.one"))" \
        data-over="\(self("web.characters.over"))" \
        data-over-one="\(self("web.characters.over.one"))">\
        \(self("web.characters.limit", ["count": number(limit)]))</p>
        """
    }
}
