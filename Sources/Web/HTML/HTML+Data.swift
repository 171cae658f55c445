// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension HTML {
    /// JSON as a block of data in a page. It runs nowhere, so that no policy on scripts has to allow
    /// it; and whatever its texts hold, nothing in it is markup: `<`, `>` and `&` occur in JSON
    /// within strings alone, where they can be written as escapes.
    static func data(_ json: JSON, type: StaticString = "application/ld+json") -> HTML {
        var html: HTML = "<script type=\""
        html += HTML(stringLiteral: type)
        html += "\">"
        html += escaped(json)
        html += "</script>\n"
        return html
    }

    private static func escaped(_ json: JSON) -> HTML {
        var bytes: [UInt8] = []
        for byte in json.encoded() {
            switch byte {
            case UInt8(ascii: "<"): bytes.append(literal: "\\u003c")
            case UInt8(ascii: ">"): bytes.append(literal: "\\u003e")
            case UInt8(ascii: "&"): bytes.append(literal: "\\u0026")
            default: bytes.append(byte)
            }
        }
        return HTML(bytes: bytes)
    }
}
