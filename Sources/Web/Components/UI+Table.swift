// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// A column of a table.
    public struct Column: Sendable {
        public var label: String
        /// Whether it holds numbers, which stand to the end.
        public var isNumeric: Bool
        /// The same table in this column's order.
        public var sort: Href?
        /// Whether the table is in this column's order; true: rising, false: falling.
        public var isRising: Bool?

        /// A column of a table.
        public init(
            _ label: String, isNumeric: Bool = false, sort: Href? = nil, isRising: Bool? = nil
        ) {
            self.label = label
            self.isNumeric = isNumeric
            self.sort = sort
            self.isRising = isRising
        }
    }

    /// A table. Where the screen is narrow its rows stand one below the other, each cell after the
    /// name of its column.
    /// - Parameters:
    ///   - id: set it where two tables on a page have the same caption.
    ///   - isCaptionSeen: whether the caption is shown or only heard.
    ///   - rowsHaveHeads: whether the first cell of a row says what the row is about.
    ///   - total: a last row of sums.
    public func table(
        _ caption: String, _ columns: [Column], _ rows: [[HTML]], id: String? = nil,
        isCaptionSeen: Bool = true, rowsHaveHeads: Bool = true, total: [HTML]? = nil
    ) -> HTML {
        let id = id ?? Self.anchor("table", caption)
        var body = HTML()
        for row in rows { body += tableRow(row, columns, hasHead: rowsHaveHeads) }
        let foot = total.map { tableRow($0, columns, hasHead: true) }
        return """
            <div class="scroll" role="region" aria-labelledby="\(id)" tabindex="0"><table>
            <caption id="\(id)"\("class", isCaptionSeen ? nil : "unseen")>\(caption)</caption>
            <thead><tr>\(columns.map(columnHead))</tr></thead>
            <tbody>
            \(body)</tbody>\(foot.map { "<tfoot>\($0)</tfoot>" })
            </table></div>
            """
    }

    private func columnHead(_ column: Column) -> HTML {
        let order = column.isRising.map { $0 ? "ascending" : "descending" }
        let mark: HTML =
            switch column.isRising {
            case true?: " <span aria-hidden=\"true\">↑</span>"
            case false?: " <span aria-hidden=\"true\">↓</span>"
            case nil: ""
            }
        let label: HTML = "\(column.label)\(mark)"
        let content = column.sort.map { "<a href=\"\($0)\">\(label)</a>" as HTML } ?? label
        return """
            <th scope="col"\("class", column.isNumeric ? "number" : nil)\("aria-sort", order)>\
            \(content)</th>
            """
    }

    private func tableRow(_ cells: [HTML], _ columns: [Column], hasHead: Bool) -> HTML {
        var html: HTML = "<tr>"
        for (index, cell) in cells.enumerated() {
            let column = columns.indices.contains(index) ? columns[index] : Column("")
            let kind = column.isNumeric ? "number" : nil
            html +=
                index == 0 && hasHead
                ? "<th scope=\"row\"\("class", kind)>\(cell)</th>"
                : "<td\("data-label", column.label)\("class", kind)>\(cell)</td>"
        }
        html += "</tr>\n"
        return html
    }

    /// An id made of a text: `anchor("table", "Cases due")` is `table-cases-due`.
    public static func anchor(_ kind: String, _ text: String) -> String {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return ([Substring(kind)] + words).joined(separator: "-")
    }
}
