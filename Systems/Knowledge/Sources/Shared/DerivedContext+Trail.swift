// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

extension DerivedContext {
    /// The way up from a record: to its body, and for those who work there to their own list of such
    /// records, for others to what everyone reads of that body.
    /// - Parameters:
    ///   - name: what the list for everyone is called.
    ///   - list: where it is.
    func trail(_ name: String, _ list: Href) -> [UI.Link] {
        [
            UI.Link(ui.name(of: store.tenant), "/t/\(slug)"),
            actor.isStaff
                ? UI.Link(ui.plural(of: kind), self.list) : UI.Link(name, list.with(["body": slug])),
        ]
    }
}
