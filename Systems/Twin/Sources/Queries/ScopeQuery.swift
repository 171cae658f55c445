// SPDX-License-Identifier: EUPL-1.2

/// Which scopes are asked for (GS CIM 009, 4.19): `/Madrid`, `/Madrid/+/Parque`, `/Madrid/#`, `/#`,
/// `(/Madrid;/CompanyA),/CompanyB`.
struct ScopeQuery: Sendable, Equatable {
    /// One scope with its wildcards.
    struct Path: Sendable, Equatable {
        /// Nil stands for any one level.
        let levels: [String?]
        /// Whether everything below counts, too.
        let hasBelow: Bool
    }

    /// One of these must be met; each is scopes an entity must have together.
    let alternatives: [[Path]]

    init(_ text: String, at pointer: String = "?scopeQ") throws(TwinProblem) {
        var alternatives: [[Path]] = []
        // The examples (C.5.15) have it in quotes.
        let isQuoted = text.count > 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        let text = isQuoted ? String(text.dropFirst().dropLast()) : text
        for items in try SelectionList.read(text, at: pointer, clause: "4.19") {
            var paths: [Path] = []
            for item in items { paths.append(try ScopeQuery.path(item, at: pointer)) }
            alternatives.append(paths)
        }
        self.alternatives = alternatives
    }

    func matches(_ scopes: [String]) -> Bool {
        guard !scopes.isEmpty else { return false }
        let split = scopes.map { $0.split(separator: "/") }
        return alternatives.contains { paths in
            paths.allSatisfy { path in split.contains { ScopeQuery.covers(path, $0) } }
        }
    }

    private static func covers(_ path: Path, _ levels: [Substring]) -> Bool {
        guard path.hasBelow ? levels.count >= path.levels.count : levels.count == path.levels.count else {
            return false
        }
        return zip(path.levels, levels).allSatisfy { wanted, level in wanted.map { $0 == level } ?? true }
    }

    private static func path(_ text: Substring, at pointer: String) throws(TwinProblem) -> Path {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        // A leading slash is usual, but 4.18 does without it, too.
        if parts.count > 1, parts[0].isEmpty { parts.removeFirst() }
        let hasBelow = parts.last == "#"
        if hasBelow { parts.removeLast() }
        let isSound = parts.allSatisfy { $0 == "+" || isLevel($0) } && !(parts.isEmpty && !hasBelow)
        guard isSound, parts.count <= 64 else {
            throw .bad("“\(text.prefix(100))” is no scope.", at: pointer, clause: "4.19")
        }
        return Path(levels: parts.map { $0 == "+" ? nil : String($0) }, hasBelow: hasBelow)
    }

    private static func isLevel(_ text: Substring) -> Bool {
        !text.utf8.contains(UInt8(ascii: ":")) && TermName.isValid(text)
    }
}
