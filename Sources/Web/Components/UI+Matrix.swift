// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// One crossing of a matrix.
    public enum MatrixCell: Sendable {
        case no
        /// Taken up; since when, if that is known.
        case yes(since: Day?)
        /// Agreed, for a day to come.
        case planned(Day?)
    }

    /// Who takes part in what: rows down, columns across, heads that stay in sight. The first
    /// column is the rows' head.
    /// - Parameter corner: what the rows are, such as "Authority".
    public func matrix(
        _ caption: String, corner: String, columns: [Link],
        rows: [(head: Link, cells: [MatrixCell])]
    ) -> HTML {
        let id = Self.anchor("matrix", caption)
        return """
            <p class="scroll-cue">\(self("web.matrix.scroll"))</p>
            <div class="scroll matrix" role="region" aria-labelledby="\(id)" tabindex="0"><table>
            <caption id="\(id)"><span>\(caption)</span></caption>
            <thead><tr><th scope="col">\(corner)</th>\
            \(columns.map { "<th scope=\"col\"><a href=\"\($0.href)\">\($0.text)</a></th>" })\
            </tr></thead>
            <tbody>
            \(rows.map { row in
                """
                <tr><th scope="row"><a href="\(row.head.href)">\(row.head.text)</a></th>\
                \(row.cells.map(matrixCell))</tr>

                """
            })</tbody>
            </table></div>
            \(matrixKey)
            """
    }

    private func matrixCell(_ cell: MatrixCell) -> HTML {
        switch cell {
        case .no:
            """
            <td><span class="mark-no" aria-hidden="true">·</span>\(unseen(self("web.no")))</td>
            """
        case .yes(let since):
            """
            <td class="yes"><span class="mark-yes" aria-hidden="true">●</span>\
            \(unseen(self("web.yes")))\
            \(since.map { "<span class=\"since\">\(shortDay($0))</span>" })</td>
            """
        case .planned(let from):
            """
            <td class="planned"><span class="mark-planned" aria-hidden="true">○</span>\
            \(unseen(self("web.matrix.planned")))\
            \(from.map { "<span class=\"since\">\(shortDay($0))</span>" })</td>
            """
        }
    }

    private func shortDay(_ day: Day) -> HTML {
        "<time datetime=\"\(day.description)\">\(day.description)</time>"
    }

    private var matrixKey: HTML {
        """
        <p class="matrix-key" aria-hidden="true"><span class="mark-yes">●</span> \
        \(self("web.matrix.yes")) &nbsp; <span class="mark-planned">○</span> \
        \(self("web.matrix.planned")) &nbsp; <span class="mark-no">·</span> \
        \(self("web.matrix.no"))</p>
        """
    }
}
