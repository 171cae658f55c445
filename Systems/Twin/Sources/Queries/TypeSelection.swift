// SPDX-License-Identifier: EUPL-1.2

/// Which types are asked for (GS CIM 009, 4.17): `Building,House`, `(Home;Vehicle)|Motorhome`, or `*`.
struct TypeSelection: Sendable, Equatable {
    /// One of these must be met; each is types (whole IRIs) an entity must have together.
    let alternatives: [[String]]
    /// Whether all types were asked for, which is meant of this broker alone.
    let isAll: Bool

    init(_ text: String, naming: any Naming, at pointer: String = "?type") throws(TwinProblem) {
        isAll = text == "*"
        guard !isAll else {
            alternatives = []
            return
        }
        var alternatives: [[String]] = []
        for items in try SelectionList.read(text, at: pointer, clause: "4.17") {
            var types: [String] = []
            for item in items {
                types.append(try TermName.expand(item, naming, at: pointer, clause: "4.17"))
            }
            alternatives.append(types)
        }
        self.alternatives = alternatives
    }

    init(_ alternatives: [[String]]) {
        self.alternatives = alternatives
        isAll = false
    }

    func matches(_ types: [String]) -> Bool {
        isAll || alternatives.contains { $0.allSatisfy(types.contains) }
    }

    /// One type of each alternative: an entity that matches has at least one of them. Nil: any may match.
    var indexable: [String]? { isAll ? nil : alternatives.compactMap(\.first) }
}
