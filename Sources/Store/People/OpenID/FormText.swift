// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// Texts as requests to providers carry them.
enum FormText {
    /// Percent-encodes everything but letters, digits and `-._~` (RFC 3986, section 2.3).
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                String(Unicode.Scalar(byte))
            default: "%" + Hexadecimal.text([byte]).uppercased()
            }
        }.joined()
    }

    /// The pairs as a form is sent, or a query.
    static func form(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    /// An address with more in its query.
    static func address(_ address: String, _ pairs: [(String, String)]) -> String {
        address + (address.contains("?") ? "&" : "?") + form(pairs)
    }

    static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
