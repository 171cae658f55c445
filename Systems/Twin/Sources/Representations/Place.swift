// SPDX-License-Identifier: EUPL-1.2

/// Where in a body something stands. It is only written out as a JSON Pointer (RFC 6901) when there is
/// a fault to name, so that reading what is sound costs no text.
indirect enum Place: Sendable {
    case body
    case member(Place, String)
    case item(Place, Int)

    var pointer: String {
        var parts: [String] = []
        var place = self
        while true {
            switch place {
            case .body:
                return parts.reversed().map { "/" + $0 }.joined()
            case .member(let parent, let key):
                parts.append(Place.escaped(key))
                place = parent
            case .item(let parent, let index):
                parts.append(String(index))
                place = parent
            }
        }
    }

    private static func escaped(_ key: String) -> String {
        var text = ""
        for scalar in key.unicodeScalars.prefix(200) {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
