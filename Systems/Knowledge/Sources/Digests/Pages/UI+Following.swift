// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

extension Request {
    /// How one goes on hearing of what a list shows: by the digest of a body, or by a program that reads
    /// Atom. Both take over what the list is narrowed to. Below every list of what everyone may read.
    /// - Parameters:
    ///   - feed: the list as Atom.
    ///   - filter: what it is narrowed to, under the names of the form; with `body` the body whose it is.
    ///     Nil: digests do not tell of it.
    func following(_ feed: Href, _ filter: [(String, String?)]? = nil) -> HTML {
        let digest = filter.map {
            UI.Link(ui("knowledge.follow.list"), ("/digest/new" as Href).with($0))
        }
        return ui.feedLinks(
            [digest, UI.Link(ui("knowledge.follow.atom"), feed)].compactMap { $0 },
            label: ui("knowledge.follow.more"))
    }
}

extension Page {
    /// The list as Atom, for programs that look for it.
    mutating func add(atom title: String, _ feed: Href) {
        feeds.append(Feed(title, type: "application/atom+xml", feed))
    }
}
