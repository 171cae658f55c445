// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// An address outside that somebody typed: by HTTP or HTTPS, with a host and nobody's name before it.
enum WebAddress {
    /// The host of an address that may be shown as a link; nil for what is none.
    static func host(_ text: String) -> String? {
        guard let match = text.wholeMatch(of: /(?i)https?:\/\/([^\s"'<>\\@\/?#]+)(?:[\/?#][^\s"'<>\\]*)?/),
            Href(text) != nil
        else { return nil }
        return String(match.1).lowercased()
    }

    /// A problem for each of these fields that holds something else.
    static func check(_ fields: [(name: String, text: String?)]) -> Problems {
        var problems = Problems()
        for (name, text) in fields {
            if let text, host(text) == nil {
                problems.add(name, "no_address", Phrase("knowledge.problem.no_web_address"))
            }
        }
        return problems
    }
}

extension UI {
    /// A link to somewhere else: its whole address, so that one sees where it leads before going, and
    /// the host by itself, which long addresses hide.
    func outside(_ address: String) -> HTML {
        guard let host = WebAddress.host(address), let href = Href(address) else { return "\(address)" }
        return """
            <a href="\(href)" rel="noopener nofollow external"><span class="address">\(address)</span></a> \
            <span class="note">(\(host))</span>
            """
    }
}
