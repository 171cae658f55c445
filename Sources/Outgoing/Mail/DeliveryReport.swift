// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// Word from a mail server that a mail could not be delivered (RFC 3464, in the form of RFC 6522).
public struct DeliveryReport: Sendable, Equatable {
    /// Of the mail that came back, without its brackets.
    public let messageID: String
    /// Such as `5.1.1` (RFC 3463).
    public let status: String
    /// Whether it is for good.
    public let isFinal: Bool

    /// Reads a mail; nil if it is no such report, or does not say of which mail.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= 4 << 20 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).withOneLineEnd
        let whole = Part(text[...])
        let type = whole.header("content-type")
        guard type.lowercased().hasPrefix("multipart/report"),
            let boundary = Self.parameter("boundary", of: type)
        else { return nil }
        var fields: [String: String] = [:]
        var id: String?
        for part in whole.parts(boundary) {
            switch part.header("content-type").lowercased().prefix(while: { $0 != ";" }) {
            case "message/delivery-status", "message/global-delivery-status":
                fields.merge(Self.recipient(part.body)) { first, _ in first }
            case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
                id = id ?? Self.plain(Part(part.body).header("message-id"))
            default: break
            }
        }
        guard let id, let action = fields["action"]?.lowercased() else { return nil }
        messageID = id
        status = String((fields["status"] ?? "").prefix { $0.isNumber || $0 == "." })
        isFinal = action == "failed" && !status.hasPrefix("4")
    }

    /// The fields of the first recipient: each group ends with an empty line, the first is about
    /// the mail as a whole.
    private static func recipient(_ body: Substring) -> [String: String] {
        for group in body.components(separatedBy: "\n\n").dropFirst() {
            let fields = Part.headers(group[...])
            if fields["action"] != nil { return fields }
        }
        return [:]
    }

    private static func plain(_ id: String) -> String? {
        let plain = id.filter { !"<> \t".contains($0) }
        return plain.isEmpty ? nil : plain
    }

    private static func parameter(_ name: String, of value: String) -> String? {
        for piece in value.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1)
            guard pair.count == 2,
                pair[0].trimmingCharacters(in: .whitespaces).lowercased() == name
            else { continue }
            return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" \t"))
        }
        return nil
    }

    /// A head and a body.
    private struct Part {
        let fields: [String: String]
        let body: Substring

        init(_ text: Substring) {
            let text = text.drop { $0 == "\n" }
            if let end = text.firstRange(of: "\n\n") {
                fields = Self.headers(text[..<end.lowerBound])
                body = text[end.upperBound...]
            } else {
                fields = Self.headers(text)
                body = ""
            }
        }

        func header(_ name: String) -> String { fields[name] ?? "" }

        /// Lines of `Name: value`; one that begins with a blank goes on with the one before.
        static func headers(_ text: Substring) -> [String: String] {
            var fields: [String: String] = [:]
            var last = ""
            for line in text.split(separator: "\n") {
                if line.first == " " || line.first == "\t" {
                    fields[last]? += line
                } else if let colon = line.firstIndex(of: ":") {
                    last = line[..<colon].lowercased()
                    let value = line[line.index(after: colon)...]
                    fields[last] = fields[last] ?? value.trimmingCharacters(in: .whitespaces)
                }
            }
            return fields
        }

        /// The parts between lines of the boundary.
        func parts(_ boundary: String) -> [Part] {
            "\n\(body)".components(separatedBy: "\n--\(boundary)").dropFirst()
                .filter { !$0.hasPrefix("--") }
                .map { piece in
                    // What stands behind the boundary on its own line is blank.
                    Part(piece[(piece.firstIndex(of: "\n") ?? piece.endIndex)...])
                }
        }
    }
}
