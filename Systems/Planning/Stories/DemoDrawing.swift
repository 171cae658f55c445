// SPDX-License-Identifier: EUPL-1.2

/// A drawing for the demonstration: one page that says what it stands for.
enum DemoDrawing {
    /// A PDF of one A4 page with a title, a frame and a north arrow.
    static func pdf(titled title: String) -> [UInt8] {
        let drawing = """
            0.2 0.3 0.4 RG 1.5 w 60 120 475 560 re S 140 240 180 150 re S 320 300 90 90 re S
            480 600 m 480 660 l S 472 645 m 480 660 l 488 645 l S
            BT /F1 18 Tf 60 720 Td (\(escaped(title))) Tj ET
            BT /F1 10 Tf 60 90 Td (Demonstration drawing. Not of a real place.) Tj ET
            """
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                + "/Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(drawing.utf8.count) >>\nstream\n\(drawing)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("(", with: "\\(").replacing(")", with: "\\)")
    }
}
