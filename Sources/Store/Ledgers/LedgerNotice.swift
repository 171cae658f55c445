// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a ledger says of itself, in lines of its own between those of the system.
public enum LedgerNotice: Sendable, Hashable {
    /// What is kept under a key follows from the lines up to a number, and has this digest.
    case sealed(key: String, upTo: Int, digest: String)
    /// Lines lost what they said under a rule, since what is kept under a key no longer needs them.
    case letGo(lines: [ClosedRange<Int>], rule: String, key: String)

    /// What such a line begins with, and none of a system's.
    private static let mark = UInt8(ascii: "!")

    /// Whether a system may say this.
    static func isOfSystem(_ content: String) -> Bool { content.utf8.first.map { $0 != mark } ?? false }

    /// Nil: it is the system's.
    init?(_ content: String) {
        guard content.utf8.first == Self.mark, let json = try? JSON(parsing: String(content.dropFirst())),
            let key = json["key"]?.asString
        else { return nil }
        if let digest = json["digest"]?.asString, let number = json["number"]?.asInteger {
            self = .sealed(key: key, upTo: Int(number), digest: digest)
            return
        }
        guard let rule = json["rule"]?.asString, let items = json["lines"]?.asArray else { return nil }
        let lines = items.compactMap { item -> ClosedRange<Int>? in
            guard let first = item[0]?.asInteger, let last = item[1]?.asInteger, first <= last else {
                return nil
            }
            return Int(first)...Int(last)
        }
        guard lines.count == items.count else { return nil }
        self = .letGo(lines: lines, rule: rule, key: key)
    }

    var content: String {
        let json: JSON =
            switch self {
            case .sealed(let key, let number, let digest):
                ["key": .string(key), "number": .integer(number), "digest": .string(digest)]
            case .letGo(let lines, let rule, let key):
                [
                    "key": .string(key), "rule": .string(rule),
                    "lines": .array(lines.map { [.integer($0.lowerBound), .integer($0.upperBound)] }),
                ]
            }
        return "!" + json.text()
    }
}

extension LedgerLine {
    /// What the ledger itself says here; nil: it is a line of the system's.
    public var notice: LedgerNotice? { LedgerNotice(content) }

    /// Whether what it said was let go. Its number, its digest and its place in the chain stay.
    public var isLetGo: Bool { content.isEmpty }
}

extension [Int] {
    /// Ascending numbers as the spans they make.
    var spans: [ClosedRange<Int>] {
        var spans: [ClosedRange<Int>] = []
        for number in self {
            if let last = spans.last, last.upperBound == number - 1 {
                spans[spans.count - 1] = last.lowerBound...number
            } else {
                spans.append(number...number)
            }
        }
        return spans
    }
}
