// SPDX-License-Identifier: EUPL-1.2

/// What is published is written by what follows the register, and by nobody else: whatever way a change
/// comes, it passes here.
extension Draft {
    /// Whether an entity is the register's, so that only who follows that may change it.
    func isPublished(_ id: String) -> Bool {
        PublishedMark(rawValue: by) == nil && (standingMark(of: id) != nil || published.contains(id))
    }

    func requireOwn(_ id: String) throws(TwinProblem) {
        guard isPublished(id) else { return }
        throw .published(id, at: entity(id)?.publishedPage)
    }
}

extension Entity {
    /// Where what is published is read and changed.
    var publishedPage: String? {
        guard case .property(let page)? = self[PublishedNames.page]?.standard?.value else { return nil }
        return page.asString
    }
}

extension TwinProblem {
    /// Somebody would change what the register alone does.
    static func published(_ id: String, at page: String?) -> TwinProblem {
        let place = page.map { "at \($0)" } ?? "where it was published"
        return TwinProblem(
            .conflict,
            "\(id) shows what a record of this tenant says to everyone. It is changed \(place), and follows "
                + "by itself.")
    }
}
