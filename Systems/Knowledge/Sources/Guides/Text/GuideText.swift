// SPDX-License-Identifier: EUPL-1.2

/// The text of a section: paragraphs, lists, and in them emphasis, links and code, written as in
/// Markdown. Nothing else of Markdown is meant by it, and no markup ever is.
public struct GuideText: Sendable, Hashable {
    enum Block: Sendable, Hashable {
        case paragraph([Inline])
        case list(isOrdered: Bool, [[Inline]])
    }

    indirect enum Inline: Sendable, Hashable {
        case text(String)
        case emphasis([Inline])
        case strong([Inline])
        case code(String)
        case link([Inline], to: String)
    }

    let blocks: [Block]

    public init(_ text: String) {
        var blocks: [Block] = []
        for part in Self.parts(of: text) {
            let inlines = part.lines.map { InlineParser.parse($0) }
            switch part.sort {
            case .paragraph: blocks.append(.paragraph(Array(inlines.joined(separator: [.text("\n")]))))
            case .bullets: blocks.append(.list(isOrdered: false, inlines))
            case .numbers: blocks.append(.list(isOrdered: true, inlines))
            }
        }
        self.blocks = blocks
    }

    /// What is read of it, without its marks: what search finds and comments quote.
    public var plain: String {
        blocks.map { block in
            switch block {
            case .paragraph(let inlines): Self.plain(inlines)
            case .list(_, let items): items.map(Self.plain).joined(separator: "\n")
            }
        }.joined(separator: "\n\n")
    }

    private static func plain(_ inlines: [Inline]) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let text), .code(let text): text
            case .emphasis(let inner), .strong(let inner), .link(let inner, _): plain(inner)
            }
        }.joined()
    }

    // MARK: Blocks

    private enum Sort { case paragraph, bullets, numbers }

    private struct Part {
        var sort: Sort
        var lines: [String]
    }

    /// Lines that belong together; an item of a list goes on in lines that are indented.
    private static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var isOpen = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                isOpen = false
                continue
            }
            let (sort, content) = marked(line)
            // A list goes on after an empty line, a paragraph does not.
            let goesOn = parts.last.map { $0.sort == sort && (isOpen || sort != .paragraph) } ?? false
            if goesOn {
                parts[parts.count - 1].lines.append(content)
            } else if isOpen, sort == .paragraph, line.first?.isWhitespace == true,
                let item = parts.last?.lines.last {
                parts[parts.count - 1].lines[parts[parts.count - 1].lines.count - 1] = "\(item) \(content)"
            } else {
                parts.append(Part(sort: sort, lines: [content]))
            }
            isOpen = true
        }
        return parts
    }

    private static func marked(_ line: Substring) -> (Sort, String) {
        let bare = line.drop(while: \.isWhitespace)
        if bare.hasPrefix("- ") || bare.hasPrefix("* ") { return (.bullets, String(bare.dropFirst(2))) }
        let digits = bare.prefix { $0.isASCII && $0.isNumber }
        let rest = bare.dropFirst(digits.count)
        if (1...3).contains(digits.count), rest.hasPrefix(". ") {
            return (.numbers, String(rest.dropFirst(2)))
        }
        return (.paragraph, String(bare))
    }
}
