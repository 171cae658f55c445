// SPDX-License-Identifier: EUPL-1.2

/// What changed between two editions: section by section, known by their anchors, and word by word
/// within each.
struct EditionDifference: Sendable {
    struct Part: Sendable, Hashable {
        let anchor: String
        let title: String
        let text: String
    }

    struct Change: Sendable {
        enum Sort: String, Sendable { case same, changed, added, removed }

        let sort: Sort
        /// Whether it stands elsewhere among the others than before.
        let isMoved: Bool
        let anchor: String
        let title: [WordDiff.Piece]
        let text: [WordDiff.Piece]
    }

    let changes: [Change]

    /// In the order of the new edition; what was removed stands where it was.
    init(from old: [Part], to new: [Part]) {
        let before = Dictionary(old.map { ($0.anchor, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { ($0.anchor, $0) }, uniquingKeysWith: { first, _ in first })
        let order = WordDiff.pieces(
            old.map { Substring($0.anchor) }, new.map { Substring($0.anchor) }, atMost: 2_000) ?? []
        changes = order.compactMap { piece in
            switch piece {
            case .same(let anchor): Self.change(before[anchor], after[anchor], isMoved: false)
            case .added(let anchor):
                Self.change(before[anchor], after[anchor], isMoved: before[anchor] != nil)
            // One that is still there is told of where it is now.
            case .removed(let anchor):
                after[anchor] == nil ? Self.change(before[anchor], nil, isMoved: false) : nil
            }
        }
    }

    private static func change(_ old: Part?, _ new: Part?, isMoved: Bool) -> Change? {
        guard let anchor = new?.anchor ?? old?.anchor else { return nil }
        let sort: Change.Sort =
            old == nil ? .added : new == nil ? .removed
            : old?.title == new?.title && old?.text == new?.text ? .same : .changed
        return Change(
            sort: sort, isMoved: isMoved, anchor: anchor,
            title: WordDiff.pieces(from: old?.title ?? "", to: new?.title ?? ""),
            text: WordDiff.pieces(from: old?.text ?? "", to: new?.text ?? ""))
    }
}
