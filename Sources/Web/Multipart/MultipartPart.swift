// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What the headers of a part say.
public struct MultipartPart: Sendable, Hashable {
    /// The name of the field.
    public let name: String
    /// The file's own name, without folders; nil for a field that is not a file. Empty where a
    /// file input was sent without a file.
    public let filename: String?
    /// The media type the sender claims, in lower case, without parameters. Not to be trusted.
    public let contentType: String?

    /// A part that is at hand.
    public init(name: String, filename: String? = nil, contentType: String? = nil) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
    }

    /// From the lines before the empty line.
    init(header bytes: ArraySlice<UInt8>) throws(MultipartFailure) {
        let fields = try Self.fields(bytes)
        let disposition = try HeaderValue(fields["content-disposition"] ?? "")
        guard disposition.value == "form-data" else { throw .badHeader }
        guard let name = disposition["name"] else { throw .noName }
        // RFC 7578 §4.7 lets no sender encode any more; one that still does is refused.
        let encoding = fields["content-transfer-encoding"]?.lowercased() ?? "binary"
        guard ["binary", "8bit", "7bit"].contains(encoding) else { throw .badHeader }
        self.name = name
        filename = try Self.filename(disposition)
        contentType = try fields["content-type"].map { text throws(MultipartFailure) in
            try HeaderValue(text).value
        }
    }

    /// The headers by name in lower case. None may stand twice, go over several lines or hold
    /// control characters.
    private static func fields(
        _ bytes: ArraySlice<UInt8>
    ) throws(MultipartFailure) -> [String: String] {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        var fields: [String: String] = [:]
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
            let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, HeaderValue.isToken(sides[0]),
                line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
            else { throw .badHeader }
            let name = sides[0].lowercased()
            guard fields[name] == nil else { throw .badHeader }
            fields[name] = HeaderValue.trimmed(sides[1])
        }
        return fields
    }

    /// `filename*` (RFC 5987) goes before `filename`, as RFC 6266 says. Folders some browsers send
    /// are cut off, and what nobody sees is left out.
    private static func filename(_ header: HeaderValue) throws(MultipartFailure) -> String? {
        var name = header["filename"]
        if let extended = header["filename*"] {
            let parts = extended.split(
                separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].lowercased() == "utf-8" else { throw .badHeader }
            name = try percentDecoded(parts[2])
        }
        guard let name else { return nil }
        guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .badHeader }
        let last =
            name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? ""
        let plain = String(last).visible
        return plain == "." || plain == ".." ? "" : plain
    }

    private static func percentDecoded(_ text: Substring) throws(MultipartFailure) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(FormData.hexValue),
                let low = rest.popFirst().flatMap(FormData.hexValue)
            else { throw .badHeader }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return decoded
    }
}
