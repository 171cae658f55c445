// SPDX-License-Identifier: EUPL-1.2

/// The lines of a checklist, each ticked or not, with a note: as it is filled in and kept.
///
///     [x] The purpose is written down
///     > In the register, entry 7
///     [ ] The data protection officer was asked
public struct Checklist: Sendable, Hashable {
    struct Item: Sendable, Hashable {
        var text: String
        var isDone = false
        var note = ""
    }

    var items: [Item]

    /// Nothing of it done yet: the lines of a guide's section.
    public init(lines text: String) {
        items = text.split(whereSeparator: \.isNewline).compactMap { line in
            var bare = line.drop(while: \.isWhitespace)
            if bare.hasPrefix("- ") || bare.hasPrefix("* ") { bare = bare.dropFirst(2) }
            // As lists of tasks are written elsewhere.
            if ["[ ] ", "[x] ", "[X] "].contains(bare.prefix(4)) { bare = bare.dropFirst(4) }
            return bare.allSatisfy(\.isWhitespace) ? nil : Item(text: String(bare))
        }
    }

    /// As it was kept.
    public init(kept text: String) {
        items = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("[x] ") || line.hasPrefix("[ ] ") {
                items.append(Item(text: String(line.dropFirst(4)), isDone: line.hasPrefix("[x]")))
            } else if line.hasPrefix("> "), !items.isEmpty {
                let note = items[items.count - 1].note
                items[items.count - 1].note = note.isEmpty
                    ? String(line.dropFirst(2)) : "\(note)\n\(line.dropFirst(2))"
            }
        }
    }

    /// As it is kept.
    public var text: String {
        items.map { item in
            let notes = item.note.split(whereSeparator: \.isNewline).map { "\n> \($0)" }.joined()
            return "[\(item.isDone ? "x" : " ")] \(item.text)\(notes)"
        }.joined(separator: "\n")
    }

    var done: Int { items.count { $0.isDone } }

    /// The lines of a later edition, with what was ticked and noted of those that are still there.
    /// What was said of lines that are gone stays, at the end.
    public func carried(to lines: String) -> Checklist {
        var next = Checklist(lines: lines)
        var left = items
        for index in next.items.indices {
            guard let old = left.firstIndex(where: { $0.text == next.items[index].text }) else { continue }
            next.items[index] = left.remove(at: old)
        }
        next.items += left.filter { $0.isDone || !$0.note.isEmpty }
        return next
    }
}
