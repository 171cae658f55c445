// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a document is, by its content; never by what it was called or claimed to be.
public enum DocumentType: String, Sendable, CaseIterable {
    case pdf, png, jpeg, gif, tiff, webp, zip, json, text

    /// The media type it is sent with.
    public var media: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .gif: "image/gif"
        case .tiff: "image/tiff"
        case .webp: "image/webp"
        case .zip: "application/zip"
        case .json: "application/json"
        case .text: "text/plain; charset=utf-8"
        }
    }

    /// The kind by the media type it is sent with.
    init?(media: String) {
        guard let type = Self.allCases.first(where: { $0.media == media }) else { return nil }
        self = type
    }

    /// The endings a name of this kind may have, the usual one first. Many kinds of document are
    /// text or ZIP within.
    var endings: [String] {
        switch self {
        case .pdf, .png, .gif, .webp: [rawValue]
        case .jpeg: ["jpg", "jpeg"]
        case .tiff: ["tif", "tiff"]
        case .zip: ["zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "odg", "kmz"]
        case .json: ["json", "geojson", "txt"]
        case .text: ["txt", "csv", "tsv", "md", "log", "asc"]
        }
    }

    /// The kind of a document that begins like this; nil for a kind that is not taken: programs,
    /// pages, scripts, drawings that carry scripts (SVG).
    static func of(_ head: [UInt8], size: Int) -> DocumentType? {
        guard size > 0 else { return nil }
        for (type, signature) in signatures where head.starts(with: signature) { return type }
        if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return .webp
        }
        return ofText(head, isWhole: size <= head.count)
    }

    private static let signatures: [(DocumentType, [UInt8])] = [
        (.pdf, Array("%PDF-".utf8)),
        (.png, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        (.jpeg, [0xff, 0xd8, 0xff]),
        (.gif, Array("GIF8".utf8)),
        (.tiff, [0x49, 0x49, 0x2a, 0x00]),
        (.tiff, [0x4d, 0x4d, 0x00, 0x2a]),
        (.zip, [0x50, 0x4b, 0x03, 0x04]),
    ]

    /// Plain text in UTF-8 without control characters, or JSON; not what a program or a browser
    /// would run, though it is text as well.
    private static func ofText(_ head: [UInt8], isWhole: Bool) -> DocumentType? {
        var bytes = head[...]
        // The head may end within a character of up to four bytes.
        if !isWhole { while let last = bytes.last, last & 0xc0 == 0x80 { bytes.removeLast() } }
        if !isWhole, let last = bytes.last, last >= 0xc0 { bytes.removeLast() }
        guard String(validating: bytes, as: UTF8.self) != nil,
            !bytes.contains(where: { $0 < 32 && ![9, 10, 12, 13].contains($0) })
        else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).visible.drop(while: \.isWhitespace)
        if text.hasPrefix("MZ") || isRun(text.lowercased()) { return nil }
        guard text.first == "{" || text.first == "[" else { return .text }
        // A text may begin with a bracket, too: where all of it is at hand, it is read.
        return isWhole && (try? JSON(parsing: Array(bytes))) == nil ? .text : .json
    }

    /// Whether a text, in lower case, is a program or a page (HTML, SVG and XML of any kind).
    private static func isRun(_ text: String) -> Bool {
        ["<", "#!", "@echo"].contains(where: text.hasPrefix)
            || ["<!doctype", "<html", "<script", "<svg", "<?php"].contains(where: text.contains)
    }
}
