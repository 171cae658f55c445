// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which ids are asked for: a list of them, a pattern, both (then both must be met), or nothing.
struct IDSelection: Sendable {
    /// In the order they were asked for, each once; nil: any.
    let ids: [String]?
    let pattern: Pattern?
    private let set: Set<String>

    init(ids: [String]?, pattern: Pattern?) {
        var set: Set<String> = []
        self.ids = ids.map { $0.filter { set.insert($0).inserted } }
        self.set = set
        self.pattern = pattern
    }

    /// Reads the parameters `id` and `idPattern`.
    init(list: String?, pattern: String?, at place: String = "?") throws(TwinProblem) {
        var ids: [String]?
        if let list {
            guard list.utf8.count <= 1_000_000 else {
                throw TwinProblem(.tooComplexQuery, "The list of ids is too long.", at: place + "id")
            }
            let parts = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            ids = try IDSelection.checked(parts, at: place + "id")
        }
        self.init(
            ids: ids,
            pattern: try pattern.map { text throws(TwinProblem) in
                try Pattern(text, at: place + "idPattern", clause: "5.7.2")
            })
    }

    /// - Throws: `BadRequestData` for what is no URI (5.7.2.4).
    static func checked(_ ids: [String], at pointer: String) throws(TwinProblem) -> [String] {
        for id in ids where !NameRules.isURI(id) {
            throw .bad("“\(id.prefix(100))” is no URI.", at: pointer, clause: "5.7.2")
        }
        return ids
    }

    func matches(_ id: String) -> Bool {
        (ids == nil || set.contains(id)) && pattern?.matches(id) ?? true
    }
}
