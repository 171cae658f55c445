// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// A text as a QR code, drawn as SVG: black on white in every theme, with the margin that
    /// cameras need.
    /// - Parameter label: what it is, for those who do not see it.
    /// - Returns: nothing for a text that is too long; it should stand beside it in letters anyway.
    public func qrCode(_ text: String, label: String) -> HTML {
        guard let code = QRCode(text) else { return "" }
        let side = code.size + 8
        return """
            <svg class="qr" viewBox="0 0 \(side) \(side)" width="\(side * 4)" height="\(side * 4)" \
            role="img" aria-label="\(label)" shape-rendering="crispEdges">
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>
            <path fill="#000" d="\(Self.path(code))"/>
            </svg>
            """
    }

    /// Each run of dark modules as a bar.
    private static func path(_ code: QRCode) -> String {
        var path = ""
        for row in 0..<code.size {
            var column = 0
            while column < code.size {
                let start = column
                while code[row, column] { column += 1 }
                if column > start {
                    path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
                } else {
                    column += 1
                }
            }
        }
        return path
    }
}
